use proc_macro2::TokenStream;
use quote::{quote, ToTokens};

use super::assertions::expand_assertions;
use super::checks::Checks;
use super::shim::{plain_signature, shim_options, with_checks, with_futures, Shim};
use super::{allow_lints, Emit};
use crate::model::function::Function;
use crate::model::name::function_name;
use crate::model::options::Bindgen;
use crate::model::Export;

/// The user's function, no longer exported, and a shim that is.
pub(super) fn expand_export(emit: &Emit, export: &Export) -> TokenStream {
    let Export {
        bindgen: Bindgen { path, options },
        function,
    } = export;
    let ident = &function.sig.ident;
    let boundary = emit.name(|| function_name(options, ident));
    let mut options = shim_options(options, ident);
    if function.sig.asyncness.is_some() {
        options = with_futures(emit, &options);
    }
    if !function.sig.inputs.is_empty() {
        options = with_checks(emit, &options);
    }
    let shim = Shim {
        function,
        target: ident.to_token_stream(),
        boundary: &boundary,
        is_start: options.has("start"),
        checks: Checks {
            emit,
            own: None,
            class: None,
        },
    };
    let path = path.clone();
    let bindgen = Bindgen { path, options };
    let allow = allow_lints();
    let shim = shim.expand(emit, quote!(#bindgen #allow));
    let user = user_function(emit, function);
    let assertions = expand_assertions(emit, emit.args, &boundary);
    quote!(#user #shim #assertions)
}

/// `main` is called by its name, so the boundary is inside it.
pub(super) fn expand_main(emit: &Emit, main: &Function) -> TokenStream {
    let Emit { runtime, .. } = emit;
    let mut main = main.clone();
    let boundary = emit.name(|| String::from("main"));
    let body = emit.body(&main.sig, &main.body, None);
    let tokens = &body.tokens;
    if main.sig.asyncness.is_some() {
        main.body = body.with(quote!(#runtime::async_boundary(#boundary); #tokens));
        let bindgen = Bindgen::find(&main.attrs).map(|Bindgen { path, options }| {
            let options = with_futures(emit, &options);
            Bindgen { path, options }
        });
        main.attrs = main.attrs.without(&["wasm_bindgen"]);
        return quote!(#bindgen #main);
    }
    let thunk = emit.thunk(&main.sig.output, tokens);
    main.body = body.with(quote!(#runtime::start_boundary(#boundary, #thunk)));
    main.to_token_stream()
}

fn user_function(emit: &Emit, function: &Function) -> Function {
    Function {
        attrs: function.attrs.without(&["wasm_bindgen"]),
        vis: function.vis.clone(),
        sig: plain_signature(&function.sig),
        body: emit.body(&function.sig, &function.body, None),
    }
}
