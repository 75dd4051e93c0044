use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

pub fn stop(total: Rc<RefCell<u32>>) -> JsValue {
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    Closure::once_into_js(core::panic::AssertUnwindSafe(move || *total.borrow_mut() = 0))
}

pub fn add(total: Rc<RefCell<u32>>) -> JsValue {
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    Closure::once_assert_unwind_safe(move |more: u32| *total.borrow_mut() += more).into_js_value()
}
