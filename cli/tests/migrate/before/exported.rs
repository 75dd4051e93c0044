use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

/// Counts.
#[wasm_bindgen]
#[derive(Default)]
pub struct Counter {
    total: Rc<RefCell<u32>>,
}

#[wasm_bindgen]
impl Counter {
    pub fn add(&self, more: u32) {
        *self.total.borrow_mut() += more;
    }
}
