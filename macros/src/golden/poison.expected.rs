#[rustfmt::wasm_bulkhead]
#[wasm_bindgen]
pub struct Ledger {
    #[wasm_bindgen(skip)]
    pub total: i64,
    #[cfg(feature = "audit")]
    next: Option<Box<Self>>,
    poison: Poison,
}
#[wasm_bindgen(js_class = "Ledger", wasm_bindgen = ::wasm_bulkhead::__private::bindgen)]
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
    #[wasm_bindgen(getter = "total")]
    #[inline]
    pub fn A000__bulkhead_get_total(
        &self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<i64>>::Answer {
        fn copied_without_getter_with_clone<T: ::core::marker::Copy>(field: &T) -> T {
            *field
        }
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFget Ledger.total\0",
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
        let __bulkhead_value = copied_without_getter_with_clone::<
            i64,
        >(&__bulkhead_guard0.get().total);
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
    #[wasm_bindgen(setter = "total")]
    #[inline]
    pub fn A000__bulkhead_set_total(
        &mut self,
        value: i64,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFset Ledger.total\0",
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
        let __bulkhead_value = __bulkhead_guard0.get().total = value;
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
}
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
const _: () = {
    #[allow(unused_imports)]
    use ::wasm_bulkhead::__private::AnyField as _;
    const HAS_POISON: bool = {
        let found = false;
        let found = found || ::wasm_bulkhead::__private::Field::<i64>::IS_POISON;
        #[cfg(feature = "audit")]
        let found = found
            || ::wasm_bulkhead::__private::Field::<Option<Box<Ledger>>>::IS_POISON;
        let found = found || ::wasm_bulkhead::__private::Field::<Poison>::IS_POISON;
        found
    };
    #[automatically_derived]
    impl ::wasm_bulkhead::__private::Subject for Ledger {
        const INTERIOR: bool = {
            let found = false;
            let found = found || ::wasm_bulkhead::__private::Field::<i64>::INTERIOR;
            #[cfg(feature = "audit")]
            let found = found
                || ::wasm_bulkhead::__private::Field::<Option<Box<Ledger>>>::INTERIOR;
            let found = found || ::wasm_bulkhead::__private::Field::<Poison>::INTERIOR;
            found
        };
        const HAS_POISON: bool = HAS_POISON;
        const IS_GUARDED: bool = HAS_POISON || false;
        type Undo = ();
        #[inline(always)]
        fn snapshot(&self) {}
        #[inline(always)]
        fn poison(&self) -> ::core::option::Option<&::wasm_bulkhead::__private::Poison> {
            let found = ::core::option::Option::None;
            let found = found
                .or(::wasm_bulkhead::__private::Field::<i64>::poison(&self.total));
            #[cfg(feature = "audit")]
            let found = found
                .or(
                    ::wasm_bulkhead::__private::Field::<
                        Option<Box<Ledger>>,
                    >::poison(&self.next),
                );
            let found = found
                .or(::wasm_bulkhead::__private::Field::<Poison>::poison(&self.poison));
            found
        }
    }
    const _: () = ::core::assert!(
        HAS_POISON,
        "`Ledger` has no field of type `Poison`, so that nothing could remember a panic [B023]\nhelp: add `poison: wasm_bulkhead::Poison` to the struct\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B023.md"
    );
    struct Fields(i64, #[cfg(feature = "audit")] Option<Box<Ledger>>, Poison);
    #[automatically_derived]
    impl ::core::panic::RefUnwindSafe for Ledger
    where
        for<'a> ::wasm_bulkhead::__private::Owner<
            'a,
            HAS_POISON,
            Fields,
        >: ::core::panic::RefUnwindSafe,
    {}
};
#[allow(
    non_local_definitions,
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    clippy::restriction
)]
const _: () = {
    #[cfg(all(target_family = "wasm", panic = "unwind"))]
    impl Ledger {
        #[allow(dead_code)]
        #[doc(hidden)]
        pub(crate) const __BULKHEAD_PASSED: bool = {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::OrTorn as _;
            #[cfg(feature = "audit")]
            {
                if !::wasm_bulkhead::__private::check::Ask::<
                    ::wasm_bulkhead::__private::check::ByValue,
                    Option<Box<Ledger>>,
                >::IS_SAFE {
                    ::core::panic!(
                        "{}",
                        "`Ledger` is not unwind safe because of its field `next`: a panic could leave it torn for the next call [B018]\nhelp: wrap the field in `AssertUnwindSafe`, or say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                    )
                }
            }
            {
                if !::wasm_bulkhead::__private::check::Ask::<
                    ::wasm_bulkhead::__private::check::ByValue,
                    Poison,
                >::IS_SAFE {
                    ::core::panic!(
                        "{}",
                        "`Ledger` is not unwind safe because of its field `poison`: a panic could leave it torn for the next call [B018]\nhelp: wrap the field in `AssertUnwindSafe`, or say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                    )
                }
            }
            #[cfg(feature = "audit")]
            {
                if !::wasm_bulkhead::__private::check::Ask::<
                    ::wasm_bulkhead::__private::check::Behind,
                    Option<Box<Ledger>>,
                >::IS_SAFE {
                    ::core::panic!(
                        "{}",
                        "`Ledger` is not unwind safe because of its field `next`: a panic could leave it torn for the next call [B018]\nhelp: wrap the field in `AssertUnwindSafe`, or say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                    )
                }
            }
            {
                if !::wasm_bulkhead::__private::check::Ask::<
                    ::wasm_bulkhead::__private::check::Behind,
                    Poison,
                >::IS_SAFE {
                    ::core::panic!(
                        "{}",
                        "`Ledger` is not unwind safe because of its field `poison`: a panic could leave it torn for the next call [B018]\nhelp: wrap the field in `AssertUnwindSafe`, or say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                    )
                }
            }
            ::core::panic!(
                "{}",
                "`Ledger` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
            )
        };
    }
    #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
    impl Ledger {
        #[warn(dead_code)]
        #[doc(hidden)]
        pub(crate) fn __bulkhead_is_not_unwind_safe(
            &self,
        ) -> ::wasm_bulkhead::__private::check::Told {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{AskSafe as _, AskTorn as _};
            #[allow(dead_code)]
            #[derive(Clone, Copy)]
            struct Field0;
            impl Field0 {
                #[expect(
                    dead_code,
                    reason = "`Ledger` is not unwind safe because of its field `next`: a panic could leave it torn for the next call [B018]\nhelp: wrap the field in `AssertUnwindSafe`, or say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                )]
                fn is_expected(self) {}
            }
            #[allow(dead_code)]
            #[derive(Clone, Copy)]
            struct Field1;
            impl Field1 {
                #[expect(
                    dead_code,
                    reason = "`Ledger` is not unwind safe because of its field `poison`: a panic could leave it torn for the next call [B018]\nhelp: wrap the field in `AssertUnwindSafe`, or say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                )]
                fn is_expected(self) {}
            }
            #[allow(dead_code)]
            #[derive(Clone, Copy)]
            struct Whole;
            impl Whole {
                #[expect(
                    dead_code,
                    reason = "`Ledger` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                )]
                fn is_expected(self) {}
            }
            let found = ::wasm_bulkhead::__private::check::NotFound;
            #[cfg(feature = "audit")]
            let found = found
                .or(
                    (&::wasm_bulkhead::__private::check::Ask::<
                        ::wasm_bulkhead::__private::check::ByValue,
                        Option<Box<Ledger>>,
                    >::NEW)
                        .answer(),
                    Field0,
                );
            let found = found
                .or(
                    (&::wasm_bulkhead::__private::check::Ask::<
                        ::wasm_bulkhead::__private::check::ByValue,
                        Poison,
                    >::NEW)
                        .answer(),
                    Field1,
                );
            #[cfg(feature = "audit")]
            let found = found
                .or(
                    (&::wasm_bulkhead::__private::check::Ask::<
                        ::wasm_bulkhead::__private::check::Behind,
                        Option<Box<Ledger>>,
                    >::NEW)
                        .answer(),
                    Field0,
                );
            let found = found
                .or(
                    (&::wasm_bulkhead::__private::check::Ask::<
                        ::wasm_bulkhead::__private::check::Behind,
                        Poison,
                    >::NEW)
                        .answer(),
                    Field1,
                );
            found
                .or(::wasm_bulkhead::__private::check::Torn, Whole)
                .culprit()
                .is_expected();
            ::wasm_bulkhead::__private::check::Told
        }
    }
};
const _: () = {
    #[cfg(target_family = "wasm")]
    #[export_name = "__wasm_bulkhead_class_8867321a497eb109_Ledger"]
    static CLASS: u8 = 0;
};
