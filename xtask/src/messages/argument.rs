use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Handle {
    shared: Rc<RefCell<u32>>,
}

#[wasm_bindgen]
pub fn release(handle: Handle) -> u32 {
    *handle.shared.borrow()
}
