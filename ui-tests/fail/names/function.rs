use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen(js_name = bulkhead)]
pub fn compartment() {}

fn main() {}
