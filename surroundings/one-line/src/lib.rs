//! Items of all kinds, as a crate of wasm-bindgen's has them: nothing here knows of wasm-bulkhead.

#![allow(
    missing_docs,
    reason = "wasm-bindgen documents nothing of what it makes of an enum of texts"
)]

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// What the bodies leave for JavaScript to read.
#[no_mangle]
pub static BODIES: Bodies = Bodies(Cell::new(0));

/// How many bodies have begun.
#[repr(transparent)]
pub struct Bodies(Cell<u32>);

// SAFETY: there is one thread.
unsafe impl Sync for Bodies {}

fn body(fails: bool) -> u32 {
    BODIES.0.set(BODIES.0.get() + 1);
    assert!(!fails, "it was to fail");
    BODIES.0.get()
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "export type Anything = unknown;";

/// A JavaScript function that calls back or throws.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = one)]
    fn visit(value: u32) -> u32;
    #[wasm_bindgen(catch, js_namespace = one, js_name = visit)]
    fn try_visit(value: u32) -> Result<u32, JsValue>;
}

/// Runs before anything else.
#[wasm_bindgen(start)]
fn begin() {
    body(false);
}

/// A function.
#[wasm_bindgen]
pub fn call(fails: bool) -> u32 {
    body(fails)
}

/// One with a name of its own.
#[wasm_bindgen(js_name = renamed, unchecked_return_type = "Anything")]
pub fn with_name(fails: bool) -> JsValue {
    body(fails).into()
}

/// An async function.
#[wasm_bindgen]
pub async fn later(fails: bool) -> u32 {
    body(fails)
}

/// One that may return an error.
#[wasm_bindgen]
pub fn fallible(fails: bool) -> Result<u32, JsError> {
    Ok(body(fails))
}

/// One that calls JavaScript.
#[wasm_bindgen]
pub fn through(value: u32) -> u32 {
    visit(value)
}

/// One that catches what JavaScript throws.
#[wasm_bindgen]
pub fn catching(value: u32) -> bool {
    try_visit(value).is_err()
}

/// A closure for JavaScript.
#[wasm_bindgen]
pub fn closure() -> JsValue {
    Closure::<dyn Fn(bool) -> u32>::new(body).into_js_value()
}

/// Numbers with names.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Below.
    Low = 1,
    /// Above.
    High = 5,
}

/// Texts with names.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Colour {
    /// One.
    Red = "red",
    /// Another.
    Blue = "blue",
}

/// Takes and gives both.
#[wasm_bindgen]
pub fn named(level: Level, colour: Colour) -> String {
    body(false);
    format!("{level:?} {colour:?}")
}

/// A class.
#[wasm_bindgen]
#[derive(Clone, Default)]
pub struct Counter {
    /// A public field.
    pub count: u32,
    /// One that cannot be copied.
    #[wasm_bindgen(getter_with_clone)]
    pub label: String,
}

#[wasm_bindgen]
impl Counter {
    /// Begins at `count`.
    #[wasm_bindgen(constructor)]
    pub fn new(count: u32) -> Counter {
        body(false);
        Counter {
            count,
            label: String::new(),
        }
    }

    /// A method.
    pub fn step(&mut self, fails: bool) -> u32 {
        self.count += 1;
        body(fails)
    }

    /// A static method.
    #[wasm_bindgen(js_name = ofAll)]
    pub fn of_all(fails: bool) -> u32 {
        body(fails)
    }

    /// A getter.
    #[wasm_bindgen(getter)]
    pub fn double(&self) -> u32 {
        body(false);
        self.count * 2
    }

    /// A method that waits.
    pub async fn wait(&self, fails: bool) -> u32 {
        body(fails)
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.count = 0;
    }
}

macro_rules! exported {
    ($($name:ident)*) => {
        $(
            /// Written by a macro.
            #[wasm_bindgen]
            pub fn $name(fails: bool) -> u32 {
                body(fails)
            }
        )*
    };
}

exported! { report life }

/// Exported by a condition.
#[cfg_attr(target_family = "wasm", wasm_bindgen(js_name = byCondition))]
pub fn by_condition(fails: bool) -> u32 {
    body(fails)
}

/// As a generic function of the user's would have it.
#[wasm_bindgen]
pub fn cast(value: JsValue) -> bool {
    body(false);
    value.is_string() && value.dyn_ref::<JsValue>().is_some()
}

/// Ends the instance.
#[wasm_bindgen]
pub fn trap() {
    #[cfg(target_family = "wasm")]
    core::arch::wasm32::unreachable()
}
