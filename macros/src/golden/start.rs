#[bulkhead]
#[wasm_bindgen(start)]
fn begin() {
    install();
}
