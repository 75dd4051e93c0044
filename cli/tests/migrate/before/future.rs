use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

pub fn save(total: Rc<RefCell<u32>>) -> Promise {
    future_to_promise(async move {
        *total.borrow_mut() += 1;
        Ok(JsValue::UNDEFINED)
    })
}
