#[bulkhead]
#[wasm_bindgen(main)]
async fn main() -> Result<(), JsValue> {
    run().await
}
