#[wasm_bindgen(start, wasm_bindgen = ::wasm_bulkhead::__private::bindgen)]
fn begin() {
    ::wasm_bulkhead::__private::name(
        ::wasm_bulkhead::__private::Name::marked(b"\xFFbegin\0"),
    );
    install();
}
