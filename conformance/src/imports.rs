//! Ways from Rust into JavaScript, whence an exception may come.

use std::hint::black_box;

use wasm_bindgen::prelude::*;

use crate::probe::{body, count, Sentinel, CONFORMANCE_PROBE};

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
extern "C" {
    /// Somebody to visit.
    type Host;

    /// Whom to visit.
    #[wasm_bindgen(js_namespace = conformance)]
    fn host() -> Host;

    #[wasm_bindgen(method, js_name = visit)]
    fn visit_host(this: &Host) -> i32;

    #[wasm_bindgen(js_namespace = conformance)]
    fn visit() -> i32;

    #[wasm_bindgen(js_namespace = conformance)]
    fn lend(closure: &mut dyn FnMut() -> i32) -> i32;

    /// A JavaScript value of JavaScript's choice.
    #[wasm_bindgen(js_namespace = conformance)]
    pub fn gift() -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = conformance, js_name = visit)]
    fn visit_as_is() -> i32;
}

/// Calls JavaScript through an annotated import.
pub fn visit_annotated() -> i32 {
    around(visit)
}

/// Calls a method of a JavaScript object through an annotated import.
pub fn visit_by_method() -> i32 {
    around(|| host().visit_host())
}

/// Calls JavaScript through an import that nobody annotated.
pub fn visit_unannotated() -> i32 {
    around(visit_as_is)
}

/// Lends JavaScript a closure for the time of one call.
pub fn lend_closure() -> i32 {
    around(|| lend(&mut body))
}

/// A frame around a call into JavaScript, with something to destroy and some of the shadow stack.
#[inline(never)]
fn around(call: impl FnOnce() -> i32) -> i32 {
    let _sentinel = Sentinel;
    let _ballast = black_box([0_u8; 64]);
    let answer = call();
    count(&CONFORMANCE_PROBE.resumed);
    answer
}
