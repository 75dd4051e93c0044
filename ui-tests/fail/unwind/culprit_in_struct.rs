// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

// One message for each struct, whatever takes it: at the field that is to blame.
#[bulkhead]
#[wasm_bindgen]
pub struct Ledger {
    name: String,
    entries: RefCell<Vec<u32>>,
    #[cfg(any())]
    unheard_of: Rc<Unheard>,
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    pub fn add(&self, entry: u32) {
        self.entries.borrow_mut().push(entry);
    }

    pub fn rename(&mut self, name: String) {
        self.name = name;
    }
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    pub async fn merge(&mut self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

// Taken by value its own cell does not matter.
#[bulkhead]
#[wasm_bindgen]
pub struct Handle(Cell<u8>, Rc<Cell<u8>>);

#[bulkhead]
#[wasm_bindgen]
pub fn finish(handles: Vec<Handle>, one: Option<Handle>, ledger: &Ledger) -> usize {
    handles.len() + usize::from(one.map_or(0, |one| one.0.get() + one.1.get())) + ledger.name.len()
}

fn main() {}
