use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(assert_unwind_safe = "all of it", assert_unwind_safe(text) = "only text")]
#[wasm_bindgen]
pub fn measure(text: &str) -> usize {
    text.len()
}

fn main() {}
