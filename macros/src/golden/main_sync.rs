#[bulkhead]
#[wasm_bindgen(main)]
fn main() -> Result<(), JsValue> {
    run()?;
    Ok(())
}
