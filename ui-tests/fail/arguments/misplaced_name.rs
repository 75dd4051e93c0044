use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {}

#[bulkhead(name = "Counter")]
#[wasm_bindgen]
impl Counter {
    pub fn count(&self) -> i32 {
        1
    }
}

fn main() {}
