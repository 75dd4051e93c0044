#[bulkhead]
#[wasm_bindgen(js_class = "Account")]
#[cfg(feature = "accounts")]
impl Ledger {
    /// Makes one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Ledger {
        Ledger { total: 0 }
    }

    #[wasm_bindgen(getter)]
    pub fn total(&self) -> i64 {
        self.total
    }

    #[wasm_bindgen(setter = sum)]
    pub fn set_total(&mut self, total: i64) {
        self.total = total;
    }

    #[bulkhead(name = "the end")]
    #[inline]
    pub fn close(mut self) -> i64 {
        self.settle();
        self.total
    }

    #[cfg_attr(target_family = "wasm", wasm_bindgen(js_name = "ofText"))]
    pub fn of(text: &str) -> Result<Ledger, JsError> {
        Ok(Ledger { total: text.parse()? })
    }

    pub async fn save(&mut self, url: String) {
        send(&url, self.total).await;
    }

    fn settle(&mut self) {
        self.total -= 1;
    }
}
