//! Annotates nothing. What its dependency exports is exported with it.

use wasm_bindgen::prelude::*;

/// Uses the library from Rust.
#[wasm_bindgen]
pub fn mean(a: i32, b: i32) -> i32 {
    let mut sum = annotated::Sum::new();
    sum.add(a);
    annotated::divide(sum.add(b), 2)
}
