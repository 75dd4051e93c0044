use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{FnArg, Ident, LitByteStr, LitStr, Pat, Safety, Signature, Token};

use super::checks::{Checks, Class};
use super::objects::Objects;
use super::Emit;
use crate::model::attrs::Attrs;
use crate::model::function::Function;
use crate::model::name::Boundary;
use crate::model::options::Options;

/// The function that JavaScript calls in place of the user's own, because there are objects to
/// look after.
///
/// The user's stays a plain function, so that Rust may call it without that.
pub(super) struct Shim<'a> {
    pub(super) function: &'a Function,
    /// How to call the user's function: `divide`, or `Self::transfer`.
    pub(super) target: TokenStream,
    pub(super) boundary: &'a Boundary,
    pub(super) checks: Checks<'a>,
}

impl Shim<'_> {
    /// Whether an argument may be an object.
    pub(super) fn takes_objects(&self, emit: &Emit) -> bool {
        !self.objects(emit, &self.function.sig).is_empty()
    }

    /// The shim below `attrs`, which export it.
    pub(super) fn expand(&self, emit: &Emit, attrs: impl ToTokens) -> TokenStream {
        let Function {
            attrs: own,
            vis,
            sig,
            ..
        } = self.function;
        let docs_and_cfgs = own.docs_and_cfgs();
        let mut shim = sig.clone();
        shim.ident = shim_ident(&sig.ident);
        shim.inputs = inputs(sig);
        let checks = self.checks.expand(&shim);
        let body = self.body(emit, &shim);
        shim.output = self.objects(emit, &shim).output();
        // Located at the name, because errors about the whole underline that.
        let span = Span::call_site().located_at(sig.ident.span());
        quote_spanned! {span=>
            #[doc(hidden)]
            #attrs
            #docs_and_cfgs
            #[inline]
            #vis #shim { #checks #body }
        }
    }

    fn body(&self, emit: &Emit, shim: &Signature) -> TokenStream {
        let objects = self.objects(emit, shim);
        if objects.is_empty() {
            let begin = objects.begin();
            let call = self.call(shim, &objects.passed());
            return quote!(#begin #call);
        }
        objects.around(|arguments| self.call(shim, arguments))
    }

    fn objects<'a>(&'a self, emit: &'a Emit<'a>, sig: &'a Signature) -> Objects<'a> {
        Objects {
            emit,
            own: self.checks.own,
            boundary: self.boundary,
            class: self.checks.class.map(Class::ty),
            at: self.function.sig.ident.span(),
            sig,
        }
    }

    fn call(&self, shim: &Signature, arguments: &[TokenStream]) -> TokenStream {
        let target = &self.target;
        let mut call = quote!(#target(#(#arguments),*));
        if let Safety::Unsafe(_) = shim.safety {
            call = quote!(unsafe { #call });
        }
        match shim.asyncness {
            Some(_) => quote!(#call.await),
            None => call,
        }
    }
}

/// The name of a boundary as the runtime takes it.
pub(super) fn name(emit: &Emit, boundary: &Boundary) -> TokenStream {
    let Emit { runtime, .. } = emit;
    let bytes = LitByteStr::new(&boundary.bytes(), Span::call_site());
    quote!(#runtime::Name::marked(#bytes))
}

/// The options under which the shim gets the symbol and the JavaScript name
/// that the user's function would have had.
pub(super) fn shim_options(options: &Options, ident: &Ident) -> Options {
    let name = ident.unraw().to_string();
    // `wasm-bindgen` puts the prefix of a setter before its `js_name`.
    let name = match options.has("setter") {
        true => name.strip_prefix("set_"),
        false => Some(name.as_str()),
    };
    match name.filter(|_| !options.has("js_name")) {
        Some(name) => options.with("js_name", LitStr::new(name, ident.span())),
        None => options.clone(),
    }
}

/// The options by which `wasm-bindgen` leaves it to us what to ask of types, and has our boundary
/// in the place of its catch.
pub(super) fn with_boundary(emit: &Emit, options: &Options) -> Options {
    let Emit { runtime, .. } = emit;
    options.with("wasm_bindgen", quote!(#runtime::bindgen))
}

/// The options by which an async export's promise becomes one of ours.
pub(super) fn with_futures(emit: &Emit, options: &Options) -> Options {
    let Emit { runtime, .. } = emit;
    let futures = options.with("wasm_bindgen_futures", quote!(#runtime::futures));
    futures.with("js_sys", quote!(#runtime::js_sys))
}

/// The user's signature without what only `wasm-bindgen` reads.
pub(super) fn plain_signature(sig: &Signature) -> Signature {
    let mut plain = sig.clone();
    for input in &mut plain.inputs {
        if let FnArg::Typed(argument) = input {
            argument.attrs = Attrs::new(&argument.attrs)
                .without(&["wasm_bindgen"])
                .parsed();
        }
    }
    plain
}

pub(super) fn shim_ident(ident: &Ident) -> Ident {
    format_ident!("__bulkhead_{}", ident.unraw(), span = ident.span())
}

/// The arguments, each under the one name by which it is passed on. JavaScript
/// sees these names in the declarations.
fn inputs(sig: &Signature) -> Punctuated<FnArg, Token![,]> {
    let mut position = 0;
    let inputs = sig.inputs.iter().cloned().map(|mut input| {
        match &mut input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(argument) => {
                *argument.pat = argument_name(&argument.pat, position);
                position += 1;
            }
        }
        input
    });
    inputs.collect()
}

/// The name in `pat`, or the one that `wasm-bindgen` makes up. It is resolved
/// here, so that no argument hides the function of the same name.
fn argument_name(pat: &Pat, position: usize) -> Pat {
    let mut name = match pat {
        Pat::Ident(pat) => pat.ident.clone(),
        _ => format_ident!("arg{position}"),
    };
    name.set_span(name.span().resolved_at(Span::mixed_site()));
    syn::parse_quote!(#name)
}
