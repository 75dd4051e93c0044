#[bulkhead(assert_unwind_safe = "a cache")]
#[wasm_bindgen(js_name = "Account", js_namespace = bank, inspectable)]
#[derive(Clone)]
pub struct Ledger {
    /// The total.
    pub total: i64,
    #[wasm_bindgen(readonly, getter_with_clone, js_name = "ownerName")]
    pub owner: String,
    #[wasm_bindgen(skip)]
    pub log: Vec<i64>,
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", wasm_bindgen(readonly), doc = "How often.")]
    pub count: u32,
    entries: Vec<i64>,
}
