use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(assert_unwind_safe(txet, self) = "never changed")]
#[wasm_bindgen]
pub fn measure(text: &str) -> usize {
    text.len()
}

fn main() {}
