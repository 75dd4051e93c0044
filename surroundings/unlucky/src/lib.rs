//! What crates do without ill will, and what a fault meets there.

use std::hint::black_box;
use std::panic::panic_any;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
#[cfg(feature = "async-exports")]
use wasm_bindgen_futures::JsFuture;
use wasm_bulkhead::{bulkhead, Bulkhead};

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    /// What the fault hook is told.
    #[wasm_bindgen(js_namespace = unlucky)]
    fn told(message: &str);
}

/// A table of numbers, nearly all of which say that there is none. In memory that is what marks the
/// names of boundaries.
static TABLE: [i32; 0x1_0000] = {
    let mut table = [-1; 0x1_0000];
    table[0] = 1;
    table
};

/// Sets a fault hook and redaction up.
#[bulkhead]
#[wasm_bindgen]
pub fn set_up() {
    Bulkhead::new()
        .redact(true)
        .on_fault(|fault| told(&fault.message))
        .install();
}

/// Has panics end their calls alone where they abort.
#[bulkhead]
#[wasm_bindgen]
pub fn end_calls_alone() {
    Bulkhead::new().panics_end_calls(true).install();
}

/// Looks something up.
#[bulkhead]
#[wasm_bindgen]
pub fn look_up(at: usize) -> i32 {
    black_box(&TABLE)[at]
}

/// An async export, as a crate that makes promises has them.
#[cfg(feature = "async-exports")]
#[bulkhead]
#[wasm_bindgen]
pub async fn wait_for(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

/// Promises that wasm-bindgen's own function makes, each of a task that fails.
#[bulkhead]
#[wasm_bindgen]
pub fn failing_tasks(many: u32) -> Vec<Promise> {
    let failing = |task| async move { panic!("task {task}") };
    let promise = |task| future_to_promise(failing(task));
    (0..many).map(promise).collect()
}

/// Panics with what panics once more when it is dropped.
#[bulkhead]
#[wasm_bindgen]
pub fn fail_fragile() {
    panic_any(Fragile)
}

struct Fragile;

impl Drop for Fragile {
    fn drop(&mut self) {
        panic!("dropped")
    }
}
