use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(name(measure) = "length", assert_unwind_safe(text))]
#[wasm_bindgen]
pub fn measure(text: &str) -> usize {
    text.len()
}

#[bulkhead(assert_unwind_safe(field) = "of a field")]
#[wasm_bindgen]
pub struct Counter {
    pub field: u32,
}

fn main() {}
