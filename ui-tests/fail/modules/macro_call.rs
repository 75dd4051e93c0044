use wasm_bulkhead::bulkhead;

macro_rules! exports {
    () => {
        #[wasm_bindgen]
        pub fn hidden() {}
    };
}

#[bulkhead]
mod api {
    use wasm_bindgen::prelude::wasm_bindgen;

    exports!();
}

fn main() {}
