use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(on_panic = poison)]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

fn main() {}
