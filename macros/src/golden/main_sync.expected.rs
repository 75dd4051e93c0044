#[wasm_bindgen(main)]
fn main() -> Result<(), JsValue> {
    ::wasm_bulkhead::__private::start_boundary(
        "main",
        move || -> Result<(), JsValue> {
            run()?;
            Ok(())
        },
    )
}
