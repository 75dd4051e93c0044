//! The host by way of the modules in `js/`. Each has to be named here, for
//! wasm-bindgen to put it beside the glue.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use super::Detail;
use crate::poison::TornBy;
use crate::state::instance;
use crate::{vault, Location};

mod js {
    use js_sys::Object;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/bulkhead.js")]
    extern "C" {
        pub(crate) fn adopt(id: u32);
        #[wasm_bindgen(js_name = underTestRunner)]
        pub(crate) fn under_test_runner() -> bool;
    }

    #[wasm_bindgen(module = "/js/compartment.js")]
    extern "C" {
        pub(crate) fn redact(id: u32, on: bool);
        #[wasm_bindgen(js_name = throwRaw)]
        pub(crate) fn throw_raw(id: u32, error: &JsValue);
        #[wasm_bindgen(js_name = abortReason)]
        pub(crate) fn abort_reason(id: u32, reason: &str);
    }

    #[wasm_bindgen(module = "/js/errors.js")]
    extern "C" {
        #[wasm_bindgen(js_name = setCause)]
        pub(crate) fn set_cause(error: &JsValue, cause: &JsValue);
        #[wasm_bindgen(js_name = describeValue)]
        pub(crate) fn describe_value(value: &JsValue) -> String;
    }

    #[wasm_bindgen(module = "/js/faults.js")]
    extern "C" {
        #[wasm_bindgen(catch)]
        pub(crate) fn capture(
            id: u32,
            message: &str,
            file: &str,
            line: u32,
            column: u32,
        ) -> Result<JsValue, JsValue>;
        pub(crate) fn caught(id: u32, error: &JsValue, boundary: &str) -> JsValue;
        pub(crate) fn forget(id: u32, error: &JsValue);
        pub(crate) fn unseen(message: &str, boundary: &str) -> JsValue;
        pub(crate) fn poisoned(
            id: u32,
            message: &str,
            boundary: &str,
            torn_by: &str,
            file: &str,
            line: u32,
            column: u32,
        ) -> JsValue;
        #[wasm_bindgen(js_name = struckAt)]
        pub(crate) fn struck_at(id: u32) -> String;
        pub(crate) fn report(id: u32, error: &JsValue);
        pub(crate) fn detail(error: &JsValue, which: u32) -> String;
    }

    #[wasm_bindgen(module = "/js/end.js")]
    extern "C" {
        pub(crate) fn closed(id: u32, boundary: &str) -> JsValue;
        #[wasm_bindgen(js_name = currentFault)]
        pub(crate) fn current_fault(id: u32) -> JsValue;
        #[cfg(panic = "unwind")]
        #[wasm_bindgen(js_name = rethrowSaved)]
        pub(crate) fn rethrow_saved(id: u32);
        #[cfg(panic = "unwind")]
        pub(crate) fn recovered(id: u32, error: &JsValue);
    }

    #[wasm_bindgen(module = "/js/foreign.js")]
    extern "C" {
        #[wasm_bindgen(js_name = passOn)]
        pub(crate) fn pass_on(id: u32, value: &JsValue);
    }

    #[wasm_bindgen(module = "/js/guard.js")]
    extern "C" {
        #[wasm_bindgen(js_name = futureProbe)]
        pub(crate) fn future_probe(id: u32) -> js_sys::Promise;
    }

    #[wasm_bindgen(module = "/js/renewal.js")]
    extern "C" {
        pub(crate) fn join(id: u32, call_guard: Option<&Object>);
        pub(crate) fn renewable(id: u32, module: Option<&Object>);
        pub(crate) fn recover(id: u32, at_most: f64, within: f64);
    }

    #[cfg(target_feature = "atomics")]
    #[wasm_bindgen(module = "/js/threads.js")]
    extern "C" {
        pub(crate) fn share(id: u32);
    }

    #[wasm_bindgen(module = "/js/vault.js")]
    extern "C" {
        #[wasm_bindgen(js_name = vaultPut)]
        pub(crate) fn vault_put(id: u32, key: &str, bytes: &[u8]) -> u32;
        #[wasm_bindgen(js_name = vaultGet)]
        pub(crate) fn vault_get(id: u32, key: &str) -> Option<Vec<u8>>;
        #[wasm_bindgen(js_name = vaultRemove)]
        pub(crate) fn vault_remove(id: u32, key: &str) -> bool;
        #[wasm_bindgen(js_name = vaultLimit)]
        pub(crate) fn vault_limit(id: u32, bytes: f64);
    }

    /// Variables of the glue around us, `undefined` where it has none of the name: a function
    /// that makes the instance anew if that is due, and the module that it is made of.
    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(thread_local_v2, js_name = __wbg_call_guard)]
        pub(crate) static CALL_GUARD: Option<Object>;
        #[wasm_bindgen(thread_local_v2, js_name = wasmModule)]
        pub(crate) static MODULE: Option<Object>;
    }

    #[wasm_bindgen(module = "/js/promises.js")]
    extern "C" {
        pub(crate) fn schedule(id: u32);
        #[wasm_bindgen(js_name = promiseNew)]
        pub(crate) fn promise_new(id: u32) -> u32;
        #[wasm_bindgen(js_name = promiseGet)]
        pub(crate) fn promise_get(id: u32, handle: u32) -> js_sys::Promise;
        #[wasm_bindgen(js_name = promiseIsPending)]
        pub(crate) fn promise_is_pending(id: u32, handle: u32) -> bool;
        #[wasm_bindgen(js_name = promiseSettle)]
        pub(crate) fn promise_settle(id: u32, handle: u32, ok: bool, value: &JsValue);
    }
}

