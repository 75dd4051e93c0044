//! Ways from Rust into JavaScript, whence an exception may come.

use std::hint::black_box;

use wasm_bindgen::prelude::*;

use crate::probe::{body, count, strike, Sentinel, CONFORMANCE_PROBE, INTACT};

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
    fn knock();

    #[wasm_bindgen(js_namespace = conformance)]
    fn lend(closure: &mut dyn FnMut() -> i32) -> i32;

    #[wasm_bindgen(js_namespace = conformance, js_name = lend)]
    fn lend_scoped(closure: &ScopedClosure<'_, dyn Fn() -> i32>) -> i32;

    #[wasm_bindgen(js_namespace = conformance, js_name = lend)]
    fn lend_scoped_mut(closure: &ScopedClosure<'_, dyn FnMut() -> i32>) -> i32;

    /// Tells something of a fault.
    #[wasm_bindgen(js_namespace = conformance)]
    pub fn tell(what: &str, value: &str);

    /// Gets a promise that the fault hook made.
    #[wasm_bindgen(js_namespace = conformance)]
    pub fn hand(promise: js_sys::Promise);

    /// Shows where the probe is, and asks for the number of a cause to meet.
    #[wasm_bindgen(js_namespace = conformance)]
    pub fn starting(memory: JsValue, probe: usize) -> u32;

    /// Asks for the number of a cause that an async start function is to meet.
    #[cfg(feature = "async-start")]
    #[wasm_bindgen(js_namespace = conformance, js_name = startingAsync)]
    pub fn starting_async() -> u32;

    /// The same, when it is known.
    #[cfg(feature = "async-start")]
    #[wasm_bindgen(js_namespace = conformance, js_name = startingLater)]
    pub fn starting_later() -> js_sys::Promise;

    /// A JavaScript value of JavaScript's choice.
    #[wasm_bindgen(js_namespace = conformance)]
    pub fn gift() -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = conformance, js_name = visit)]
    fn visit_as_is() -> i32;

    #[wasm_bindgen(js_namespace = conformance, js_name = knock)]
    fn knock_as_is();

    #[wasm_bindgen(js_namespace = conformance, js_name = lend)]
    fn lend_as_is(closure: &mut dyn FnMut() -> i32) -> i32;
}

// The import is called from the very frame with something to destroy, and one import gives nothing
// back: the less there is in between, the sooner the optimiser drops the destructors.

/// Calls JavaScript through an annotated import.
pub fn visit_annotated() -> i32 {
    let frame = Frame::new();
    frame.resume(visit())
}

/// Calls JavaScript and then meets the cause that it has armed.
pub fn visit_and_go_on() -> i32 {
    let frame = Frame::new();
    frame.resume(visit());
    strike()
}

/// Calls a method of a JavaScript object through an annotated import.
pub fn visit_by_method() -> i32 {
    let frame = Frame::new();
    let host = host();
    frame.resume(host.visit_host())
}

/// Calls JavaScript through an import that nobody annotated.
pub fn visit_unannotated() -> i32 {
    let frame = Frame::new();
    frame.resume(visit_as_is())
}

/// Calls JavaScript through an annotated import that gives nothing back.
pub fn knock_annotated() -> i32 {
    let frame = Frame::new();
    knock();
    frame.resume(INTACT)
}

/// Calls JavaScript through an import that gives nothing back and that nobody annotated.
pub fn knock_unannotated() -> i32 {
    let frame = Frame::new();
    knock_as_is();
    frame.resume(INTACT)
}

/// Lends JavaScript a closure for the time of one call.
pub fn lend_closure() -> i32 {
    let frame = Frame::new();
    frame.resume(lend(&mut body))
}

/// Lends JavaScript a closure that borrows a local.
pub fn lend_borrowed() -> i32 {
    let frame = Frame::new();
    let more = black_box(0);
    let closure = || body() + more;
    let answer = lend_scoped(&ScopedClosure::borrow(&closure));
    frame.resume(answer)
}

/// Lends JavaScript a closure that changes a local.
pub fn lend_borrowed_mut() -> i32 {
    let frame = Frame::new();
    let mut calls = 0;
    let mut closure = || {
        calls += 1;
        body()
    };
    let answer = lend_scoped_mut(&ScopedClosure::borrow_mut_assert_unwind_safe(&mut closure));
    assert_eq!(calls, 1);
    frame.resume(answer)
}

/// Lends JavaScript a closure through an import that nobody annotated.
pub fn lend_unannotated() -> i32 {
    let frame = Frame::new();
    frame.resume(lend_as_is(&mut body))
}

/// What a frame around a call into JavaScript holds: something to destroy, and some of the shadow
/// stack.
struct Frame {
    _sentinel: Sentinel,
    _ballast: [u8; 64],
}

impl Frame {
    fn new() -> Self {
        black_box(Self {
            _sentinel: Sentinel,
            _ballast: [0; 64],
        })
    }

    /// The body goes on with what JavaScript has answered.
    fn resume(&self, answer: i32) -> i32 {
        black_box(self);
        count(&CONFORMANCE_PROBE.resumed);
        answer
    }
}
