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
    #[inline]
    pub fn __bulkhead_new() -> Ledger {
        ::wasm_bulkhead::__private::name(
            ::wasm_bulkhead::__private::Name::marked(b"\xFFnew Account\0"),
        );
        Self::new()
    }
    #[doc(hidden)]
    #[wasm_bindgen(getter, js_name = "total")]
    #[inline]
    pub fn __bulkhead_total(
        &self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<i64>>::Answer {
        #[cfg(all(target_family = "wasm", panic = "unwind"))]
        const _: () = {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{OrRefused as _, OrTorn as _};
            ::core::assert!(
                < < ::wasm_bulkhead::__private::check::Gate < Ledger, {
                ::wasm_bulkhead::__private::check::Ask:: <
                ::wasm_bulkhead::__private::check::Behind, Ledger > ::IS_SAFE } > as
                ::wasm_bulkhead::__private::check::Asked > ::Teller >
                ::__BULKHEAD_PASSED, "{}",
                "`Ledger` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
            );
        };
        #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
        #[allow(dead_code)]
        const _: fn() = || {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{
                AskSafe as _, AskTorn as _, Taken as _,
            };
            #[allow(dead_code)]
            #[derive(Clone, Copy)]
            struct Taker;
            impl Taker {
                #[expect(
                    dead_code,
                    reason = "`Ledger` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                )]
                fn is_expected(self) {}
            }
            (&::wasm_bulkhead::__private::check::Ask::<
                ::wasm_bulkhead::__private::check::Behind,
                Ledger,
            >::NEW)
                .told_by::<Ledger>()
                .__bulkhead_is_not_unwind_safe()
                .or(Taker)
                .is_expected();
        };
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFget Account.total\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&*self).check(BOUNDARY))
        {
            return <::wasm_bulkhead::__private::Answers<
                {
                    #[allow(unused_imports)]
                    use ::wasm_bulkhead::__private::NeverTorn as _;
                    false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                i64,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = Self::total(__bulkhead_guard0.get());
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            i64,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[wasm_bindgen(setter = sum, js_name = "total")]
    #[inline]
    pub fn __bulkhead_set_total(
        &mut self,
        total: i64,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFset Account.sum\0\xFEaccount_set_total\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&*self).check(BOUNDARY))
        {
            return <::wasm_bulkhead::__private::Answers<
                {
                    #[allow(unused_imports)]
                    use ::wasm_bulkhead::__private::NeverTorn as _;
                    false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                (),
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = Self::set_total(__bulkhead_guard0.get(), total);
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            (),
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[wasm_bindgen(js_name = "close")]
    #[inline]
    pub fn __bulkhead_close(
        self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<i64>>::Answer {
        #[cfg(all(target_family = "wasm", panic = "unwind"))]
        const _: () = {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{OrRefused as _, OrTorn as _};
            ::core::assert!(
                < < ::wasm_bulkhead::__private::check::Gate < Ledger, {
                ::wasm_bulkhead::__private::check::Ask:: <
                ::wasm_bulkhead::__private::check::ByValue, Ledger > ::IS_SAFE } > as
                ::wasm_bulkhead::__private::check::Asked > ::Teller >
                ::__BULKHEAD_PASSED, "{}",
                "`Ledger` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
            );
        };
        #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
        #[allow(dead_code)]
        const _: fn() = || {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{
                AskSafe as _, AskTorn as _, Taken as _,
            };
            #[allow(dead_code)]
            #[derive(Clone, Copy)]
            struct Taker;
            impl Taker {
                #[expect(
                    dead_code,
                    reason = "`Ledger` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                )]
                fn is_expected(self) {}
            }
            (&::wasm_bulkhead::__private::check::Ask::<
                ::wasm_bulkhead::__private::check::ByValue,
                Ledger,
            >::NEW)
                .told_by::<Ledger>()
                .__bulkhead_is_not_unwind_safe()
                .or(Taker)
                .is_expected();
        };
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFthe end\0\xFEaccount_close\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&self).check(BOUNDARY))
        {
            return <::wasm_bulkhead::__private::Answers<
                {
                    #[allow(unused_imports)]
                    use ::wasm_bulkhead::__private::NeverTorn as _;
                    false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                i64,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(&self)
            .arm_consumed(BOUNDARY);
        let __bulkhead_value = Self::close(self);
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            i64,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[cfg(target_family = "wasm")]
    #[wasm_bindgen(js_name = "ofText")]
    #[inline]
    pub fn __bulkhead_of(text: &str) -> Result<Ledger, JsError> {
        ::wasm_bulkhead::__private::name(
            ::wasm_bulkhead::__private::Name::marked(b"\xFFAccount.ofText\0"),
        );
        Self::of(text)
    }
    #[doc(hidden)]
    #[cfg(not(target_family = "wasm"))]
    #[wasm_bindgen(js_name = "of")]
    #[inline]
    pub fn __bulkhead_of(text: &str) -> Result<Ledger, JsError> {
        ::wasm_bulkhead::__private::name(
            ::wasm_bulkhead::__private::Name::marked(b"\xFFAccount.of\0"),
        );
        Self::of(text)
    }
    #[doc(hidden)]
    #[wasm_bindgen(js_name = "save")]
    #[inline]
    pub async fn __bulkhead_save(
        &mut self,
        url: String,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                || ::wasm_bulkhead::__private::Torn::<String>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
        #[cfg(all(target_family = "wasm", panic = "unwind"))]
        const _: () = {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{OrRefused as _, OrTorn as _};
            ::core::assert!(
                < < ::wasm_bulkhead::__private::check::Gate < String, {
                ::wasm_bulkhead::__private::check::Ask:: <
                ::wasm_bulkhead::__private::check::ByValue, String > ::IS_SAFE } > as
                ::wasm_bulkhead::__private::check::Asked > ::Teller >
                ::__BULKHEAD_PASSED, "{}",
                "`String` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
            );
        };
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFAccount.save\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&*self).check(BOUNDARY))
            .or_else(|| ::wasm_bulkhead::__private::Object(&url).check(BOUNDARY))
        {
            return <::wasm_bulkhead::__private::Answers<
                {
                    #[allow(unused_imports)]
                    use ::wasm_bulkhead::__private::NeverTorn as _;
                    false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                        || ::wasm_bulkhead::__private::Torn::<String>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                (),
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let __bulkhead_held = ::wasm_bulkhead::__private::Awaited::by(BOUNDARY);
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_guard1 = ::wasm_bulkhead::__private::Object(&url)
            .arm_consumed(BOUNDARY);
        let __bulkhead_value = Self::save(__bulkhead_guard0.get(), url).await;
        __bulkhead_guard0.leave();
        __bulkhead_guard1.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                    || ::wasm_bulkhead::__private::Torn::<String>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            (),
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
}
