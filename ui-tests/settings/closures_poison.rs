// closures = "poison"

#![deny(warnings)]

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, closure};

#[bulkhead]
#[wasm_bindgen]
pub fn listen(count: u32) -> JsValue {
    let count = Rc::new(Cell::new(count));
    let other = count.clone();
    closure!(move || other.set(2)).forget();
    Closure::<dyn FnMut()>::new(move || count.set(1)).into_js_value()
}

pub fn elsewhere(count: Rc<Cell<u32>>) -> Closure<dyn FnMut()> {
    closure!(move || count.set(1))
}
