use proc_macro2::TokenStream;
use quote::quote;

use super::assertions::expand_assertions;
use super::checks::{Checks, Class};
use super::shim::{plain_signature, shim_options, with_checks, with_futures, Shim};
use super::{allow_lints, Emit};
use crate::model::function::Function;
use crate::model::impls::{ExportedImpl, Method, MethodCase};
use crate::model::options::Bindgen;

/// The user's block, no longer exported, and one of shims that is.
pub(super) fn expand_impl(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let user = user_block(emit, exported);
    let shims = shim_block(emit, exported);
    let assertions = assertions(emit, exported);
    quote!(#user #shims #assertions)
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
    let body = emit.body(sig, body, Some(own_args));
    let sig = plain_signature(sig);
    quote!(#attrs #vis #sig #body)
}

fn shim_block(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let Bindgen { path, options } = &exported.bindgen;
    let shims: Vec<_> = exported
        .methods
        .iter()
        .flat_map(|method| shims(emit, exported, method))
        .collect();
    let mut options = with_checks(emit, options);
    if exported.methods.iter().any(Method::is_async) {
        options = with_futures(emit, &options);
    }
    let path = path.clone();
    let bindgen = Bindgen { path, options };
    let cfgs = exported.attrs().cfgs();
    let allow = allow_lints();
    match shims.is_empty() {
        true => TokenStream::new(),
        false => exported.tokens_with(quote!(#bindgen #cfgs #allow), quote!(#(#shims)*)),
    }
}

fn shims<'a>(
    emit: &'a Emit,
    exported: &'a ExportedImpl,
    method: &'a Method,
) -> impl Iterator<Item = TokenStream> + 'a {
    let Method {
        function,
        cases,
        own_args,
    } = method;
    let ident = &function.sig.ident;
    let is_exported_async = |method: &Method| method.is_async() && !method.cases.is_empty();
    let class = Class {
        ty: exported.self_ty(),
        is_awaited: exported.methods.iter().any(is_exported_async),
    };
    cases.iter().map(move |MethodCase { case, boundary }| {
        let options = shim_options(&case.options, ident);
        let cfg = case.cfg();
        let shim = Shim {
            function,
            target: quote!(Self::#ident),
            boundary,
            is_start: false,
            checks: Checks {
                emit,
                own: Some(own_args),
                class: Some(class),
            },
        };
        shim.expand(emit, quote!(#cfg #[wasm_bindgen(#options)]))
    })
}

fn assertions(emit: &Emit, exported: &ExportedImpl) -> TokenStream {
    let of_block = expand_assertions(emit, emit.args, &exported.class);
    let of_methods = exported.methods.iter().map(|method| {
        let Method {
            own_args, cases, ..
        } = method;
        let name = cases.first().map_or("", |case| &case.boundary);
        expand_assertions(emit, own_args, name)
    });
    quote!(#of_block #(#of_methods)*)
}
