#[wasm_bindgen(main)]
#[rustfmt::wasm_bulkhead]
fn main() -> Result<(), JsValue> {
    ::wasm_bulkhead::__private::main_boundary(
        ::wasm_bulkhead::__private::Name::marked(b"\xFFmain\0"),
        move || -> Result<(), JsValue> {
            run()?;
            Ok(())
        },
    )
}
