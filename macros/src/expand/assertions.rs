use proc_macro2::TokenStream;
use quote::{quote, quote_spanned, ToTokens};
use syn::ext::IdentExt;
use syn::{Item, LitStr};

use super::Emit;
use crate::args::Args;

/// The assertions of `args`, each with its reason, in a form that tools find.
pub(super) fn expand_assertions(emit: &Emit, args: &Args, of: &str) -> TokenStream {
    let whole = args
        .assertion
        .iter()
        .map(|given| (of.to_owned(), &given.value));
    let parts = args.assertions_of.iter().flat_map(|given| {
        let of = |name: &syn::Ident| (format!("{of}({name})"), &given.value.reason);
        given.value.names.iter().map(of)
    });
    let markers = whole
        .chain(parts)
        .map(|(of, reason)| marker(emit, &of, reason));
    quote!(#(#markers)*)
}

/// What an assertion is about that stands on an item which is not exported.
pub(super) fn name(item: &Item) -> String {
    match item {
        Item::Fn(item) => item.sig.ident.unraw().to_string(),
        Item::Impl(item) => item.self_ty.to_token_stream().to_string(),
        Item::Mod(item) => item.ident.unraw().to_string(),
        Item::Trait(item) => item.ident.unraw().to_string(),
        _ => String::new(),
    }
}

fn marker(emit: &Emit, of: &str, reason: &LitStr) -> TokenStream {
    let Emit { runtime, .. } = emit;
    // With the reason's own span: through one of ours `line!` looks for the attribute.
    let span = reason.span();
    let at = quote_spanned!(span=> ::core::concat!(::core::file!(), ":", ::core::line!()));
    quote! {
        const _: #runtime::Assertion = #runtime::Assertion {
            of: #of,
            reason: #reason,
            at: #at,
        };
    }
}
