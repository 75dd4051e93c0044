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
pub fn read(counter: &Counter) -> u32 {
    counter.count.get()
}

#[bulkhead]
#[wasm_bindgen]
pub fn reset(counter: &mut Counter) {
    counter.count.set(0);
}

fn main() {}
