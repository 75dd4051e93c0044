//! From the model to tokens. Nothing here can fail or find fault.

mod assertions;
mod checks;
mod class;
mod closures;
mod exports;
mod fields;
mod impls;
mod imports;
mod lent;
mod modules;
mod objects;
mod raw;
mod shim;
mod subject;
mod warnings;

use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::{Path, ReturnType, Signature};

use crate::args::{Args, Closures};
use crate::cx::Warning;
use crate::model::closures::Aliases;
use crate::model::function::Body;
use crate::model::Model;
use closures::Guard;

/// The item with everything in place that guards it.
pub(crate) fn expand_model(args: &Args, model: &Model, warnings: &[Warning]) -> TokenStream {
    let emit = Emit {
        args,
        runtime: args.runtime(),
    };
    let item = expand_item(&emit, model);
    let warnings = warnings.iter().map(warnings::expand_warning);
    quote!(#item #(#warnings)*)
}

fn expand_item(emit: &Emit, model: &Model) -> TokenStream {
    match model {
        Model::Export(export) => exports::expand_export(emit, export),
        Model::Main(main) => exports::expand_main(emit, main),
        Model::Raw(export) => raw::expand_raw(emit, export),
        Model::Impl(block) => impls::expand_impl(emit, block),
        Model::Struct(item) => fields::expand_struct(emit, item),
        Model::Imports(block) => imports::expand_imports(emit, block),
        Model::Module(module) => modules::expand_module(emit, module),
        Model::Other(item) => emit.other(&emit.args.aliases, item),
        Model::Misordered(_) | Model::Unsupported { .. } => model.item(),
    }
}

/// What `closure!` makes of the path of our crate, a semicolon, and what the
/// user wrote.
pub(crate) fn expand_closure_macro(tokens: TokenStream) -> TokenStream {
    let parse = |input: syn::parse::ParseStream| {
        let krate: Path = input.parse()?;
        input.parse::<syn::Token![;]>()?;
        Ok((krate, input.parse::<TokenStream>()?))
    };
    match syn::parse::Parser::parse2(parse, tokens) {
        Ok((krate, tokens)) => {
            let guard = closures::Guard {
                runtime: &syn::parse_quote!(#krate::__private),
                aliases: &Aliases::default(),
                assertion: None,
                poisons: false,
            };
            guard.closure_macro(tokens)
        }
        Err(error) => error.into_compile_error(),
    }
}

/// The errors, and the item as if it had never been annotated, so that one
/// mistake is one error.
pub(crate) fn expand_erroneous(model: &Model, errors: TokenStream) -> TokenStream {
    let item = model.item();
    quote!(#errors #item)
}

/// What emitting needs to know of the attribute.
struct Emit<'a> {
    args: &'a Args,
    runtime: Path,
}

impl Emit<'_> {
    /// The name of a boundary: the user's for it, or JavaScript's.
    fn name(&self, default: impl FnOnce() -> String) -> String {
        let given = self.args.name.as_ref();
        given.map_or_else(default, |name| name.value.value())
    }

    /// `body` with the closures in it guarded, unless that is turned off.
    fn body(&self, sig: &Signature, body: &Body, own: Option<&Args>) -> Body {
        match self.guard(&self.args.aliases, own) {
            Some(guard) => body.with(guard.body(Some(sig), &body.tokens)),
            None => body.clone(),
        }
    }

    /// What is not exported has closures all the same.
    fn other(&self, aliases: &Aliases, item: &TokenStream) -> TokenStream {
        match self.guard(aliases, None) {
            Some(guard) => guard.item(item),
            None => item.clone(),
        }
    }

    /// What is done with closures, `own` being the arguments of a method's own
    /// attribute; none if that is turned off.
    fn guard<'a>(&'a self, aliases: &'a Aliases, own: Option<&'a Args>) -> Option<Guard<'a>> {
        let given = own
            .and_then(Args::closures)
            .or_else(|| self.args.closures());
        let of_all = own.into_iter().chain([self.args]);
        let mut assertions = of_all.filter_map(|args| args.assertion.as_ref());
        let guard = Guard {
            runtime: &self.runtime,
            aliases,
            assertion: assertions.next().map(|given| &given.value),
            poisons: given == Some(Closures::Poison),
        };
        (given != Some(Closures::Off)).then_some(guard)
    }

    /// A closure that does what `body` does, early returns included.
    fn thunk(&self, output: &ReturnType, body: &TokenStream) -> TokenStream {
        match output {
            ReturnType::Type(_, ty) if !mentions_impl(ty) => quote!(move || -> #ty { #body }),
            _ => quote!(move || { #body }),
        }
    }
}

/// The lints that a user may have denied and that what is emitted cannot heed.
fn allow_lints() -> TokenStream {
    quote! {
        #[allow(
            dead_code,
            deprecated,
            missing_docs,
            non_local_definitions,
            non_snake_case,
            private_interfaces,
            unreachable_pub,
            clippy::all,
            clippy::nursery,
            clippy::pedantic,
            clippy::restriction
        )]
    }
}

/// `impl Trait` cannot be written as what a closure returns.
fn mentions_impl(ty: &impl ToTokens) -> bool {
    ty.to_token_stream().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == "impl",
        proc_macro2::TokenTree::Group(group) => mentions_impl(&group.stream()),
        _ => false,
    })
}
