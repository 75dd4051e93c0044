use proc_macro2::TokenStream;
use quote::quote;

use super::shim::{plain_signature, shim_options, with_futures, Shim};
use super::{allow_lints, Emit};
use crate::model::function::Function;
use crate::model::impls::{ExportedImpl, Method, MethodCase};
use crate::model::options::Bindgen;

/// The user's block, no longer exported, and one of shims that is.
pub(super) fn expand_impl(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let user = user_block(emit, exported);
    let shims = shim_block(emit, exported);
    quote!(#user #shims)
}

fn user_block(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let methods = exported
        .methods
        .iter()
        .map(|method| user_method(emit, method));
    let attrs = exported.attrs().without(&["wasm_bindgen"]);
    exported.tokens_with(attrs, quote!(#(#methods)*))
}

fn user_method(
    emit: &Emit,
    Method {
        function, own_args, ..
    }: &Method,
) -> TokenStream {
    let Function {
        attrs,
        vis,
        sig,
        body,
    } = function;
    let attrs = attrs.without(&["wasm_bindgen"]);
    let sig = plain_signature(sig);
    let body = emit.body(body, own_args.closures());
    quote!(#attrs #vis #sig #body)
}

fn shim_block(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let Bindgen { path, options } = &exported.bindgen;
    let shims: Vec<_> = exported
        .methods
        .iter()
        .flat_map(|method| shims(emit, method))
        .collect();
    let is_async = |method: &Method| method.function.sig.asyncness.is_some();
    let options = match exported.methods.iter().any(is_async) {
        true => with_futures(emit, options),
        false => options.clone(),
    };
    let path = path.clone();
    let bindgen = Bindgen { path, options };
    let cfgs = exported.attrs().cfgs();
    let allow = allow_lints();
    match shims.is_empty() {
        true => TokenStream::new(),
        false => exported.tokens_with(quote!(#bindgen #cfgs #allow), quote!(#(#shims)*)),
    }
}

fn shims<'a>(emit: &'a Emit, method: &'a Method) -> impl Iterator<Item = TokenStream> + 'a {
    let Method {
        function, cases, ..
    } = method;
    let ident = &function.sig.ident;
    cases.iter().map(move |MethodCase { case, boundary }| {
        let options = shim_options(&case.options, ident);
        let cfg = case.cfg();
        let shim = Shim {
            function,
            target: quote!(Self::#ident),
            boundary,
            is_start: false,
        };
        shim.expand(emit, quote!(#cfg #[wasm_bindgen(#options)]))
    })
}
