#[rustfmt::wasm_bulkhead]
#[wasm_bindgen]
pub struct Ledger(Vec<i64>);
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
        let found = found || ::wasm_bulkhead::__private::Field::<Vec<i64>>::IS_POISON;
        found
    };
    #[automatically_derived]
    impl ::wasm_bulkhead::__private::Subject for Ledger {
        const INTERIOR: bool = {
            let found = false;
            let found = found || ::wasm_bulkhead::__private::Field::<Vec<i64>>::INTERIOR;
            found
        };
        const HAS_POISON: bool = HAS_POISON;
        const IS_GUARDED: bool = HAS_POISON || true;
        const ON_PANIC: ::wasm_bulkhead::__private::OnPanic = ::wasm_bulkhead::__private::OnPanic::Rollback;
        type Undo = ::wasm_bulkhead::__private::BoxedUndo<Self>;
        fn snapshot(&self) -> Self::Undo {
            ::wasm_bulkhead::__private::boxed((snapshots::of_ledger)(self))
        }
        #[inline(always)]
        fn poison(&self) -> ::core::option::Option<&::wasm_bulkhead::__private::Poison> {
            let found = ::core::option::Option::None;
            let found = found
                .or(::wasm_bulkhead::__private::Field::<Vec<i64>>::poison(&self.0));
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
    impl Ledger {
        #[allow(dead_code)]
        #[doc(hidden)]
        pub(crate) const __BULKHEAD_PASSED: bool = {
            #[allow(unused_imports)]
            use ::wasm_bulkhead::__private::check::OrTorn as _;
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
            struct Whole;
            impl Whole {
                #[expect(
                    dead_code,
                    reason = "`Ledger` is not unwind safe: a panic could leave it torn for the next call [B018]\nhelp: say once above the struct why nothing is left torn, which silences all of these: `#[bulkhead(assert_unwind_safe = \"…\")]`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B018.md"
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
    #[export_name = "__wasm_bulkhead_class_8867321a497eb109_Ledger"]
    static CLASS: u8 = 0;
};
