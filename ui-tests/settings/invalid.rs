// unwnd = "never"
// closures = "off"
// on_panic = true

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn first() {}

/// It is told of once.
#[bulkhead]
#[wasm_bindgen]
pub fn second() {}
