// B017: captures that are not unwind safe, each in another form.
#![deny(deprecated)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, closure};

struct State {
    shared: Rc<Cell<i32>>,
    plain: i32,
}

#[bulkhead]
#[wasm_bindgen]
pub fn listen() {
    let count = Rc::new(Cell::new(0));
    let named = count.clone();
    let _: Closure<dyn FnMut()> = Closure::new(move || count.set(1));

    let state = State { shared: named.clone(), plain: 1 };
    let _: Closure<dyn FnMut() -> i32> = Closure::new(move || state.plain + state.shared.get());

    let text = Rc::new(RefCell::new(String::new()));
    let _ = Closure::wrap(Box::new(move |_event| println!("{text:?}")) as Box<dyn FnMut(JsValue)>);

    let bump = move || named.set(2);
    let _: Closure<dyn Fn()> = Closure::new(bump);

    let callback: Box<dyn Fn()> = Box::new(|| ());
    let _ = closure!(once move || callback());
}

fn main() {}
