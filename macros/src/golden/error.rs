#[bulkhead(nmae = "count")]
#[wasm_bindgen]
impl Counter {
    #[bulkhead(name = "one", name = "two")]
    pub fn count(&self) -> u32 {
        1
    }
}
