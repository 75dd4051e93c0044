use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::visit::Visit;
use syn::Item;

use super::Emit;
use crate::model::closures::Aliases;
use crate::model::module::{Module, ModuleItem};
use crate::model::syntax::Syntax;

/// The module with the attribute above each item that can be exported. Each
/// is then expanded by itself, with `cfg_attr`s out of the way.
pub(super) fn expand_module(emit: &Emit, module: &Module) -> TokenStream {
    let items = module.items.iter().flatten();
    let aliases = &aliases(emit, module);
    let items = items.map(|item| expand_item(emit, aliases, item));
    module.tokens_with(quote!(#(#items)*))
}

/// The names that the module, or one around it, has for closures.
fn aliases(emit: &Emit, module: &Module) -> Aliases {
    let mut aliases = emit.args.aliases.clone();
    aliases.read(|renames| {
        for item in module.items.iter().flatten() {
            if let Syntax::Item(item) = &item.syntax {
                Visit::visit_item(renames, item);
            }
        }
    });
    aliases
}

fn expand_item(emit: &Emit, aliases: &Aliases, item: &ModuleItem) -> TokenStream {
    let ModuleItem { syntax, own_args } = item;
    if !syntax.is_guarded() {
        return emit.other(aliases, &syntax.to_token_stream());
    }
    let krate = emit.args.krate();
    let mut inherited = inherited_args(emit, item);
    let names = aliases.own();
    if matches!(
        syntax,
        Syntax::Function(_) | Syntax::Impl(_) | Syntax::Module(_)
    ) && !names.is_empty()
    {
        inherited.push(quote!(__aliases = [#(#names),*]));
    }
    match own_args.is_empty() && inherited.is_empty() {
        true => quote!(#[#krate::bulkhead] #syntax),
        false => quote!(#[#krate::bulkhead(#(#own_args,)* #(#inherited),*)] #syntax),
    }
}

/// The module's arguments that mean something to `item` and that it does not
/// give itself.
fn inherited_args(emit: &Emit, item: &ModuleItem) -> Vec<TokenStream> {
    let args = emit.args;
    let given = [
        args.krate.as_ref().map(|given| (&given.key, &given.tokens)),
        args.closures
            .as_ref()
            .map(|given| (&given.key, &given.tokens)),
        args.on_panic
            .as_ref()
            .map(|given| (&given.key, &given.tokens)),
        args.assertion
            .as_ref()
            .map(|given| (&given.key, &given.tokens)),
    ];
    let meant = given.into_iter().flatten().filter(|(key, _)| {
        let key = key.to_string();
        is_for(&item.syntax, &key) && !item.gives(&key)
    });
    meant.map(|(_, tokens)| tokens.clone()).collect()
}

fn is_for(syntax: &Syntax, key: &str) -> bool {
    match (syntax, key) {
        (_, "crate") | (Syntax::Module(_), _) => true,
        (Syntax::Item(Item::Struct(_)), key) => key == "assert_unwind_safe",
        (Syntax::Item(_), _) => false,
        // A raw export takes numbers and pointers, of which nothing is asked.
        (Syntax::Function(function), "assert_unwind_safe") => function.attrs.has("wasm_bindgen"),
        (Syntax::Function(_) | Syntax::Impl(_), _) => true,
    }
}
