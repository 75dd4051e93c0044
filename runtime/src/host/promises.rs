//! Promises that JavaScript settles at the latest when the instance ends.

use wasm_bindgen::JsValue;

use crate::state::instance;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/futures.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_schedule)]
        pub(crate) fn schedule(id: u32, poll: &JsValue);
        #[wasm_bindgen(js_name = __wbh_promise_new)]
        pub(crate) fn promise_new(id: u32) -> u32;
        #[wasm_bindgen(js_name = __wbh_promise_get)]
        pub(crate) fn promise_get(id: u32, handle: u32) -> JsValue;
        #[wasm_bindgen(js_name = __wbh_promise_is_pending)]
        pub(crate) fn promise_is_pending(id: u32, handle: u32) -> bool;
        #[wasm_bindgen(js_name = __wbh_promise_settle)]
        pub(crate) fn promise_settle(id: u32, handle: u32, ok: bool, value: &JsValue);
        #[wasm_bindgen(js_name = __wbh_promise_fail)]
        pub(crate) fn promise_fail(id: u32, handle: u32);
        #[wasm_bindgen(js_name = __wbh_future_dropped)]
        pub(crate) fn future_dropped(id: u32, boundary: &str);
        #[wasm_bindgen(js_name = __wbh_future_probe)]
        pub(crate) fn future_probe(id: u32, callback: &JsValue);
        #[wasm_bindgen(js_name = __wbh_report)]
        pub(crate) fn report(id: u32);
        #[wasm_bindgen(js_name = __wbh_redact)]
        pub(crate) fn redact(id: u32, on: bool);
    }
}

/// Tells JavaScript of a closure of the type that a `JsFuture` has for callbacks, so that those
/// are known by the export through which they enter.
pub(crate) fn future_probe(callback: &JsValue) {
    js::future_probe(instance(), callback);
}

/// Polls the queue in a microtask; by `poll` where JavaScript does not know the instance.
pub(crate) fn schedule(poll: &JsValue) {
    js::schedule(instance(), poll);
}

/// Has the error ready for a future that was dropped before it finished.
pub(crate) fn future_dropped(boundary: &str) {
    js::future_dropped(instance(), boundary);
}

/// Tells of the error that is ready and has no caller.
pub(crate) fn report() {
    js::report(instance());
}

/// Whether errors keep the details to the hook and to listeners. It is here because promises of
/// wasm-bindgen's own tell of panics too, in a module that is without ours.
pub(crate) fn redact(on: bool) {
    js::redact(instance(), on);
}

/// A promise that JavaScript rejects should the instance end before it settles.
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

    pub(crate) fn promise(&self) -> JsValue {
        js::promise_get(self.instance, self.handle)
    }

    /// Whether it has not been settled, by the end of the instance for one.
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

    /// Rejects it because the instance has ended.
    pub(crate) fn refuse(self) {
        js::promise_fail(self.instance, self.handle);
    }

    /// Rejects it with the error that is ready.
    pub(crate) fn fail(self) {
        js::promise_fail(self.instance, self.handle);
    }
}
