// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use wasm_bulkhead::bulkhead;

#[bulkhead]
mod api {
    use std::cell::Cell;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub struct Counter {
        count: Cell<u32>,
    }

    #[wasm_bindgen]
    impl Counter {
        #[wasm_bindgen(getter)]
        pub fn count(&self) -> u32 {
            self.count.get()
        }
    }
}

fn main() {}
