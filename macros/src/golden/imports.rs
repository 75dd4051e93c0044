#[bulkhead]
#[wasm_bindgen(module = "/js/lib.js")]
unsafe extern "C" {
    /// Logs.
    #[wasm_bindgen(js_namespace = console)]
    pub safe fn log(text: &str, _: u32);
    fn each(callback: &mut dyn FnMut(u32), other: &dyn Fn());
    #[wasm_bindgen(catch)]
    fn already() -> Result<u32, JsValue>;
    async fn later() -> JsValue;
    fn generic<T>(value: T);

    #[cfg(feature = "things")]
    pub type Thing;
    #[wasm_bindgen(constructor)]
    fn new() -> Thing;
    #[wasm_bindgen(static_method_of = Thing, js_name = "makeOne")]
    fn make() -> Thing;
    #[wasm_bindgen(method)]
    #[must_use]
    pub(crate) fn shout(this: &Thing, times: u32) -> String;
    #[wasm_bindgen(method, getter)]
    fn size(this: &Thing) -> u32;
    #[wasm_bindgen(method, setter)]
    unsafe fn set_size(this: &Thing, size: u32);
    #[wasm_bindgen(method, indexing_getter)]
    fn get(this: &Thing, key: &str) -> u32;

    #[wasm_bindgen(thread_local_v2)]
    static VERSION: String;
}
