use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn take<T>(value: T) {
    drop(value);
}

fn main() {}
