// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {
    count: Cell<u32>,
}

// One message, however many methods there are.
#[bulkhead]
#[wasm_bindgen]
impl Counter {
    pub fn add(&mut self) {
        self.count.set(self.count.get() + 1);
    }

    pub fn count(&self) -> u32 {
        self.count.get()
    }
}

fn main() {}
