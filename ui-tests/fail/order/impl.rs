use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {}

#[wasm_bindgen]
#[bulkhead]
impl Counter {
    pub fn count(&self) -> i32 {
        1
    }
    pub fn reset(&mut self) {}
}

fn main() {}
