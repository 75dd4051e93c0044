//! Names of ours where they do not clash (B022).

use wasm_bulkhead::bulkhead;

#[bulkhead]
mod api {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(js_namespace = mine)]
    pub fn bulkhead() {}

    #[wasm_bindgen(js_name = Failure)]
    pub struct PanicError {
        pub code: u32,
    }

    #[wasm_bindgen(js_class = Failure)]
    impl PanicError {
        #[wasm_bindgen(js_name = StaleError)]
        pub fn stale_error(&self) -> u32 {
            self.code
        }
    }

    pub struct PoisonError;
}

fn main() {
    api::bulkhead();
    assert_eq!(api::PanicError { code: 1 }.stale_error(), 1);
    let _ = api::PoisonError;
}
