use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

/// Counts.
#[wasm_bindgen]
#[derive(Default)]
pub struct Counter {
    total: Rc<RefCell<u32>>,
}

// NOT REVIEWED: asserted to leave nothing torn when it panics.
impl core::panic::UnwindSafe for Counter {}
impl core::panic::RefUnwindSafe for Counter {}

#[wasm_bindgen]
impl Counter {
    pub fn add(&self, more: u32) {
        *self.total.borrow_mut() += more;
    }
}
