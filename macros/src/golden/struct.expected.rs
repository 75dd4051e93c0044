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
    pub fn zz003__bulkhead_get_total(&self) -> i64 {
        fn copied_without_getter_with_clone<T: ::core::marker::Copy>(field: &T) -> T {
            *field
        }
        ::wasm_bulkhead::__private::boundary(
            "get bank.Account.total",
            move || copied_without_getter_with_clone::<i64>(&self.total),
        )
    }
    /// The total.
    #[doc(hidden)]
    #[wasm_bindgen(setter = "total")]
    pub fn zz003__bulkhead_set_total(&mut self, value: i64) {
        ::wasm_bulkhead::__private::boundary(
            "set bank.Account.total",
            move || {
                self.total = value;
            },
        )
    }
    #[doc(hidden)]
    #[wasm_bindgen(getter = "ownerName")]
    pub fn zz002__bulkhead_get_owner(&self) -> String {
        ::wasm_bulkhead::__private::boundary(
            "get bank.Account.ownerName",
            move || <String as ::core::clone::Clone>::clone(&self.owner),
        )
    }
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", doc = "How often.")]
    #[cfg(target_family = "wasm")]
    #[doc(hidden)]
    #[wasm_bindgen(getter = "count")]
    pub fn zz000__bulkhead_get_count(&self) -> u32 {
        fn copied_without_getter_with_clone<T: ::core::marker::Copy>(field: &T) -> T {
            *field
        }
        ::wasm_bulkhead::__private::boundary(
            "get bank.Account.count",
            move || copied_without_getter_with_clone::<u32>(&self.count),
        )
    }
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", doc = "How often.")]
    #[cfg(not(target_family = "wasm"))]
    #[doc(hidden)]
    #[wasm_bindgen(getter = "count")]
    pub fn zz001__bulkhead_get_count(&self) -> u32 {
        fn copied_without_getter_with_clone<T: ::core::marker::Copy>(field: &T) -> T {
            *field
        }
        ::wasm_bulkhead::__private::boundary(
            "get bank.Account.count",
            move || copied_without_getter_with_clone::<u32>(&self.count),
        )
    }
    #[cfg(debug_assertions)]
    #[cfg_attr(target_family = "wasm", doc = "How often.")]
    #[cfg(not(target_family = "wasm"))]
    #[doc(hidden)]
    #[wasm_bindgen(setter = "count")]
    pub fn zz001__bulkhead_set_count(&mut self, value: u32) {
        ::wasm_bulkhead::__private::boundary(
            "set bank.Account.count",
            move || {
                self.count = value;
            },
        )
    }
}
const _: ::wasm_bulkhead::__private::Assertion = ::wasm_bulkhead::__private::Assertion {
    of: "bank.Account",
    reason: "a cache",
    at: ::core::concat!(::core::file!(), ":", ::core::line!()),
};
const _: () = {
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
