#[wasm_bindgen(start, wasm_bindgen = ::wasm_bulkhead::__private::bindgen)]
fn begin() {
    ::wasm_bulkhead::__private::name(
        ::wasm_bulkhead::__private::Name::new("\u{e0bb}begin\0"),
    );
    install();
}
