#[rustfmt::wasm_bulkhead]
#[wasm_bindgen(js_name = "Account", js_namespace = bank, inspectable)]
#[derive(Clone)]
pub struct Ledger {
    /// The total.
    #[wasm_bindgen(skip)]
    pub total: i64,
    #[wasm_bindgen(skip)]
    pub owner: String,
    #[wasm_bindgen(skip)]
    pub log: Vec<i64>,
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", doc = "How often.")]
    #[wasm_bindgen(skip)]
    pub count: u32,
    entries: Vec<i64>,
}
#[wasm_bindgen(
    js_namespace = bank,
    js_class = "Account",
    wasm_bindgen = ::wasm_bulkhead::__private::bindgen
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
    /// The total.
    #[doc(hidden)]
    #[wasm_bindgen(getter = "total")]
    #[inline]
    pub fn zz003__bulkhead_get_total(
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
            b"\xFFget bank.Account.total\0",
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
    /// The total.
    #[doc(hidden)]
    #[wasm_bindgen(setter = "total")]
    #[inline]
    pub fn zz003__bulkhead_set_total(
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
            b"\xFFset bank.Account.total\0",
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
    #[doc(hidden)]
    #[wasm_bindgen(getter = "ownerName")]
    #[inline]
    pub fn zz002__bulkhead_get_owner(
        &self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<String>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFget bank.Account.ownerName\0\xFEbank__account_owner\0",
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
                String,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = <String as ::core::clone::Clone>::clone(
            &__bulkhead_guard0.get().owner,
        );
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            String,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", doc = "How often.")]
    #[cfg(target_family = "wasm")]
    #[doc(hidden)]
    #[wasm_bindgen(getter = "count")]
    #[inline]
    pub fn zz000__bulkhead_get_count(
        &self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<u32>>::Answer {
        fn copied_without_getter_with_clone<T: ::core::marker::Copy>(field: &T) -> T {
            *field
        }
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFget bank.Account.count\0",
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
                u32,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = copied_without_getter_with_clone::<
            u32,
        >(&__bulkhead_guard0.get().count);
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            u32,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", doc = "How often.")]
    #[cfg(not(target_family = "wasm"))]
    #[doc(hidden)]
    #[wasm_bindgen(getter = "count")]
    #[inline]
    pub fn zz001__bulkhead_get_count(
        &self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<u32>>::Answer {
        fn copied_without_getter_with_clone<T: ::core::marker::Copy>(field: &T) -> T {
            *field
        }
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFget bank.Account.count\0",
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
                u32,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = copied_without_getter_with_clone::<
            u32,
        >(&__bulkhead_guard0.get().count);
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            u32,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", doc = "How often.")]
    #[cfg(not(target_family = "wasm"))]
    #[doc(hidden)]
    #[wasm_bindgen(setter = "count")]
    #[inline]
    pub fn zz001__bulkhead_set_count(
        &mut self,
        value: u32,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Ledger>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFset bank.Account.count\0",
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
        let __bulkhead_value = __bulkhead_guard0.get().count = value;
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
const _: ::wasm_bulkhead::__private::Assertion = ::wasm_bulkhead::__private::Assertion {
    of: "bank.Account",
    reason: "a cache",
    at: ::core::concat!(::core::file!(), ":", ::core::line!()),
};
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
        let found = found || ::wasm_bulkhead::__private::Field::<String>::IS_POISON;
        let found = found || ::wasm_bulkhead::__private::Field::<Vec<i64>>::IS_POISON;
        #[cfg(debug_assertions)]
        let found = found || ::wasm_bulkhead::__private::Field::<u32>::IS_POISON;
        let found = found || ::wasm_bulkhead::__private::Field::<Vec<i64>>::IS_POISON;
        found
    };
    #[automatically_derived]
    impl ::wasm_bulkhead::__private::Subject for Ledger {
        const INTERIOR: bool = {
            let found = false;
            let found = found || ::wasm_bulkhead::__private::Field::<i64>::INTERIOR;
            let found = found || ::wasm_bulkhead::__private::Field::<String>::INTERIOR;
            let found = found || ::wasm_bulkhead::__private::Field::<Vec<i64>>::INTERIOR;
            #[cfg(debug_assertions)]
            let found = found || ::wasm_bulkhead::__private::Field::<u32>::INTERIOR;
            let found = found || ::wasm_bulkhead::__private::Field::<Vec<i64>>::INTERIOR;
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
            let found = found
                .or(::wasm_bulkhead::__private::Field::<String>::poison(&self.owner));
            let found = found
                .or(::wasm_bulkhead::__private::Field::<Vec<i64>>::poison(&self.log));
            #[cfg(debug_assertions)]
            let found = found
                .or(::wasm_bulkhead::__private::Field::<u32>::poison(&self.count));
            let found = found
                .or(
                    ::wasm_bulkhead::__private::Field::<Vec<i64>>::poison(&self.entries),
                );
            found
        }
    }
    #[automatically_derived]
    impl ::core::panic::UnwindSafe for Ledger {}
    #[automatically_derived]
    impl ::core::panic::RefUnwindSafe for Ledger {}
};
const _: () = {
    #[cfg(target_family = "wasm")]
    #[export_name = "__wasm_bulkhead_class_8867321a497eb109_bank.Account"]
    static CLASS: u8 = 0;
};
