use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    fn each(f: &mut dyn FnMut(u32));
}

pub fn sum() -> u32 {
    let mut total = 0;
    each(&mut |n: u32| total += n);
    total
}

pub fn deferred() -> (Promise, Option<Function>) {
    let mut slot = None;
    let promise = Promise::new(&mut |resolve, _reject| slot = Some(resolve));
    (promise, slot)
}
