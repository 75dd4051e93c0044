// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {
    count: Cell<u32>,
}

#[bulkhead(assert_unwind_safe(left) = "not the right one")]
#[wasm_bindgen]
pub fn sum(left: &Counter, right: &Counter) -> u32 {
    left.count.get() + right.count.get()
}

fn main() {}
