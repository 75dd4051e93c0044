//! Closures whose panic ends the instance: their captures must not be seen after it, or they are
//! asked to.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
#[cfg(feature = "bulkhead")]
use wasm_bulkhead::{closure, ClosureExt};

use crate::probe::body;
#[cfg(not(feature = "bulkhead"))]
use alone::{closure, Closure};

/// A closure made in the way that `form` names, or `undefined`.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[allow(deprecated, reason = "the warnings are for the closures that are meant")]
#[allow(clippy::redundant_closure, reason = "closures are what this is about")]
#[rustfmt::skip] // Each constructor stays on the line that JavaScript looks for.
pub fn make_aborting(form: &str) -> JsValue {
    let shared = Rc::new(Cell::new(0));
    match form {
        "new" => Closure::<dyn FnMut() -> i32>::new(move || { shared.set(1); body() }).into_js_value(), // closure: aborting new
        "own" => Closure::<dyn FnMut() -> i32>::own(move || { shared.set(1); body() }).into_js_value(), // closure: aborting own
        "wrap" => Closure::<dyn FnMut() -> i32>::wrap(Box::new(move || { shared.set(1); body() })).into_js_value(), // closure: aborting wrap
        "boxed" => Closure::wrap(Box::new(move || { shared.set(1); body() }) as Box<dyn FnMut() -> i32>).into_js_value(), // closure: aborting boxed
        "let" => {
            let named = move || { shared.set(1); body() }; // closure: aborting let
            Closure::<dyn FnMut() -> i32>::new(named).into_js_value()
        }
        "macro" => closure!(move || { shared.set(1); body() }).into_js_value(), // closure: aborting macro
        "macro abort" => closure!(abort || body()).into_js_value(), // closure: aborting macro abort
        "once" => Closure::once(move || { shared.set(1); body() }).into_js_value(), // closure: aborting once
        "once macro" => closure!(once abort || body()).into_js_value(), // closure: aborting once macro
        "once_into_js" => Closure::once_into_js(move || { shared.set(1); body() }), // closure: aborting once_into_js
        "new_aborting" => Closure::<dyn FnMut() -> i32>::new_aborting(move || { shared.set(1); body() }).into_js_value(), // closure: aborting new_aborting
        "value" => Closure::<dyn FnMut() -> i32>::new(made(shared)).into_js_value(), // closure: aborting value
        "once value" => Closure::once(made(shared)).into_js_value(), // closure: aborting once value
        "once_into_js value" => Closure::once_into_js(made(shared)), // closure: aborting once_into_js value
        "new_aborting elsewhere" => elsewhere(),
        _ => JsValue::UNDEFINED,
    }
}

/// A closure that nobody sees to be one where it is handed over.
fn made(shared: Rc<Cell<i32>>) -> impl Fn() -> i32 {
    move || {
        shared.set(1);
        body()
    }
}

/// Where no attribute sees the call, it is the method of the trait.
#[allow(clippy::redundant_closure, reason = "closures are what this is about")]
#[rustfmt::skip]
fn elsewhere() -> JsValue {
    Closure::<dyn FnMut() -> i32>::new_aborting(|| body()).into_js_value() // closure: aborting new_aborting elsewhere
}

/// wasm-bindgen's own aborting constructors, under the names of those that choose.
#[cfg(not(feature = "bulkhead"))]
pub(crate) mod alone {
    use std::marker::PhantomData;

    use wasm_bindgen::prelude::Closure as Original;
    use wasm_bindgen::JsValue;

    type Object = dyn FnMut() -> i32;

    pub(crate) struct Closure<T: ?Sized>(PhantomData<T>);

    impl Closure<Object> {
        #[allow(clippy::new_ret_no_self, reason = "it stands in for the original")]
        pub(crate) fn new(closure: impl FnMut() -> i32 + 'static) -> Original<Object> {
            Original::own_aborting(closure)
        }

        pub(crate) fn own(closure: impl FnMut() -> i32 + 'static) -> Original<Object> {
            Original::own_aborting(closure)
        }

        pub(crate) fn wrap(closure: Box<Object>) -> Original<Object> {
            Original::wrap_aborting(closure)
        }

        pub(crate) fn once(closure: impl FnOnce() -> i32 + 'static) -> Original<Object> {
            Original::once_aborting(closure)
        }

        pub(crate) fn once_into_js(closure: impl FnOnce() -> i32 + 'static) -> JsValue {
            Original::<Object>::once_aborting(closure).into_js_value()
        }

        pub(crate) fn new_aborting(closure: impl FnMut() -> i32 + 'static) -> Original<Object> {
            Original::own_aborting(closure)
        }
    }

    macro_rules! closure {
        (once abort $closure:expr) => {
            Closure::once($closure)
        };
        (abort $closure:expr) => {
            Closure::new($closure)
        };
        ($closure:expr) => {
            Closure::new($closure)
        };
    }
    pub(crate) use closure;
}
