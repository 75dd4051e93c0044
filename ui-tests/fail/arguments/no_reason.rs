use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(assert_unwind_safe = " ")]
#[wasm_bindgen]
pub struct Counter {}

#[bulkhead(assert_unwind_safe)]
#[wasm_bindgen]
impl Counter {
    pub fn count(&self) -> i32 {
        1
    }
}

fn main() {}
