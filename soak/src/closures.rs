//! Closures that JavaScript calls.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::imports::later;
use crate::probe::body;

/// A closure to be called any number of times.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[allow(clippy::redundant_closure)] // Closures are what this is about.
pub fn make_closure() -> JsValue {
    body();
    Closure::<dyn Fn() -> i32>::new(|| body()).into_js_value()
}

/// A closure with a state and an argument.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn make_counter() -> JsValue {
    body();
    let mut sum = 0;
    Closure::<dyn FnMut(i32) -> i32>::new(move |n: i32| {
        sum += n * body();
        sum
    })
    .into_js_value()
}

/// A closure to be called once.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn make_once() -> JsValue {
    body();
    let owned = String::from("moved out by the only call");
    Closure::once_into_js(move || {
        drop(owned);
        body()
    })
}

/// Has JavaScript call a once closure from a timer or a microtask.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn schedule() {
    body();
    #[allow(clippy::redundant_closure)] // As above.
    later(&Closure::once_into_js(|| body()));
}

thread_local! {
    static KEPT: RefCell<Option<Closure<dyn Fn() -> i32>>> = const { RefCell::new(None) };
}

/// A closure that Rust keeps, in place of the one it kept before, which is destroyed.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[allow(clippy::redundant_closure)] // As above.
pub fn keep_closure() -> JsValue {
    body();
    let closure = Closure::<dyn Fn() -> i32>::new(|| body());
    let value = closure.as_ref().clone();
    KEPT.replace(Some(closure));
    value
}
