// closures = { assert_unwind_safe = "only counters" }

#![deny(warnings)]

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, closure};

#[bulkhead]
#[wasm_bindgen]
pub fn listen(count: u32) -> JsValue {
    let count = Rc::new(Cell::new(count));
    Closure::<dyn FnMut()>::new(move || count.set(1)).into_js_value()
}

/// What stands at the item goes before it.
#[bulkhead(closures = auto)]
#[allow(deprecated)]
pub fn abort(count: Rc<Cell<u32>>) -> Closure<dyn FnMut()> {
    Closure::new(move || count.set(1))
}

pub fn elsewhere(count: Rc<Cell<u32>>) -> Closure<dyn FnMut()> {
    closure!(move || count.set(1))
}
