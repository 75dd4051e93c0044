use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(closures = maybe, name = 5, crate = "wasm_bulkhead")]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

fn main() {}
