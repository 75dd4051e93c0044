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
) -> ::wasm_bulkhead::__private::Answer<Result<i32, JsValue>> {
    let () = <(i32,) as ::wasm_bulkhead::__private::Passed<i32>>::CHECKED;
    let () = <(i32,) as ::wasm_bulkhead::__private::Passed<i32>>::CHECKED;
    let () = <(bool,) as ::wasm_bulkhead::__private::Passed<bool>>::CHECKED;
    ::wasm_bulkhead::__private::Answer(
        ::wasm_bulkhead::__private::boundary(
            "math.divide",
            move || {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::AnyObject as _;
                ::wasm_bulkhead::__private::Object(&a).check("math.divide")?;
                ::wasm_bulkhead::__private::Object(&b).check("math.divide")?;
                ::wasm_bulkhead::__private::Object(&arg2).check("math.divide")?;
                let __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(&a)
                    .arm_consumed("math.divide");
                let __bulkhead_guard1 = ::wasm_bulkhead::__private::Object(&b)
                    .arm_consumed("math.divide");
                let __bulkhead_guard2 = ::wasm_bulkhead::__private::Object(&arg2)
                    .arm_consumed("math.divide");
                let __bulkhead_value = divide(a, b, arg2);
                __bulkhead_guard0.leave();
                __bulkhead_guard1.leave();
                __bulkhead_guard2.leave();
                ::core::result::Result::Ok(__bulkhead_value)
            },
        ),
    )
}
