use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    fn each(f: &mut dyn FnMut(u32));
}

pub fn sum() -> u32 {
    let mut total = 0;
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    each(&mut { let mut asserted = core::panic::AssertUnwindSafe(|n: u32| total += n); move |a0| (*asserted)(a0) });
    total
}

pub fn deferred() -> (Promise, Option<Function>) {
    let mut slot = None;
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    let promise = Promise::new(&mut { let mut asserted = core::panic::AssertUnwindSafe(|resolve: js_sys::Function, _reject: js_sys::Function| slot = Some(resolve)); move |a0, a1| (*asserted)(a0, a1) });
    (promise, slot)
}
