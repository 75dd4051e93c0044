use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {}

#[bulkhead]
#[wasm_bindgen]
impl Counter {
    #[bulkhead(nmae = "count")]
    pub fn count(&self) -> i32 {
        1
    }

    #[bulkhead(name = "a")]
    #[bulkhead(name = "b")]
    pub fn again(&self) -> i32 {
        1
    }
}

fn main() {}
