//! The host without a module of ours: plain `Error`s, told apart by their
//! `name` and `kind`, and no guard. For `no-modules` builds.

use js_sys::{Error, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

fn set(target: &JsValue, key: &str, value: &JsValue) {
    // Fails only for frozen targets, and ours are new.
    let _ = Reflect::set(target, &key.into(), value);
}

fn error(name: &str, kind: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    set(&error, "kind", &kind.into());
    error.into()
}

/// There is no module to tell.
pub(crate) fn adopt() {}

pub(crate) fn capture(message: &str, file: &str, line: u32, column: u32) -> JsValue {
    let error = error("PanicError", "panic", message);
    let location = Object::new();
    set(&location, "file", &file.into());
    set(&location, "line", &line.into());
    set(&location, "column", &column.into());
    set(&error, "location", &location);
    error
}

pub(crate) fn caught(error: &JsValue, boundary: &str) {
    let named = Reflect::get(error, &"boundary".into()).is_ok_and(|name| name.is_string());
    if !named {
        set(error, "boundary", &boundary.into());
    }
}

pub(crate) fn unseen(message: &str, boundary: &str) -> JsValue {
    let error = error("PanicError", "panic", message);
    caught(&error, boundary);
    error
}

pub(crate) fn set_cause(error: &JsValue, cause: &JsValue) {
    set(error, "cause", cause);
}

/// Without the guard nobody could take the error up.
pub(crate) fn throw_raw(_error: &JsValue) {}

/// Without the guard nobody could report the reason.
pub(crate) fn abort_reason(_reason: &str) {}

pub(crate) fn closed(boundary: &str) -> JsValue {
    let error = error("InstanceAbortError", "unknown", "the instance has aborted");
    set(&error, "boundary", &boundary.into());
    error
}

pub(crate) fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<Error>() {
        Some(error) => error.message().into(),
        None => value.as_string().unwrap_or_else(|| format!("{value:?}")),
    }
}

/// Never called: without the module no instance is known by number.
pub(crate) fn schedule() {}

/// Never called: without the module there is no guard.
pub(crate) fn future_probe() -> Promise {
    Promise::resolve(&JsValue::UNDEFINED)
}

pub(crate) fn under_test_runner() -> bool {
    Reflect::has(&js_sys::global(), &"__wbg_test_invoke".into()).unwrap_or(false)
}

/// A promise and what settles it.
pub(crate) struct Deferred {
    promise: Promise,
    resolve: Function,
    reject: Function,
}

impl Deferred {
    pub(crate) fn new() -> Self {
        let mut functions = std::panic::AssertUnwindSafe(None);
        let promise =
            Promise::new(&mut |resolve, reject| **(&mut functions) = Some((resolve, reject)));
        let (resolve, reject) = functions.0.expect("the executor runs at once");
        Deferred {
            promise,
            resolve,
            reject,
        }
    }

    /// Nobody asks for it by number.
    pub(crate) fn handle(&self) -> u32 {
        0
    }

    pub(crate) fn promise(&self) -> Promise {
        self.promise.clone()
    }

    pub(crate) fn settle(self, outcome: Result<JsValue, JsValue>) {
        let (function, value) = match &outcome {
            Ok(value) => (&self.resolve, value),
            Err(error) => (&self.reject, error),
        };
        // The functions of a promise do not throw.
        let _ = function.call1(&JsValue::UNDEFINED, value);
    }
}
