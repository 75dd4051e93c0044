//! E1: exported functions.

use wasm_bindgen::prelude::*;

use crate::probe::body;

/// E1: a function.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_fn() -> i32 {
    body()
}

/// A function whose JavaScript name is not its Rust name.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_name = "entryRenamed")]
pub fn entry_with_another_name() -> i32 {
    body()
}

/// A function in a JavaScript namespace.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(js_namespace = tools, js_name = "sharpen")]
pub fn entry_in_a_namespace() -> i32 {
    body()
}

/// A function that fails by itself, without the armed cause.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b // site: divide
}

/// A function that JavaScript passes a text, for which it asks for memory first.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_with_text(text: &str) -> usize {
    body();
    text.len()
}

/// A function that JavaScript passes a number, or something it makes one of.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_with_number(number: i32) -> i32 {
    number + body()
}

/// A function that JavaScript passes anything, to be described in words.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_with_value(value: JsValue) -> JsValue {
    body();
    value
}
