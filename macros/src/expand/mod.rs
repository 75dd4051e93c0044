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
mod told;
mod warnings;

use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::{Item, ItemFn, Path, ReturnType, Stmt};

use crate::args::Args;
use crate::cx::Warning;
use crate::model::Model;
pub(crate) use closures::expand_closure_macro;

/// The item with everything in place that guards it, and the item `tracking` if that is
/// this expansion's to emit.
pub(crate) fn expand_model(
    args: &Args,
    model: &Model,
    warnings: &[Warning],
    tracking: Option<TokenStream>,
) -> TokenStream {
    let emit = Emit {
        args,
        runtime: args.runtime(),
    };
    let item = expand_item(&emit, model);
    let item = match (model, tracking) {
        (Model::Other(_), Some(tracking)) => beside(item, &tracking),
        (_, tracking) => quote!(#item #tracking),
    };
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

    /// A closure that does what `body` does, early returns included.
    fn thunk(&self, output: &ReturnType, body: &TokenStream) -> TokenStream {
        match output {
            ReturnType::Type(_, ty) if !mentions_impl(ty) => quote!(move || -> #ty { #body }),
            _ => quote!(move || { #body }),
        }
    }
}

/// An item that is not exported, with `more` behind it. A function has it inside, since it
/// may be one of an impl block, where no `const _` can stand.
fn beside(item: TokenStream, more: &TokenStream) -> TokenStream {
    match syn::parse2::<ItemFn>(item.clone()) {
        Ok(mut function) => {
            let first = Stmt::Item(Item::Verbatim(more.clone()));
            function.block.stmts.insert(0, first);
            function.into_token_stream()
        }
        Err(_) => quote!(#item #more),
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
