// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Ledger {
    entries: RefCell<Vec<u32>>,
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    pub async fn save(&mut self) {
        self.entries.borrow_mut().clear();
    }
}

fn main() {}
