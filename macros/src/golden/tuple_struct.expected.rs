#[rustfmt::wasm_bulkhead]
#[wasm_bindgen(getter_with_clone)]
pub struct Point(#[wasm_bindgen(skip)] pub f64, f64, #[wasm_bindgen(skip)] pub String);
#[wasm_bindgen(js_class = "Point", wasm_bindgen = ::wasm_bulkhead::__private::bindgen)]
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
impl Point {
    #[doc(hidden)]
    #[wasm_bindgen(getter = "0")]
    #[inline]
    pub fn A000__bulkhead_get_0(
        &self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<f64>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFget Point.0\0",
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
                    false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                f64,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = <f64 as ::core::clone::Clone>::clone(
            &__bulkhead_guard0.get().0,
        );
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            f64,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[wasm_bindgen(setter = "0")]
    #[inline]
    pub fn A000__bulkhead_set_0(
        &mut self,
        value: f64,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFset Point.0\0",
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
                    false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                (),
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = __bulkhead_guard0.get().0 = value;
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            (),
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[wasm_bindgen(getter = "2")]
    #[inline]
    pub fn A001__bulkhead_get_2(
        &self,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<String>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFget Point.2\0",
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
                    false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                String,
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_value = <String as ::core::clone::Clone>::clone(
            &__bulkhead_guard0.get().2,
        );
        __bulkhead_guard0.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
            },
        > as ::wasm_bulkhead::__private::Answering<
            String,
        >>::answer(::core::result::Result::Ok(__bulkhead_value))
    }
    #[doc(hidden)]
    #[wasm_bindgen(setter = "2")]
    #[inline]
    pub fn A001__bulkhead_set_2(
        &mut self,
        value: String,
    ) -> <::wasm_bulkhead::__private::Answers<
        {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::NeverTorn as _;
            false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
                || ::wasm_bulkhead::__private::Torn::<String>::IS_POSSIBLE
        },
    > as ::wasm_bulkhead::__private::Answering<()>>::Answer {
        const BOUNDARY: ::wasm_bulkhead::__private::Name = ::wasm_bulkhead::__private::Name::marked(
            b"\xFFset Point.2\0",
        );
        #[allow(unused_imports)]
        use ::wasm_bulkhead::__private::AnyObject as _;
        ::wasm_bulkhead::__private::name(BOUNDARY);
        if let ::core::option::Option::Some(__bulkhead_refusal) = ::core::option::Option::None
            .or_else(|| ::wasm_bulkhead::__private::Object(&*self).check(BOUNDARY))
            .or_else(|| ::wasm_bulkhead::__private::Object(&value).check(BOUNDARY))
        {
            return <::wasm_bulkhead::__private::Answers<
                {
                    #[allow(unused_imports)]
                    use ::wasm_bulkhead::__private::NeverTorn as _;
                    false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
                        || ::wasm_bulkhead::__private::Torn::<String>::IS_POSSIBLE
                },
            > as ::wasm_bulkhead::__private::Answering<
                (),
            >>::answer(::core::result::Result::Err(__bulkhead_refusal));
        }
        let mut __bulkhead_guard0 = ::wasm_bulkhead::__private::Object(self)
            .arm(BOUNDARY);
        let __bulkhead_guard1 = ::wasm_bulkhead::__private::Object(&value)
            .arm_consumed(BOUNDARY);
        let __bulkhead_value = __bulkhead_guard0.get().2 = value;
        __bulkhead_guard0.leave();
        __bulkhead_guard1.leave();
        <::wasm_bulkhead::__private::Answers<
            {
                #[allow(unused_imports)]
                use ::wasm_bulkhead::__private::NeverTorn as _;
                false || ::wasm_bulkhead::__private::Torn::<Point>::IS_POSSIBLE
                    || ::wasm_bulkhead::__private::Torn::<String>::IS_POSSIBLE
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
        let found = found || ::wasm_bulkhead::__private::Field::<f64>::IS_POISON;
        let found = found || ::wasm_bulkhead::__private::Field::<f64>::IS_POISON;
        let found = found || ::wasm_bulkhead::__private::Field::<String>::IS_POISON;
        found
    };
    #[automatically_derived]
    impl ::wasm_bulkhead::__private::Subject for Point {
        const INTERIOR: bool = {
            let found = false;
            let found = found || ::wasm_bulkhead::__private::Field::<f64>::INTERIOR;
            let found = found || ::wasm_bulkhead::__private::Field::<f64>::INTERIOR;
            let found = found || ::wasm_bulkhead::__private::Field::<String>::INTERIOR;
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
                .or(::wasm_bulkhead::__private::Field::<f64>::poison(&self.0));
            let found = found
                .or(::wasm_bulkhead::__private::Field::<f64>::poison(&self.1));
            let found = found
                .or(::wasm_bulkhead::__private::Field::<String>::poison(&self.2));
            found
        }
    }
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
    impl Point {
        #[allow(dead_code)]
        #[doc(hidden)]
        pub(crate) const __BULKHEAD_PASSED: bool = {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::OrTorn as _;
            ::core::panic!(
                "{}",
                "`Point` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
            )
        };
    }
    #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
    impl Point {
        #[warn(dead_code)]
        #[doc(hidden)]
        pub(crate) fn __bulkhead_is_not_unwind_safe(
            &self,
        ) -> ::wasm_bulkhead::__private::check::Told {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::{AskSafe as _, AskTorn as _};
            #[allow(dead_code)]
            #[derive(Clone, Copy)]
            struct Whole;
            impl Whole {
                #[expect(
                    dead_code,
                    reason = "`Point` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
                )]
                fn is_expected(self) {}
            }
            let found = ::wasm_bulkhead::__private::check::NotFound;
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
    #[export_name = "__wasm_bulkhead_class_8867321a497eb109_Point"]
    static CLASS: u8 = 0;
};
