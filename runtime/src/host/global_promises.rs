//! Promises without a module of ours, which nothing settles at the end of the instance.

use std::panic::AssertUnwindSafe;

use wasm_bindgen::JsValue;

use super::backend as globals;
pub(crate) use super::backend::redact;
use super::js_globals::{queue_microtask, Function, Promise};

/// Calls `poll` in a microtask.
pub(crate) fn schedule(poll: &JsValue) {
    queue_microtask(poll);
}

/// Never called: without the module there is no guard.
pub(crate) fn future_probe(_callback: &JsValue) {}

/// Has the error ready for a future that was dropped before it finished, and tells the hook.
pub(crate) fn future_dropped(boundary: &str) {
    let message = format!("`{boundary}` will not finish: its future was dropped");
    let error = globals::new_panic_error(&message);
    globals::set(&error, "boundary", &boundary.into());
    globals::make_ready(error);
    globals::tell_hook();
}

/// Tells of the error that is ready and has no caller.
pub(crate) fn report() {
    globals::report_ready();
}

/// A promise and what settles it.
pub(crate) struct Deferred {
    promise: Promise,
    resolve: Function,
    reject: Function,
}

impl Deferred {
    pub(crate) fn new() -> Self {
        let mut functions = None;
        let mut slot = AssertUnwindSafe(&mut functions);
        let promise = Promise::new(&mut move |resolve, reject| **slot = Some((resolve, reject)));
        let (resolve, reject) = functions.expect("the executor of a promise runs at once");
        Deferred {
            promise,
            resolve,
            reject,
        }
    }

    /// There is no number to ask for it by.
    pub(crate) fn handle(&self) -> u32 {
        0
    }

    pub(crate) fn promise(&self) -> JsValue {
        JsValue::clone(&self.promise)
    }

    /// Only its owner settles it.
    pub(crate) fn is_pending(&self) -> bool {
        true
    }

    pub(crate) fn settle(self, outcome: Result<JsValue, JsValue>) {
        let (function, value) = match &outcome {
            Ok(value) => (&self.resolve, value),
            Err(error) => (&self.reject, error),
        };
        // The functions of a promise do not throw.
        let _ = function.call1(&JsValue::UNDEFINED, value);
    }

    /// Rejects it because the instance has ended.
    pub(crate) fn refuse(self) {
        self.settle(Err(globals::closed()));
    }

    /// Rejects it with the error that is ready.
    pub(crate) fn fail(self) {
        self.settle(Err(globals::take_ready()));
    }
}
