// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, Poison};

#[bulkhead]
#[wasm_bindgen]
pub struct Ledger {
    entries: Rc<RefCell<Vec<i64>>>,
    poison: Poison,
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    pub fn post(&mut self, amount: i64) {
        self.entries.borrow_mut().push(amount);
    }
}

fn main() {}
