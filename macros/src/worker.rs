//! What guards the exports that the macros of the crate `worker` write.

use proc_macro2::TokenStream;
use quote::{quote, ToTokens};

use crate::model::module::ModuleItem;

/// Puts both attributes on an item that a macro of the crate `worker` exports. Such macros call
/// that crate `::worker`, so it has this name, and our crate is found in there.
///
/// A `#[bulkhead]` that the user wrote below the macro stands below ours, and gives it its
/// arguments.
pub(crate) fn annotate(options: &TokenStream, item: TokenStream) -> TokenStream {
    let options = (!options.is_empty()).then(|| quote!((#options)));
    let (item, args) = match syn::parse2(item.clone()) {
        Ok(syntax) => {
            let item = ModuleItem::new(syntax);
            (item.syntax.to_token_stream(), item.own_args)
        }
        // What is wrong with it, the attributes say.
        Err(_) => (item, Vec::new()),
    };
    quote! {
        #[::worker::wasm_bulkhead::bulkhead(crate = ::worker::wasm_bulkhead #(, #args)*)]
        #[::worker::wasm_bulkhead::__private::bindgen::prelude::wasm_bindgen #options]
        #item
    }
}
