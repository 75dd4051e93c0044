#[bulkhead]
/// Divides.
#[wasm_bindgen(js_namespace = math)]
#[must_use]
pub fn divide(#[wasm_bindgen(js_name = dividend)] a: i32, mut b: i32, _: bool) -> Result<i32, JsValue> {
    b = b.max(1);
    if a == 0 {
        return Ok(0);
    }
    checked(a, b)?;
    Ok(a / b)
}
