//! Closures of all forms, for all types and constructors. Written by `cargo xtask closures`.

#![allow(unused, private_interfaces, dropping_copy_types, dropping_references)]
// The host has told of the warnings.
#![cfg_attr(target_family = "wasm", allow(deprecated))]

mod cases;
mod recording;
mod support;
mod truths;

use wasm_bindgen::prelude::*;

pub use cases::CASES;
pub use recording::verdict;
pub use truths::truths;

/// The closure of a case.
#[wasm_bindgen]
pub fn make(case: usize) -> JsValue {
    CASES[case]()
}

/// The verdict that came with the closure: 1 if it catches, 0 if it aborts.
#[wasm_bindgen]
pub fn last_verdict() -> Option<u8> {
    verdict().map(u8::from)
}

/// For each capture, whether the compiler finds the closure unwind safe.
#[wasm_bindgen]
pub fn truths_here() -> Vec<u8> {
    truths().into_iter().map(u8::from).collect()
}

/// Closures that are called from now on panic.
#[wasm_bindgen]
pub fn arm() {
    support::arm();
}
