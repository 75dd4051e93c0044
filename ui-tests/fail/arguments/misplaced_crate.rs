use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {}

#[bulkhead]
#[wasm_bindgen]
impl Counter {
    #[bulkhead(crate = wasm_bulkhead)]
    pub fn count(&self) -> i32 {
        1
    }
}

fn main() {}
