#[wasm_bindgen(
    main,
    wasm_bindgen_futures = ::wasm_bulkhead::__private::futures,
    js_sys = ::wasm_bulkhead::__private::js_sys
)]
async fn main() -> Result<(), JsValue> {
    ::wasm_bulkhead::__private::async_boundary("main");
    run().await
}
