use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

pub fn count(total: Rc<RefCell<u32>>) -> Closure<dyn FnMut()> {
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    Closure::<dyn FnMut()>::own_assert_unwind_safe(move || *total.borrow_mut() += 1)
}

pub fn any(boxed: Box<dyn FnMut()>) -> Closure<dyn FnMut()> {
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    Closure::wrap_assert_unwind_safe(boxed)
}
