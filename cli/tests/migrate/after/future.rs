use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

pub fn save(total: Rc<RefCell<u32>>) -> Promise {
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    future_to_promise(core::panic::AssertUnwindSafe(async move {
        *total.borrow_mut() += 1;
        Ok(JsValue::UNDEFINED)
    }))
}
