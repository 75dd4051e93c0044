/// Divides.
#[must_use]
pub fn divide(a: i32, mut b: i32, _: bool) -> Result<i32, JsValue> {
    b = b.max(1);
    if a == 0 {
        return Ok(0);
    }
    checked(a, b)?;
    Ok(a / b)
}
#[doc(hidden)]
#[wasm_bindgen(
    js_namespace = math,
    js_name = "divide",
    wasm_bindgen = ::wasm_bulkhead::__private::bindgen
)]
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
/// Divides.
pub fn __bulkhead_divide(
    #[wasm_bindgen(js_name = dividend)]
    a: i32,
    b: i32,
    arg2: bool,
) -> Result<i32, JsValue> {
    let () = <(i32,) as ::wasm_bulkhead::__private::Passed<i32>>::CHECKED;
    let () = <(i32,) as ::wasm_bulkhead::__private::Passed<i32>>::CHECKED;
    let () = <(bool,) as ::wasm_bulkhead::__private::Passed<bool>>::CHECKED;
    ::wasm_bulkhead::__private::boundary("math.divide", move || divide(a, b, arg2))
}
