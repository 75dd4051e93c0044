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
pub unsafe fn __bulkhead_peek(
    pointer: *const u8,
) -> ::wasm_bulkhead::__private::Answer<u8> {
    let () = <(*const u8,) as ::wasm_bulkhead::__private::Passed<*const u8>>::CHECKED;
    ::wasm_bulkhead::__private::Answer(
        ::wasm_bulkhead::__private::boundary(
            "a peek",
            move || {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::AnyObject as _;
                ::wasm_bulkhead::__private::Object(&pointer).check("a peek")?;
                let __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(&pointer)
                    .arm_consumed("a peek");
                let __bulkhead_value = unsafe { peek(pointer) };
                __bulkhead_guard0.leave();
                ::core::result::Result::Ok(__bulkhead_value)
            },
        ),
    )
}
