use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {}

#[bulkhead]
#[wasm_bindgen]
impl Default for Counter {
    fn default() -> Self {
        Counter {}
    }
}

fn main() {}
