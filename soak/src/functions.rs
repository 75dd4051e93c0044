//! Synchronous functions and what passes through them.

use wasm_bindgen::prelude::*;

use crate::probe::body;

/// A function.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry() -> i32 {
    body()
}

/// A string in, a string out: the glue allocates on both ways.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn echo(text: &str) -> String {
    format!("{text}{}", body())
}

/// Numbers in, numbers out.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn scale(numbers: Vec<i32>) -> Vec<i32> {
    let factor = body();
    numbers.iter().map(|number| number * factor).collect()
}

/// A JavaScript value through the table of references.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn pass(value: JsValue) -> JsValue {
    body();
    value
}

/// An ordinary error, which is no fault.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn refuse() -> Result<i32, JsError> {
    body();
    Err(JsError::new("refused"))
}
