fn begin() {
    install();
}
#[doc(hidden)]
#[wasm_bindgen(start, js_name = "begin")]
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    non_local_definitions,
    non_snake_case,
    private_interfaces,
    unreachable_pub,
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    clippy::restriction
)]
fn __bulkhead_begin() {
    ::wasm_bulkhead::__private::start_boundary("begin", move || begin())
}
