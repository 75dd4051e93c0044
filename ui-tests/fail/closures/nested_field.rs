// A field behind a pointer, in a closure within another: no hole, a compile error.
use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

struct State {
    shared: Rc<Cell<i32>>,
    plain: i32,
}

#[bulkhead]
#[wasm_bindgen]
pub fn listen() {
    let state = Box::new(State { shared: Rc::default(), plain: 1 });
    state.shared.set(1);
    let outer = move || Closure::<dyn Fn() -> i32>::new(move || state.plain);
    drop(outer());
}

fn main() {}
