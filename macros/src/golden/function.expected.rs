#[wasm_bindgen(js_namespace = math, wasm_bindgen = ::wasm_bulkhead::__private::bindgen)]
/// Divides.
#[must_use]
pub fn divide(
    #[wasm_bindgen(js_name = dividend)]
    a: i32,
    mut b: i32,
    _: bool,
) -> Result<i32, JsValue> {
    ::wasm_bulkhead::__private::name(
        ::wasm_bulkhead::__private::Name::marked(b"\xFFmath.divide\0\xFEmath__divide\0"),
    );
    b = b.max(1);
    if a == 0 {
        return Ok(0);
    }
    checked(a, b)?;
    Ok(a / b)
}
