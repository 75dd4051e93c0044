use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {}

#[wasm_bindgen]
impl Counter {
    #[bulkhead]
    pub fn count(&self) -> i32 {
        1
    }
}

fn main() {}
