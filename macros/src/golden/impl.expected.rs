#[cfg(feature = "accounts")]
impl Ledger {
    /// Makes one.
    pub fn new() -> Ledger {
        Ledger { total: 0 }
    }
    pub fn total(&self) -> i64 {
        self.total
    }
    pub fn set_total(&mut self, total: i64) {
        self.total = total;
    }
    #[inline]
    pub fn close(mut self) -> i64 {
        self.settle();
        self.total
    }
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
#[wasm_bindgen(
    js_class = "Account",
    wasm_bindgen_futures = ::wasm_bulkhead::__private::futures,
    js_sys = ::wasm_bulkhead::__private::js_sys
)]
#[cfg(feature = "accounts")]
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
impl Ledger {
    #[wasm_bindgen(constructor, js_name = "new")]
    /// Makes one.
    #[doc(hidden)]
    pub fn __bulkhead_new() -> Ledger {
        ::wasm_bulkhead::__private::boundary("new Account", move || Self::new())
    }
    #[wasm_bindgen(getter, js_name = "total")]
    #[doc(hidden)]
    pub fn __bulkhead_total(&self) -> i64 {
        ::wasm_bulkhead::__private::boundary(
            "get Account.total",
            move || Self::total(self),
        )
    }
    #[wasm_bindgen(setter = sum, js_name = "total")]
    #[doc(hidden)]
    pub fn __bulkhead_set_total(&mut self, total: i64) {
        ::wasm_bulkhead::__private::boundary(
            "set Account.sum",
            move || Self::set_total(self, total),
        )
    }
    #[wasm_bindgen(js_name = "close")]
    #[doc(hidden)]
    pub fn __bulkhead_close(self) -> i64 {
        ::wasm_bulkhead::__private::boundary("the end", move || Self::close(self))
    }
    #[cfg(target_family = "wasm")]
    #[wasm_bindgen(js_name = "ofText")]
    #[doc(hidden)]
    pub fn __bulkhead_of(text: &str) -> Result<Ledger, JsError> {
        ::wasm_bulkhead::__private::boundary("Account.ofText", move || Self::of(text))
    }
    #[cfg(not(target_family = "wasm"))]
    #[wasm_bindgen(js_name = "of")]
    #[doc(hidden)]
    pub fn __bulkhead_of(text: &str) -> Result<Ledger, JsError> {
        ::wasm_bulkhead::__private::boundary("Account.of", move || Self::of(text))
    }
    #[wasm_bindgen(js_name = "save")]
    #[doc(hidden)]
    pub async fn __bulkhead_save(&mut self, url: String) {
        ::wasm_bulkhead::__private::async_boundary("Account.save");
        Self::save(self, url).await
    }
}
