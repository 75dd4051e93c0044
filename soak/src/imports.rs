//! Ways from Rust into JavaScript.

use wasm_bindgen::prelude::*;

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
extern "C" {
    /// Calls JavaScript, which may call back, throw, or swallow what was thrown to it.
    #[wasm_bindgen(js_namespace = soak)]
    pub fn visit(depth: u32) -> i32;

    /// Has JavaScript call `callback` some time later.
    #[wasm_bindgen(js_namespace = soak)]
    pub fn later(callback: &JsValue);

    /// A promise that JavaScript settles some time later.
    #[wasm_bindgen(js_namespace = soak)]
    pub fn gate() -> js_sys::Promise;

    /// Lends JavaScript a closure for the time of one call.
    #[wasm_bindgen(js_namespace = soak)]
    pub fn lend(closure: &mut dyn FnMut() -> i32) -> i32;

    /// Tells which fault the hook was called with.
    #[wasm_bindgen(js_namespace = soak)]
    pub fn hooked(fault: &str);
}
