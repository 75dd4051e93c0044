//! What stands in for `#[wasm_bindgen]` below the macros of the crate `worker`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::stand_in;

fn annotate(options: &TokenStream, item: TokenStream) -> TokenStream {
    stand_in::annotate(&quote!(::worker::wasm_bulkhead), options, item)
}

#[test]
fn an_export_gets_both_attributes() {
    let annotated = annotate(
        &quote!(js_name = fetch),
        quote!(
            pub async fn fetch() {}
        ),
    );
    let expected = quote! {
        #[::worker::wasm_bulkhead::bulkhead(crate = ::worker::wasm_bulkhead)]
        #[::worker::wasm_bulkhead::__private::bindgen::prelude::wasm_bindgen(js_name = fetch)]
        pub async fn fetch() {}
    };
    assert_eq!(annotated.to_string(), expected.to_string());
}

#[test]
fn what_the_user_says_of_a_class_is_heard() {
    let class = quote! {
        #[::worker::consume]
        #[bulkhead(assert_unwind_safe = "a cache")]
        pub struct Counter;
    };
    let expected = quote! {
        #[::worker::wasm_bulkhead::bulkhead(
            crate = ::worker::wasm_bulkhead, assert_unwind_safe = "a cache"
        )]
        #[::worker::wasm_bulkhead::__private::bindgen::prelude::wasm_bindgen]
        #[::worker::consume]
        pub struct Counter;
    };
    let annotated = annotate(&quote!(), class);
    assert_eq!(annotated.to_string(), expected.to_string());
}

#[test]
fn what_has_no_boundary_stays_wasm_bindgens() {
    for (options, item) in [
        (
            quote!(),
            quote!(
                pub enum Level {
                    Low,
                    High,
                }
            ),
        ),
        (
            quote!(typescript_custom_section),
            quote!(
                const TYPES: &str = "";
            ),
        ),
        // A `#[bulkhead]` above has been here before.
        (
            quote!(wasm_bindgen = ours::__private::bindgen),
            quote!(
                pub fn ok() {}
            ),
        ),
    ] {
        let list = (!options.is_empty()).then(|| quote!((#options)));
        let expected = quote! {
            #[::worker::wasm_bulkhead::__private::bindgen::prelude::wasm_bindgen #list]
            #item
        };
        assert_eq!(annotate(&options, item).to_string(), expected.to_string());
    }
}
