use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
#[bulkhead]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

fn main() {}
