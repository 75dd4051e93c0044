use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

pub fn stop(total: Rc<RefCell<u32>>) -> JsValue {
    Closure::once_into_js(move || *total.borrow_mut() = 0)
}

pub fn add(total: Rc<RefCell<u32>>) -> JsValue {
    Closure::once_into_js(move |more: u32| *total.borrow_mut() += more)
}
