#[bulkhead(crate = renamed)]
#[wasm_bindgen(js_sys = mine, skip_typescript)]
pub async fn save(url: String) -> Result<(), JsValue> {
    fetch(&url).await
}
