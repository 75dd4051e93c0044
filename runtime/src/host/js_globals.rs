//! The globals of the language that we call where there is no module of ours. js-sys has them
//! too, but a module that depends on it links its futures.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    pub(crate) type Error;
    #[wasm_bindgen(constructor)]
    pub(crate) fn new(message: &str) -> Error;
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_name(this: &Error, name: &str);
    #[wasm_bindgen(method, getter)]
    pub(crate) fn message(this: &Error) -> String;

    pub(crate) type Object;
    #[wasm_bindgen(constructor)]
    pub(crate) fn new() -> Object;

    pub(crate) type Function;
    #[wasm_bindgen(method, catch, js_name = call)]
    pub(crate) fn call1(
        this: &Function,
        context: &JsValue,
        argument: &JsValue,
    ) -> Result<JsValue, JsValue>;

    pub(crate) type Promise;
    #[wasm_bindgen(constructor)]
    pub(crate) fn new(executor: &mut dyn FnMut(Function, Function)) -> Promise;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub(crate) fn reflect_get(target: &JsValue, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    pub(crate) fn reflect_set(
        target: &JsValue,
        key: &str,
        value: &JsValue,
    ) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = has)]
    pub(crate) fn reflect_has(target: &JsValue, key: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_name = queueMicrotask)]
    pub(crate) fn queue_microtask(callback: &JsValue);

    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    pub(crate) static GLOBAL: JsValue;
}
