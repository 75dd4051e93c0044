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
pub async fn __bulkhead_save(
    url: String,
) -> renamed::__private::Answer<Result<(), JsValue>> {
    let () = <(String,) as renamed::__private::Passed<String>>::CHECKED;
    renamed::__private::async_boundary("save");
    renamed::__private::Answer(
        async move {
            #[allow(unused_imports)]
            use renamed::__private::AnyObject as _;
            renamed::__private::Object(&url).check("save")?;
            let __bulkhead_guard0 = renamed::__private::Object(&url)
                .arm_consumed("save");
            let __bulkhead_value = save(url).await;
            __bulkhead_guard0.leave();
            ::core::result::Result::Ok(__bulkhead_value)
        }
            .await,
    )
}
