pub async fn save(url: String) -> Result<(), JsValue> {
    fetch(&url).await
}
#[doc(hidden)]
#[wasm_bindgen(
    skip_typescript,
    js_name = "save",
    wasm_bindgen_futures = renamed::__private::futures,
    js_sys = renamed::__private::js_sys,
    wasm_bindgen = renamed::__private::bindgen
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
pub async fn __bulkhead_save(
    url: String,
) -> <renamed::__private::Answers<
    {
        #[allow(unused_imports)]
        use renamed::__private::NeverTorn as _;
        false || renamed::__private::Torn::<String>::IS_POSSIBLE
    },
> as renamed::__private::Answering<Result<(), JsValue>>>::Answer {
    #[cfg(all(target_family = "wasm", panic = "unwind"))]
    const _: () = {
        #[allow(unused_imports)]
        use renamed::__private::check::{OrRefused as _, OrTorn as _};
        ::core::assert!(
            < < renamed::__private::check::Gate < String, {
            renamed::__private::check::Ask:: < renamed::__private::check::ByValue, String
            > ::IS_SAFE } > as renamed::__private::check::Asked > ::Teller >
            ::__BULKHEAD_PASSED, "{}",
            "`String` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
        );
    };
    const BOUNDARY: renamed::__private::Name = renamed::__private::Name::marked(
        b"\xFFsave\0",
    );
    #[allow(unused_imports)]
    use renamed::__private::AnyObject as _;
    renamed::__private::name(BOUNDARY);
    if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
        .or_else(|| renamed::__private::Object(&url).check(BOUNDARY))
    {
        return <renamed::__private::Answers<
            {
                #[allow(unused_imports)]
                use renamed::__private::NeverTorn as _;
                false || renamed::__private::Torn::<String>::IS_POSSIBLE
            },
        > as renamed::__private::Answering<
            Result<(), JsValue>,
        >>::answer(::core::result::Result::Err(__bulkhead_refusal));
    }
    let __bulkhead_guard0 = renamed::__private::Object(&url).arm_consumed(BOUNDARY);
    let __bulkhead_value = save(url).await;
    __bulkhead_guard0.leave();
    <renamed::__private::Answers<
        {
            #[allow(unused_imports)]
            use renamed::__private::NeverTorn as _;
            false || renamed::__private::Torn::<String>::IS_POSSIBLE
        },
    > as renamed::__private::Answering<
        Result<(), JsValue>,
    >>::answer(::core::result::Result::Ok(__bulkhead_value))
}
