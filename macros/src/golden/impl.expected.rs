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
    pub fn __bulkhead_total(&self) -> ::wasm_bulkhead::__private::Answer<i64> {
        let () = <&Ledger as ::wasm_bulkhead::__private::AwaitedReceiver>::CHECKED;
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| {
                ::wasm_bulkhead::__private::Object(&*self).check("get Account.total")
            })
        {
            return ::wasm_bulkhead::__private::Answer(
                ::core::result::Result::Err(__bulkhead_refusal),
            );
        }
        ::wasm_bulkhead::__private::answer(
            "get Account.total",
            move || {
                let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
                    .arm("get Account.total");
                let __bulkhead_value = Self::total(__bulkhead_guard0.get());
                __bulkhead_guard0.leave();
                __bulkhead_value
            },
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(setter = sum, js_name = "total")]
    pub fn __bulkhead_set_total(
        &mut self,
        total: i64,
    ) -> ::wasm_bulkhead::__private::Answer<()> {
        let () = <&Ledger as ::wasm_bulkhead::__private::AwaitedReceiver>::CHECKED;
        let () = <(i64,) as ::wasm_bulkhead::__private::Passed<i64>>::CHECKED;
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| {
                ::wasm_bulkhead::__private::Object(&*self).check("set Account.sum")
            })
        {
            return ::wasm_bulkhead::__private::Answer(
                ::core::result::Result::Err(__bulkhead_refusal),
            );
        }
        ::wasm_bulkhead::__private::answer(
            "set Account.sum",
            move || {
                let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
                    .arm("set Account.sum");
                let __bulkhead_value = Self::set_total(__bulkhead_guard0.get(), total);
                __bulkhead_guard0.leave();
                __bulkhead_value
            },
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(js_name = "close")]
    pub fn __bulkhead_close(self) -> ::wasm_bulkhead::__private::Answer<i64> {
        let () = <(Ledger,) as ::wasm_bulkhead::__private::Passed<Ledger>>::CHECKED;
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&self).check("the end"))
        {
            return ::wasm_bulkhead::__private::Answer(
                ::core::result::Result::Err(__bulkhead_refusal),
            );
        }
        ::wasm_bulkhead::__private::answer(
            "the end",
            move || {
                let __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(&self)
                    .arm_consumed("the end");
                let __bulkhead_value = Self::close(self);
                __bulkhead_guard0.leave();
                __bulkhead_value
            },
        )
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
    pub async fn __bulkhead_save(
        &mut self,
        url: String,
    ) -> ::wasm_bulkhead::__private::Answer<()> {
        let () = <&Ledger as ::wasm_bulkhead::__private::AwaitedReceiver>::CHECKED;
        let () = <(String,) as ::wasm_bulkhead::__private::Passed<String>>::CHECKED;
        ::wasm_bulkhead::__private::async_boundary("Account.save");
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&*self).check("Account.save"))
            .or_else(|| ::wasm_bulkhead::__private::Object(&url).check("Account.save"))
        {
            return ::wasm_bulkhead::__private::Answer(
                ::core::result::Result::Err(__bulkhead_refusal),
            );
        }
        ::wasm_bulkhead::__private::Answer(
            ::core::result::Result::Ok({
                let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
                    .arm("Account.save");
                let __bulkhead_guard1 = ::wasm_bulkhead::__private::Object(&url)
                    .arm_consumed("Account.save");
                let __bulkhead_value = Self::save(__bulkhead_guard0.get(), url).await;
                __bulkhead_guard0.leave();
                __bulkhead_guard1.leave();
                __bulkhead_value
            }),
        )
    }
}
