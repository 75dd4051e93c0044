// Captures whose types only what follows the closure tells: the first is unwind
// safe in the end, the second is not.
use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

fn twice<T: Default>() -> (T, T) {
    Default::default()
}

#[bulkhead]
#[wasm_bindgen]
pub fn listen() {
    let (text, other) = twice();
    let _: Closure<dyn Fn()> = Closure::new(move || drop(&text));
    let _: String = other;
    let (count, other) = twice();
    let _: Closure<dyn Fn()> = Closure::new(move || drop(&count));
    let _: Rc<Cell<i32>> = other;
}

fn main() {}
