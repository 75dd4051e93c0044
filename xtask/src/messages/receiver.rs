use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Ledger {
    entries: RefCell<Vec<u32>>,
}

#[wasm_bindgen]
impl Ledger {
    pub fn add(&self, entry: u32) {
        self.entries.borrow_mut().push(entry);
    }
}
