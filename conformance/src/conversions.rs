//! What a shim runs of the user's besides the body: the conversion of an error, and destructors.

use std::panic::panic_any;

use wasm_bindgen::prelude::*;

use crate::classes::Shed;
use crate::probe::{count, strike, Sentinel, CONFORMANCE_PROBE};

/// An error that meets the armed cause on its way into JavaScript.
#[derive(Debug)]
pub struct Stubborn;

impl From<Stubborn> for JsValue {
    fn from(_: Stubborn) -> JsValue {
        JsValue::from(strike())
    }
}

fn fail() -> Result<i32, Stubborn> {
    count(&CONFORMANCE_PROBE.ran);
    let _sentinel = Sentinel;
    Err(Stubborn)
}

/// A function whose error does not convert.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_stubborn() -> Result<i32, Stubborn> {
    fail()
}

/// Likewise an async one.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn entry_stubborn_async() -> Result<i32, Stubborn> {
    fail()
}

/// Likewise a closure.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[rustfmt::skip] // The constructor stays on the line that JavaScript looks for.
pub fn stubborn_closure() -> JsValue {
    Closure::<dyn Fn() -> Result<i32, Stubborn>>::new(fail).into_js_value() // closure: stubborn
}

/// A class with members whose errors do not convert.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Mule;

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Mule {
    /// Builds one without running a body.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript knows no `Default`")]
    pub fn new() -> Mule {
        Mule
    }

    /// A method.
    pub fn kick(&mut self) -> Result<i32, Stubborn> {
        fail()
    }

    /// A getter.
    #[wasm_bindgen(getter)]
    pub fn load(&self) -> Result<i32, Stubborn> {
        fail()
    }
}

/// A function that is given objects in an array.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_with_sheds(sheds: Vec<Shed>) -> usize {
    sheds.len()
}

/// A function that is given an object to keep, whose destructor is a body.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_with_shed(shed: Shed) {
    drop(shed);
}

/// Panics when it is dropped.
struct Fragile;

impl Drop for Fragile {
    fn drop(&mut self) {
        panic!("struck again");
    }
}

/// Calls JavaScript when it is dropped.
struct Visitor;

impl Drop for Visitor {
    fn drop(&mut self) {
        crate::imports::visit_annotated();
    }
}

/// Panics with another of its kind when it is dropped.
struct Endless;

impl Drop for Endless {
    fn drop(&mut self) {
        panic_any(Endless);
    }
}

/// An error that has no words.
struct Speechless;

impl std::fmt::Debug for Speechless {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("struck again")
    }
}

impl std::fmt::Display for Speechless {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("struck again")
    }
}

impl std::error::Error for Speechless {}

/// Panics with what panics when it is dropped.
pub fn panic_with_the_fragile() -> i32 {
    panic_any(Fragile)
}

/// Panics with what calls JavaScript when it is dropped.
pub fn panic_with_a_visitor() -> i32 {
    panic_any(Visitor)
}

/// Panics with what panics with its like when it is dropped.
pub fn panic_with_the_endless() -> i32 {
    panic_any(Endless)
}

/// Panics with an error that cannot be put into words.
pub fn panic_with_the_speechless() -> i32 {
    let error: Box<dyn std::error::Error + Send + Sync> = Box::new(Speechless);
    panic_any(error)
}

/// A closure that owns what panics when it is dropped.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[rustfmt::skip] // Each constructor stays on the line that JavaScript looks for.
pub fn fragile_closure(form: &str) -> JsValue {
    let fragile = Fragile;
    match form {
        "once" => Closure::once(move || { let _held = &fragile; crate::probe::body() }).into_js_value(), // closure: fragile once
        "once_into_js" => Closure::once_into_js(move || { let _held = &fragile; crate::probe::body() }), // closure: fragile once_into_js
        _ => {
            std::mem::forget(fragile);
            JsValue::UNDEFINED
        }
    }
}
