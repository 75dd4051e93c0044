//! E11 and E12: closures that JavaScript calls.

use wasm_bindgen::prelude::*;

use crate::probe::body;

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
        "wrap" => Closure::<dyn FnMut() -> i32>::wrap(Box::new(|| body())).into_js_value(), // closure: wrap
        "let" => {
            let named = || body(); // closure: let
            Closure::<dyn Fn() -> i32>::new(named).into_js_value()
        }
        "with argument" => Closure::<dyn FnMut(i32) -> i32>::new(|n| n + body()).into_js_value(), // closure: with argument
        "once" => {
            let owned = String::from("moved out by the only call");
            Closure::once(move || { drop(owned); body() }).into_js_value() // closure: once
        }
        "once_into_js" => Closure::once_into_js(|| body()), // closure: once_into_js
        _ => JsValue::UNDEFINED,
    }
}
