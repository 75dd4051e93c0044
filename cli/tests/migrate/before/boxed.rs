use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

pub fn count(total: Rc<RefCell<u32>>) -> Closure<dyn FnMut()> {
    Closure::wrap(Box::new(move || *total.borrow_mut() += 1) as Box<dyn FnMut()>)
}

pub fn any(boxed: Box<dyn FnMut()>) -> Closure<dyn FnMut()> {
    Closure::wrap(boxed)
}
