// unwnd = "never"
// closures = "off"
// require_guard = "yes"

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn first() {}

/// It is told of once.
#[bulkhead]
#[wasm_bindgen]
pub fn second() {}
