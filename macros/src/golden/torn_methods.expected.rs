impl Ledger {
    pub fn repair(&mut self) {
        self.poison.clear_poison();
    }
    pub fn transfer(
        &mut self,
        from: &mut Ledger,
        more: Vec<Ledger>,
    ) -> Result<Self, JsError> {
        todo!()
    }
    pub async fn save(&mut self, mirror: &Ledger) {
        send(self, mirror).await;
    }
}
#[wasm_bindgen(
    wasm_bindgen = ::wasm_bulkhead::__private::bindgen,
    wasm_bindgen_futures = ::wasm_bulkhead::__private::futures,
    js_sys = ::wasm_bulkhead::__private::js_sys
)]
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
    #[wasm_bindgen(js_name = "repair")]
    #[inline]
    pub fn __bulkhead_repair(
        &mut self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
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
            b"\xFFLedger.repair\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = Self::repair(__bulkhead_guard0.get());
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false
            },
        > as ::wasm_bulkhead::__private::Answering<
            (),
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[wasm_bindgen(js_name = "transfer")]
    #[inline]
    pub fn __bulkhead_transfer(
        &mut self,
        from: &mut Ledger,
        more: Vec<Ledger>,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                || ::wasm_bulkhead::__private::Torn::<Vec<Ledger>>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<Result<Self, JsError>>>::Answer {
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
        #[cfg(all(target_family = "wasm", panic = "unwind"))]
        const _: () = {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{OrRefused as _, OrTorn as _};
            ::core::assert!(
                < < ::wasm_bulkhead::__private::check::Gate < Ledger, {
                ::wasm_bulkhead::__private::check::Ask:: <
                ::wasm_bulkhead::__private::check::ByValue, Vec < Ledger > > ::IS_SAFE }
                > as ::wasm_bulkhead::__private::check::Asked > ::Teller >
                ::__BULKHEAD_PASSED, "{}",
                "`Vec<Ledger>` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
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
                    reason = "`Vec<Ledger>` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                )]
                fn is_expected(self) {}
            }
            (&::wasm_bulkhead::__private::check::Ask::<
                ::wasm_bulkhead::__private::check::ByValue,
                Vec<Ledger>,
            >::NEW)
                .told_by::<Ledger>()
                .__bulkhead_is_not_unwind_safe()
                .or(Taker)
                .is_expected();
        };
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFLedger.transfer\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&*self).check(BOUNDARY))
            .or_else(|| ::wasm_bulkhead::__private::Object(&*from).check(BOUNDARY))
            .or_else(|| ::wasm_bulkhead::__private::Object(&more).check(BOUNDARY))
        {
            return <::wasm_bulkhead::__private::Answers<
                {
                    #[allow(unused_imports)]
                    use ::wasm_bulkhead::__private::NeverTorn as _;
                    false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                        || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                        || ::wasm_bulkhead::__private::Torn::<Vec<Ledger>>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                Result<Self, JsError>,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let __bulkhead_undo = ::wasm_bulkhead::__private::PutBack::of(&*self);
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm_rollback(BOUNDARY, __bulkhead_undo);
        let mut __bulkhead_guard1 = ::wasm_bulkhead::__private::Object(from)
            .arm(BOUNDARY);
        let __bulkhead_guard2 = ::wasm_bulkhead::__private::Object(&more)
            .arm_consumed(BOUNDARY);
        let __bulkhead_value = Self::transfer(
            __bulkhead_guard0.get(),
            __bulkhead_guard1.get(),
            more,
        );
        __bulkhead_guard0.leave();
        __bulkhead_guard1.leave();
        __bulkhead_guard2.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                    || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                    || ::wasm_bulkhead::__private::Torn::<Vec<Ledger>>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            Result<Self, JsError>,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[wasm_bindgen(js_name = "save")]
    #[inline]
    pub async fn __bulkhead_save(
        &mut self,
        mirror: &Ledger,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
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
            b"\xFFLedger.save\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&*self).check(BOUNDARY))
            .or_else(|| ::wasm_bulkhead::__private::Object(&*mirror).check(BOUNDARY))
        {
            return <::wasm_bulkhead::__private::Answers<
                {
                    #[allow(unused_imports)]
                    use ::wasm_bulkhead::__private::NeverTorn as _;
                    false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                        || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                (),
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let __bulkhead_held = ::wasm_bulkhead::__private::Awaited::by(BOUNDARY);
        let __bulkhead_undo = (Self::snapshot)(&*self);
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm_rollback(BOUNDARY, __bulkhead_undo);
        let mut __bulkhead_guard1 = ::wasm_bulkhead::__private::Object(mirror)
            .arm(BOUNDARY);
        let __bulkhead_value = Self::save(
                __bulkhead_guard0.get(),
                __bulkhead_guard1.get(),
            )
            .await;
        __bulkhead_guard0.leave();
        __bulkhead_guard1.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
                    || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            (),
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
}
