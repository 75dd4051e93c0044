use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(assert_unwind_safe(text) = "never changed", assert_unwind_safe(text) = "")]
#[wasm_bindgen]
pub fn measure(text: &str) -> usize {
    text.len()
}

fn main() {}
