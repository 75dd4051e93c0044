pub unsafe fn peek(pointer: *const u8) -> u8 {
    *pointer
}
#[doc(hidden)]
#[wasm_bindgen::prelude::wasm_bindgen(
    js_name = "peek",
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
#[inline]
pub unsafe fn __bulkhead_peek(
    pointer: *const u8,
) -> ::wasm_bulkhead::__private::Answer<u8> {
    let () = <(*const u8,) as ::wasm_bulkhead::__private::Passed<*const u8>>::CHECKED;
    const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::new(
        "\u{e0bb}a peek\0\u{e0bc}peek\0",
    );
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::AnyObject as _;
    ::wasm_bulkhead::__private::name(BOUNDARY);
    if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
        .or_else(|| ::wasm_bulkhead::__private::Object(&pointer).check(BOUNDARY))
    {
        return ::wasm_bulkhead::__private::Answer(
            ::core::result::Result::Err(__bulkhead_refusal),
        );
    }
    let __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(&pointer)
        .arm_consumed(BOUNDARY);
    let __bulkhead_value = unsafe { peek(pointer) };
    __bulkhead_guard0.leave();
    ::wasm_bulkhead::__private::Answer(::core::result::Result::Ok(__bulkhead_value))
}
