use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub struct PanicError {
    pub code: u32,
}

fn main() {}
