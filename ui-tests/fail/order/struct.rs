use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
#[bulkhead]
pub struct Counter {
    pub value: i32,
}

fn main() {}
