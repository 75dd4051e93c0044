// A capture that only its type could tell of, which is no hole: a compile error.
use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::closure;

fn main() {
    let count = Rc::new(Cell::new(0));
    let bump = move || count.set(1);
    let _: Closure<dyn FnMut()> = closure!(move || bump());
}
