//! B001, B007: our attribute above the other one, and only once.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

#[bulkhead(name = "the counter")]
#[doc = "Attributes of others may be anywhere."]
#[wasm_bindgen(js_name = "addUp")]
#[allow(clippy::must_use_candidate)]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {
    assert_eq!(divide(4, 2) + add(1, 1), 4);
}
