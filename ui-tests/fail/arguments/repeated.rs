use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(name = "one", name = "two")]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

fn main() {}
