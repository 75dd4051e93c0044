use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::AttrStyle;

use super::assertions::expand_assertions;
use super::checks::Checks;
use super::shim::{name, plain_signature, shim_options, with_boundary, with_futures, Shim};
use super::{allow_lints, Emit};
use crate::model::function::Function;
use crate::model::name::{function_name, function_symbol, Boundary};
use crate::model::options::Bindgen;
use crate::model::Export;
use crate::stand_in;

/// The user's function, which wasm-bindgen exports with our boundary in the place of its own
/// catch; the body begins by telling its name. Where it takes objects, which may be torn, it is no
/// longer exported itself, and a shim is that looks after them.
pub(super) fn expand_export(emit: &Emit, export: &Export) -> TokenStream {
    let js_name = function_name(&export.bindgen.options, &export.function.sig.ident);
    let boundary = Boundary {
        symbol: function_symbol(&js_name),
        name: emit.name(|| js_name),
    };
    let assertions = expand_assertions(emit, emit.args, &boundary.name);
    let shim = Shim {
        function: &export.function,
        target: export.function.sig.ident.to_token_stream(),
        boundary: &boundary,
        checks: Checks {
            emit,
            own: None,
            class: None,
        },
    };
    // wasm-bindgen copies attributes to a function of another ABI, which cannot have this one.
    let is_tracked = export.function.attrs.has("track_caller");
    let item = match shim.takes_objects(emit) || is_tracked {
        true => shimmed(emit, export, &shim),
        false => in_place(emit, export, &shim),
    };
    quote!(#item #assertions)
}

fn in_place(emit: &Emit, export: &Export, shim: &Shim) -> TokenStream {
    let Export { bindgen, function } = export;
    let bindgen = guarded(emit, bindgen.clone(), function);
    let Function {
        attrs, vis, sig, ..
    } = function;
    let attrs = attrs.without(&["wasm_bindgen"]);
    let checks = shim.checks.expand(sig);
    let name = name(emit, shim.boundary);
    let mut body = emit.body(sig, &function.body, None);
    // wasm-bindgen takes none that stand inside.
    let inner = body.inner.drain(..).map(|mut attr| {
        attr.style = AttrStyle::Outer;
        attr
    });
    let inner: Vec<_> = inner.collect();
    let tokens = &body.tokens;
    let Emit { runtime, .. } = emit;
    let body = body.with(quote!(#checks #runtime::name(#name); #tokens));
    quote!(#bindgen #attrs #(#inner)* #vis #sig #body)
}

fn shimmed(emit: &Emit, export: &Export, shim: &Shim) -> TokenStream {
    let Export {
        bindgen: Bindgen { path, options },
        function,
    } = export;
    let bindgen = Bindgen {
        path: path.clone(),
        options: shim_options(options, &function.sig.ident),
    };
    let bindgen = guarded(emit, bindgen, function);
    let allow = allow_lints();
    let shim = shim.expand(emit, quote!(#bindgen #allow));
    let user = user_function(emit, function);
    quote!(#user #shim)
}

/// The attribute of wasm-bindgen with the paths by which its shim becomes ours. An async export
/// that JavaScript may suspend keeps the executor that knows how to.
fn guarded(emit: &Emit, bindgen: Bindgen, function: &Function) -> Bindgen {
    let Bindgen { path, options } = bindgen;
    let options = match function.sig.asyncness {
        Some(_) if !options.has("jspi") => with_futures(emit, &options),
        _ => options,
    };
    let options = with_boundary(emit, &options);
    Bindgen { path, options }
}

/// `main` is called by its name, so the boundary is inside it.
pub(super) fn expand_main(emit: &Emit, main: &Function) -> TokenStream {
    let Emit { runtime, .. } = emit;
    let mut main = main.clone();
    let boundary = Boundary {
        name: emit.name(|| String::from("main")),
        symbol: String::from("main"),
    };
    let name = name(emit, &boundary);
    let body = emit.body(&main.sig, &main.body, None);
    let tokens = &body.tokens;
    let is_async = main.sig.asyncness.is_some();
    let bindgen = Bindgen::find(&main.attrs).map(|Bindgen { path, options }| {
        let options = match is_async {
            true => with_futures(emit, &options),
            false => options,
        };
        Bindgen { path, options }
    });
    main.attrs = main.attrs.without(&["wasm_bindgen"]);
    main.body = body.with(match is_async {
        true => quote!(#runtime::name(#name); #tokens),
        false => {
            let thunk = emit.thunk(&main.sig.output, tokens);
            quote!(#runtime::main_boundary(#name, #thunk))
        }
    });
    let mark = stand_in::mark();
    quote!(#bindgen #mark #main)
}

fn user_function(emit: &Emit, function: &Function) -> Function {
    Function {
        // The shim has the symbol.
        attrs: function
            .attrs
            .without(&["wasm_bindgen", "no_mangle", "export_name"]),
        vis: function.vis.clone(),
        sig: plain_signature(&function.sig),
        body: emit.body(&function.sig, &function.body, None),
    }
}
