//! Closures that capture what must not be seen after a panic, and outlive one all the same: they are
//! refused afterwards, or asserted; and closures that are made in the impl of a trait.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
#[cfg(feature = "bulkhead")]
use wasm_bulkhead::closure;

#[cfg(not(feature = "bulkhead"))]
use crate::aborting::alone::{closure, Closure};
use crate::probe::body;

/// A closure made in the way that `form` names, or `undefined`.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(closures = poison))]
#[wasm_bindgen]
#[allow(clippy::redundant_closure)] // That one calls another is what it is about.
#[rustfmt::skip] // Each constructor stays on the line that JavaScript looks for.
pub fn make_poisoning(form: &str) -> JsValue {
    let shared = Rc::new(Cell::new(0));
    match form {
        "new" => Closure::<dyn FnMut() -> i32>::new(move || { shared.set(1); body() }).into_js_value(), // closure: poisoning new
        "Fn" => fn_of(shared),
        "wrap" => Closure::<dyn FnMut() -> i32>::wrap(Box::new(move || { shared.set(1); body() })).into_js_value(), // closure: poisoning wrap
        "boxed" => Closure::wrap(Box::new(move || { shared.set(1); body() }) as Box<dyn FnMut() -> i32>).into_js_value(), // closure: poisoning boxed
        "let" => {
            let named = move || { shared.set(1); body() }; // closure: poisoning let
            Closure::<dyn FnMut() -> i32>::new(named).into_js_value()
        }
        "through another" => {
            let inner = move || { shared.set(1); body() };
            Closure::<dyn FnMut() -> i32>::new(move || inner()).into_js_value() // closure: poisoning through another
        }
        "macro" => closure!(move || { shared.set(1); body() }).into_js_value(), // closure: poisoning macro
        "value" => Closure::<dyn FnMut() -> i32>::new(made(shared)).into_js_value(), // closure: poisoning value
        _ => JsValue::UNDEFINED,
    }
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(closures = poison))]
#[rustfmt::skip]
fn fn_of(shared: Rc<Cell<i32>>) -> JsValue {
    #[cfg(feature = "bulkhead")]
    return Closure::<dyn Fn() -> i32>::new(move || { shared.set(1); body() }).into_js_value(); // closure: poisoning Fn
    #[cfg(not(feature = "bulkhead"))]
    Closure::<dyn FnMut() -> i32>::new(move || { shared.set(1); body() }).into_js_value()
}

/// A closure that is not seen to be one where it is handed over.
fn made(shared: Rc<Cell<i32>>) -> impl Fn() -> i32 {
    move || {
        shared.set(1);
        body()
    }
}

/// What makes closures that share a number.
trait Maker {
    fn make(&self) -> JsValue;
}

/// Answers for it.
struct Asserting(Rc<Cell<i32>>);

#[cfg_attr(
    feature = "bulkhead",
    wasm_bulkhead::bulkhead(assert_unwind_safe = "it only counts")
)]
impl Asserting {
    #[rustfmt::skip]
    fn make(self) -> JsValue {
        let Asserting(shared) = self;
        Closure::<dyn FnMut() -> i32>::new(move || { shared.set(1); body() }).into_js_value() // closure: asserted impl
    }
}

/// Answers for nothing.
struct Plain(Rc<Cell<i32>>);

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(closures = poison))]
impl Maker for Plain {
    #[rustfmt::skip]
    fn make(&self) -> JsValue {
        let Plain(shared) = self;
        let shared = shared.clone();
        Closure::<dyn FnMut() -> i32>::new(move || { shared.set(1); body() }).into_js_value() // closure: poisoning trait
    }
}

#[cfg_attr(
    feature = "bulkhead",
    wasm_bulkhead::bulkhead(assert_unwind_safe = "it only counts")
)]
mod module {
    use super::*;

    pub(super) struct Inside(pub(super) Rc<Cell<i32>>);

    impl Maker for Inside {
        #[rustfmt::skip]
        fn make(&self) -> JsValue {
            let Inside(shared) = self;
            let shared = shared.clone();
            Closure::<dyn FnMut() -> i32>::new(move || { shared.set(1); body() }).into_js_value() // closure: asserted module
        }
    }

    #[rustfmt::skip]
    pub(super) fn make(shared: Rc<Cell<i32>>) -> JsValue {
        Closure::<dyn FnMut() -> i32>::new(move || { shared.set(1); body() }).into_js_value() // closure: asserted function
    }
}

/// A closure made elsewhere than in an export: where `form` names, or `undefined`.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn make_elsewhere(form: &str) -> JsValue {
    let shared = Rc::new(Cell::new(0));
    match form {
        "asserted impl" => Asserting(shared).make(),
        "poisoning trait" => Plain(shared).make(),
        "asserted module" => module::Inside(shared).make(),
        "asserted function" => module::make(shared),
        _ => JsValue::UNDEFINED,
    }
}