pub(crate) use js::{describe_value as describe, set_cause, under_test_runner, unseen};

/// Tells the module which instance its glue belongs to, and which ones that made before.
pub(crate) fn adopt() {
    js::adopt(instance());
    #[cfg(target_feature = "atomics")]
    js::share(instance());
    js::CALL_GUARD.with(|guard| js::join(instance(), guard.as_ref()));
    if cfg!(feature = "js-api") {
        renewable();
    }
}

thread_local! {
    static REINIT: Cell<fn()> = const { Cell::new(|| ()) };
}

/// Has wasm-bindgen write what it takes to make a second instance, which it does for modules
/// that import its intrinsic. Whoever does not call this does not pay for it.
fn renewable() {
    REINIT.set(wasm_bindgen::handler::schedule_reinit);
    js::MODULE.with(|module| js::renewable(instance(), module.as_ref()));
}

/// Tells the glue that the next instance is due.
#[no_mangle]
extern "C-unwind" fn __wasm_bulkhead_reinit() {
    REINIT.get()();
}

/// Has an instance that ended replaced, so many times within so many milliseconds.
pub(crate) fn recover(at_most: f64, within: f64) {
    renewable();
    js::recover(instance(), at_most, within);
}

pub(crate) fn vault_put(key: &str, bytes: &[u8]) -> Result<(), vault::Error> {
    match js::vault_put(instance(), key, bytes) {
        0 => Ok(()),
        1 => Err(vault::Error::Full),
        _ => Err(vault::Error::Closed),
    }
}

pub(crate) fn vault_get(key: &str) -> Option<Vec<u8>> {
    js::vault_get(instance(), key)
}

pub(crate) fn vault_remove(key: &str) -> bool {
    js::vault_remove(instance(), key)
}

pub(crate) fn vault_limit(bytes: usize) {
    js::vault_limit(instance(), bytes as f64);
}

/// Makes the error of a panic at its site; none where a page has broken the
/// intrinsics, for nothing may be thrown into the panic machinery.
pub(crate) fn capture(message: &str, file: &str, line: u32, column: u32) -> Option<JsValue> {
    js::capture(instance(), message, file, line, column).ok()
}

/// A JavaScript exception goes on: whatever it looks like, it is no trap of ours.
pub(crate) fn pass_on(value: &JsValue) {
    js::pass_on(instance(), value);
}

/// Completes the error of a panic, tells the listeners in JavaScript, and
/// answers with what the caller may see of it.
pub(crate) fn caught(error: &JsValue, boundary: &str) -> JsValue {
    js::caught(instance(), error, boundary)
}

/// The error for a call on an object that is torn.
pub(crate) fn poisoned(message: &str, boundary: &str, by: &TornBy) -> JsValue {
    let Location { file, line, column } = &by.location;
    js::poisoned(
        instance(),
        message,
        boundary,
        by.boundary,
        file,
        *line,
        *column,
    )
}

/// Where the newest panic struck, as `file:line:column`; empty if unknown.
pub(crate) fn struck_at() -> String {
    js::struck_at(instance())
}

/// A panic that nobody will hear of is over.
pub(crate) fn forget(error: &JsValue) {
    js::forget(instance(), error);
}

/// The fault that the host wants the hook to know of, in full.
pub(crate) fn current_fault() -> JsValue {
    js::current_fault(instance())
}

/// Tells of an error that has no caller.
pub(crate) fn report(error: &JsValue) {
    js::report(instance(), error);
}

/// Throws the exception again that left the module.
#[cfg(panic = "unwind")]
pub(crate) fn rethrow_saved() {
    js::rethrow_saved(instance());
}

/// Hands over the error of the exception that was thrown again.
#[cfg(panic = "unwind")]
pub(crate) fn recovered(error: &JsValue) {
    js::recovered(instance(), error);
}

/// A part of an error in full; empty when it has none.
pub(crate) fn detail(error: &JsValue, which: Detail) -> String {
    js::detail(error, which as u32)
}

pub(crate) fn redact(on: bool) {
    js::redact(instance(), on);
}

pub(crate) fn throw_raw(error: &JsValue) {
    js::throw_raw(instance(), error);
}

pub(crate) fn abort_reason(reason: &str) {
    js::abort_reason(instance(), reason);
}

pub(crate) fn closed(boundary: &str) -> JsValue {
    js::closed(instance(), boundary)
}

/// A thenable for [`crate::executor`]'s probe.
pub(crate) fn future_probe() -> js_sys::Promise {
    js::future_probe(instance())
}

/// Polls the queue in a microtask.
pub(crate) fn schedule() {
    js::schedule(instance());
}

/// A promise that the host rejects should the instance end before it settles.
pub(crate) struct Deferred {
    instance: u32,
    handle: u32,
}

impl Deferred {
    pub(crate) fn new() -> Self {
        let instance = instance();
        let handle = js::promise_new(instance);
        Deferred { instance, handle }
    }

    pub(crate) fn handle(&self) -> u32 {
        self.handle
    }

    pub(crate) fn promise(&self) -> js_sys::Promise {
        js::promise_get(self.instance, self.handle)
    }

    /// Whether nobody has settled it, the end of the instance included.
    pub(crate) fn is_pending(&self) -> bool {
        js::promise_is_pending(self.instance, self.handle)
    }

    pub(crate) fn settle(self, outcome: Result<JsValue, JsValue>) {
        let (ok, value) = match outcome {
            Ok(value) => (true, value),
            Err(error) => (false, error),
        };
        js::promise_settle(self.instance, self.handle, ok, &value);
    }
}
