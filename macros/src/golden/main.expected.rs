#[wasm_bindgen(
    main,
    wasm_bindgen_futures = ::wasm_bulkhead::__private::futures,
    js_sys = ::wasm_bulkhead::__private::js_sys
)]
#[rustfmt::wasm_bulkhead]
async fn main() -> Result<(), JsValue> {
    ::wasm_bulkhead::__private::name(
        ::wasm_bulkhead::__private::Name::marked(b"\xFFmain\0"),
    );
    run().await
}
