use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub fn counter() -> JsValue {
    let count = Rc::new(RefCell::new(0));
    let closure = Closure::<dyn FnMut()>::new(move || *count.borrow_mut() += 1);
    closure.into_js_value()
}
