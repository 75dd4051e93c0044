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
) -> <::wasm_bulkhead::__private::Answers<
    {
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::NeverTorn as _;
        false || ::wasm_bulkhead::__private::Torn::<*const u8>::IS_POSSIBLE
    },
> as ::wasm_bulkhead::__private::Answering<u8>>::Answer {
    #[cfg(all(target_family = "wasm", panic = "unwind"))]
    const _: () = {
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::check::{OrRefused as _, OrTorn as _};
        ::core::assert!(
            < < ::wasm_bulkhead::__private::check::Gate < * const u8, {
            ::wasm_bulkhead::__private::check::Ask:: <
            ::wasm_bulkhead::__private::check::ByValue, * const u8 > ::IS_SAFE } > as
            ::wasm_bulkhead::__private::check::Asked > ::Teller > ::__BULKHEAD_PASSED,
            "{}",
            "`* const u8` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
        );
    };
    #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
    #[allow(dead_code)]
    const _: fn() = || {
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::check::{AskSafe as _, AskTorn as _, Taken as _};
        #[allow(dead_code)]
        #[derive(Clone, Copy)]
        struct Taker;
        impl Taker {
            #[expect(
                dead_code,
                reason = "`* const u8` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
            )]
            fn is_expected(self) {}
        }
        (&::wasm_bulkhead::__private::check::Ask::<
            ::wasm_bulkhead::__private::check::ByValue,
            *const u8,
        >::NEW)
            .told_by::<*const u8>()
            .__bulkhead_is_not_unwind_safe()
            .or(Taker)
            .is_expected();
    };
    const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
        b"\xFFa peek\0\xFEpeek\0",
    );
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::AnyObject as _;
    ::wasm_bulkhead::__private::name(BOUNDARY);
    if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
        .or_else(|| ::wasm_bulkhead::__private::Object(&pointer).check(BOUNDARY))
    {
        return <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<*const u8>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            u8,
        >>::answer(::core::result::Result::Err(__bulkhead_refusal));
    }
    let __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(&pointer)
        .arm_consumed(BOUNDARY);
    let __bulkhead_value = unsafe { peek(pointer) };
    __bulkhead_guard0.leave();
    <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<*const u8>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<
        u8,
    >>::answer(::core::result::Result::Ok(__bulkhead_value))
}
