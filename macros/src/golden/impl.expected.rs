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
    wasm_bindgen = ::wasm_bulkhead::__private::bindgen,
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
    #[doc(hidden)]
    #[wasm_bindgen(constructor, js_name = "new")]
    /// Makes one.
    pub fn __bulkhead_new() -> Ledger {
        ::wasm_bulkhead::__private::boundary("new Account", move || Self::new())
    }
    #[doc(hidden)]
    #[wasm_bindgen(getter, js_name = "total")]
    pub fn __bulkhead_total(&self) -> i64 {
        let () = <&Ledger as ::wasm_bulkhead::__private::AwaitedReceiver>::CHECKED;
        ::wasm_bulkhead::__private::boundary(
            "get Account.total",
            move || Self::total(self),
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(setter = sum, js_name = "total")]
    pub fn __bulkhead_set_total(&mut self, total: i64) {
        let () = <&Ledger as ::wasm_bulkhead::__private::AwaitedReceiver>::CHECKED;
        let () = <(i64,) as ::wasm_bulkhead::__private::Passed<i64>>::CHECKED;
        ::wasm_bulkhead::__private::boundary(
            "set Account.sum",
            move || Self::set_total(self, total),
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(js_name = "close")]
    pub fn __bulkhead_close(self) -> i64 {
        let () = <(Ledger,) as ::wasm_bulkhead::__private::Passed<Ledger>>::CHECKED;
        ::wasm_bulkhead::__private::boundary("the end", move || Self::close(self))
    }
    #[doc(hidden)]
    #[cfg(target_family = "wasm")]
    #[wasm_bindgen(js_name = "ofText")]
    pub fn __bulkhead_of(text: &str) -> Result<Ledger, JsError> {
        let () = <&str as ::wasm_bulkhead::__private::BehindReference>::CHECKED;
        ::wasm_bulkhead::__private::boundary("Account.ofText", move || Self::of(text))
    }
    #[doc(hidden)]
    #[cfg(not(target_family = "wasm"))]
    #[wasm_bindgen(js_name = "of")]
    pub fn __bulkhead_of(text: &str) -> Result<Ledger, JsError> {
        let () = <&str as ::wasm_bulkhead::__private::BehindReference>::CHECKED;
        ::wasm_bulkhead::__private::boundary("Account.of", move || Self::of(text))
    }
    #[doc(hidden)]
    #[wasm_bindgen(js_name = "save")]
    pub async fn __bulkhead_save(&mut self, url: String) {
        let () = <&Ledger as ::wasm_bulkhead::__private::AwaitedReceiver>::CHECKED;
        let () = <(String,) as ::wasm_bulkhead::__private::Passed<String>>::CHECKED;
        ::wasm_bulkhead::__private::async_boundary("Account.save");
        Self::save(self, url).await
    }
}
