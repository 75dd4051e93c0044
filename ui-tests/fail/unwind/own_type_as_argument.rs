// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {
    count: Cell<u32>,
}

#[bulkhead]
#[wasm_bindgen]
impl Counter {
    pub fn of(other: &Self) -> u32 {
        other.count.get()
    }
}

fn main() {}
