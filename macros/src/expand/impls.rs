use proc_macro2::TokenStream;
use quote::quote;

use super::shim::{plain_signature, shim_options, with_futures, Shim};
use super::{allow_lints, Emit};
use crate::model::function::Function;
use crate::model::impls::{ExportedImpl, Member, Method, MethodCase};
use crate::model::options::Bindgen;

/// The user's block, no longer exported, and one of shims that is.
pub(super) fn expand_impl(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let user = user_block(emit, exported);
    let shims = shim_block(emit, exported);
    quote!(#user #shims)
}

fn user_block(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let members = exported.block.members.iter().zip(&exported.methods);
    let members = members.map(|(member, method)| match (member, method) {
        (Member::Function(function), Some(method)) => user_method(emit, function, method),
        (member, _) => quote!(#member),
    });
    let attrs = exported.block.attrs.without(&["wasm_bindgen"]);
    exported.block.tokens_with(attrs, quote!(#(#members)*))
}

fn user_method(emit: &Emit, function: &Function, method: &Method) -> TokenStream {
    let Function {
        attrs,
        vis,
        sig,
        body,
    } = function;
    let attrs = attrs.without(&["wasm_bindgen"]);
    let sig = plain_signature(sig);
    let body = emit.body(body, method.own_args.closures());
    quote!(#attrs #vis #sig #body)
}

fn shim_block(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let Bindgen { path, options } = &exported.bindgen;
    let methods = exported.block.members.iter().zip(&exported.methods);
    let exports = methods.filter_map(|(member, method)| match (member, method) {
        (Member::Function(function), Some(method)) => Some((&**function, method)),
        _ => None,
    });
    let shims: Vec<_> = exports
        .flat_map(|(function, method)| shims(emit, function, method))
        .collect();
    let is_async = exported
        .block
        .methods()
        .any(|method| method.sig.asyncness.is_some());
    let options = match is_async {
        true => with_futures(emit, options),
        false => options.clone(),
    };
    let bindgen = Bindgen {
        path: path.clone(),
        options,
    };
    let cfgs = exported.block.attrs.cfgs();
    let allow = allow_lints();
    match shims.is_empty() {
        true => TokenStream::new(),
        false => exported
            .block
            .tokens_with(quote!(#bindgen #cfgs #allow), quote!(#(#shims)*)),
    }
}

fn shims<'a>(
    emit: &'a Emit,
    function: &'a Function,
    method: &'a Method,
) -> impl Iterator<Item = TokenStream> + 'a {
    let ident = &function.sig.ident;
    method
        .cases
        .iter()
        .map(move |MethodCase { case, boundary }| {
            let options = shim_options(&case.options, ident);
            let cfg = case.cfg();
            let shim = Shim {
                function,
                target: quote!(Self::#ident),
                boundary,
            };
            shim.expand(emit, quote!(#cfg #[wasm_bindgen(#options)]))
        })
}
