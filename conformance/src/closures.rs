//! E11 and E12: closures that JavaScript calls.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
#[cfg(feature = "bulkhead")]
use wasm_bulkhead::closure;

use crate::probe::body;

/// What the macro leaves to its user.
#[cfg(not(feature = "bulkhead"))]
macro_rules! closure {
    (once $closure:expr) => {
        Closure::once($closure)
    };
    (dyn Fn() -> i32, $closure:expr) => {
        Closure::<dyn Fn() -> i32>::new($closure)
    };
    (assert_unwind_safe = $reason:literal, $closure:expr) => {
        Closure::<dyn FnMut() -> i32>::own_assert_unwind_safe($closure)
    };
    ($closure:expr) => {
        Closure::<dyn FnMut() -> i32>::new($closure)
    };
}

/// A closure made in the way that `form` names, or `undefined`.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[allow(clippy::redundant_closure)] // Closures are what this is about.
#[rustfmt::skip] // Each constructor stays on the line that JavaScript looks for.
pub fn make_closure(form: &str) -> JsValue {
    match form {
        "Fn" => Closure::<dyn Fn() -> i32>::new(|| body()).into_js_value(), // closure: Fn
        "FnMut" => {
            let mut last = 0;
            Closure::<dyn FnMut() -> i32>::new(move || { last = body().max(last); last }).into_js_value() // closure: FnMut
        }
        "own" => Closure::<dyn FnMut() -> i32>::own(|| body()).into_js_value(), // closure: own
        "wrap" => Closure::<dyn FnMut() -> i32>::wrap(Box::new(|| body())).into_js_value(), // closure: wrap
        #[cfg(feature = "bulkhead")]
        "boxed" => Closure::wrap(Box::new(|| body()) as Box<dyn FnMut() -> i32>).into_js_value(), // closure: boxed
        // By itself wasm-bindgen takes that in abort builds only.
        #[cfg(not(feature = "bulkhead"))]
        "boxed" => Closure::wrap_assert_unwind_safe(Box::new(|| body()) as Box<dyn FnMut() -> i32>).into_js_value(),
        "macro" => closure!(|| body()).into_js_value(), // closure: macro
        "macro dyn" => closure!(dyn Fn() -> i32, || body()).into_js_value(), // closure: macro dyn
        "macro let" => {
            let named = || body(); // closure: macro let
            closure!(named).into_js_value()
        }
        "macro assert" => {
            let shared = Rc::new(Cell::new(0));
            closure!(assert_unwind_safe = "the body only counts", move || { shared.set(1); body() }).into_js_value() // closure: macro assert
        }
        "let" => {
            let named = || body(); // closure: let
            Closure::<dyn Fn() -> i32>::new(named).into_js_value()
        }
        "with argument" => Closure::<dyn FnMut(i32) -> i32>::new(|n| n + body()).into_js_value(), // closure: with argument
        "once" => {
            let owned = String::from("moved out by the only call");
            Closure::once(move || { drop(owned); body() }).into_js_value() // closure: once
        }
        "once macro" => closure!(once || body()).into_js_value(), // closure: once macro
        "once_into_js" => Closure::once_into_js(|| body()), // closure: once_into_js
        _ => JsValue::UNDEFINED,
    }
}
