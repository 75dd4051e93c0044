//! `#[wasm_bindgen]` as crates have it that name wasm-bulkhead where they named wasm-bindgen.

use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::Item;

use crate::model::attrs::is_named;
use crate::model::module::ModuleItem;
use crate::model::options::Options;
use crate::model::syntax::Syntax;

/// Puts `#[bulkhead]` on what JavaScript calls, above the attribute of wasm-bindgen itself; `krate`
/// is where the user's crate finds wasm-bulkhead.
///
/// A `#[bulkhead]` below gives ours its arguments. One above has been expanded before, and has left
/// its mark.
pub(crate) fn annotate(
    krate: &TokenStream,
    options: &TokenStream,
    item: TokenStream,
) -> TokenStream {
    let list = (!options.is_empty()).then(|| quote!((#options)));
    let bindgen = quote!(#[#krate::__private::bindgen::prelude::wasm_bindgen #list]);
    // What is wrong with an item that does not parse, wasm-bindgen says.
    let (item, args) = match syn::parse2(item.clone()) {
        Ok(syntax) if is_guarded(&syntax) && !is_marked(&syntax, options) => {
            let item = ModuleItem::new(syntax);
            (item.syntax.to_token_stream(), item.own_args)
        }
        _ => return quote!(#bindgen #item),
    };
    quote! {
        #[#krate::bulkhead(crate = #krate #(, #args)*)]
        #bindgen
        #item
    }
}

/// By this `annotate` knows what `#[bulkhead]` has expanded, where the options do not tell. Attributes
/// below the name of a tool mean nothing to the compiler.
pub(crate) fn mark() -> TokenStream {
    quote!(#[rustfmt::wasm_bulkhead])
}

fn is_marked(syntax: &Syntax, options: &TokenStream) -> bool {
    let attrs = syntax.attrs();
    let mut paths = attrs.0.iter().filter_map(|attr| attr.path());
    let path = Options::of(options)
        .value("wasm_bindgen")
        .map(ToString::to_string);
    paths.any(|path| is_named(path, "wasm_bulkhead"))
        || path.is_some_and(|path| path.ends_with("__private :: bindgen"))
}

/// Whether there is a boundary to be put on such an item.
fn is_guarded(syntax: &Syntax) -> bool {
    match syntax {
        Syntax::Function(_) | Syntax::Impl(_) => true,
        Syntax::Item(item) => matches!(item, Item::Struct(_) | Item::ForeignMod(_)),
        Syntax::Module(_) => false,
    }
}
