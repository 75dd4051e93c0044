//! Items split just far enough to know what they are.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{AttrStyle, Attribute, Expr, ExprLit, Item, Lit, Meta, Visibility};

use super::attrs::{is_named, Attrs, Conditional};
use super::function::Function;
use super::impls::ImplBlock;
use super::module::Module;

/// An item, read no deeper than needed.
pub(crate) enum Syntax {
    Function(Function),
    Impl(ImplBlock),
    Module(Module),
    Item(Item),
}

impl Parse for Syntax {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let light = |parse: fn(ParseStream) -> syn::Result<Self>| {
            let ahead = input.fork();
            parse(&ahead).ok().inspect(|_| input.advance_to(&ahead))
        };
        let found =
            light(|input| input.parse().map(Syntax::Function)).or_else(|| {
                match first_word(input).ok()?.as_str() {
                    "mod" => light(|input| input.parse().map(Syntax::Module)),
                    "impl" => light(|input| input.parse().map(Syntax::Impl)),
                    _ => None,
                }
            });
        found.map_or_else(|| input.parse().map(Syntax::Item), Ok)
    }
}

/// The word that says what item comes next, behind attributes and qualifiers.
fn first_word(input: ParseStream) -> syn::Result<String> {
    let ahead = input.fork();
    ahead.call(Attribute::parse_outer)?;
    ahead.parse::<Visibility>()?;
    loop {
        match ahead.call(syn::Ident::parse_any) {
            Ok(word) if word == "unsafe" || word == "default" => continue,
            Ok(word) => return Ok(word.to_string()),
            Err(_) => return Ok(String::new()),
        }
    }
}

impl Syntax {
    pub(crate) fn attrs(&self) -> Attrs {
        match self {
            Syntax::Function(function) => function.attrs.clone(),
            Syntax::Impl(block) => block.attrs.clone(),
            Syntax::Module(module) => module.attrs.clone(),
            Syntax::Item(item) => Attrs::new(item_attrs(item)),
        }
    }

    pub(crate) fn remove_attrs(&mut self, names: &[&str]) {
        match self {
            Syntax::Function(function) => function.attrs = function.attrs.without(names),
            Syntax::Impl(block) => block.attrs = block.attrs.without(names),
            Syntax::Module(module) => module.attrs = module.attrs.without(names),
            Syntax::Item(Item::Struct(it)) => it.attrs = without(&it.attrs, names),
            Syntax::Item(Item::ForeignMod(it)) => it.attrs = without(&it.attrs, names),
            Syntax::Item(_) => {}
        }
    }

    /// Whether `wasm-bindgen` has been here already: then its attribute stands
    /// above ours, and what is left are marks of its own. It copies our
    /// attribute onto the shim of a function, and expands that too.
    pub(crate) fn is_bindgens_own(&self) -> bool {
        match self {
            Syntax::Function(function) => function
                .sig
                .ident
                .to_string()
                .starts_with("__wasm_bindgen_generated"),
            Syntax::Impl(block) => block
                .methods()
                .any(|m| m.attrs.has("__wasm_bindgen_class_marker")),
            _ => self.attrs().has("__wasm_bindgen_retried"),
        }
    }

    /// What this is if it can never be exported, and its most telling tokens.
    pub(crate) fn unsupported(&self) -> Option<(&'static str, TokenStream)> {
        match self {
            Syntax::Function(_) | Syntax::Module(_) | Syntax::Impl(_) => None,
            Syntax::Item(item) => unsupported_item(item),
        }
    }

    /// Whether `#[bulkhead]` belongs above this item of an annotated module.
    pub(crate) fn is_guarded(&self) -> bool {
        let attrs = self.attrs();
        match self {
            Syntax::Module(module) => module.items.is_some(),
            Syntax::Function(_) => attrs.has("wasm_bindgen") || has_symbol(&attrs),
            Syntax::Impl(_) => attrs.has("wasm_bindgen"),
            Syntax::Item(Item::Struct(_) | Item::ForeignMod(_)) => attrs.has("wasm_bindgen"),
            Syntax::Item(_) => false,
        }
    }
}

impl ToTokens for Syntax {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Syntax::Function(function) => function.to_tokens(tokens),
            Syntax::Impl(block) => block.to_tokens(tokens),
            Syntax::Module(module) => module.to_tokens(tokens),
            Syntax::Item(item) => item.to_tokens(tokens),
        }
    }
}

/// The symbol of a raw export: a function with an ABI and a name of its own.
pub(crate) fn symbol(function: &Function) -> Option<String> {
    function.sig.abi.as_ref()?;
    let attr = function.attrs.0.iter().find(|attr| is_symbol(attr))?;
    let name = function.sig.ident.unraw().to_string();
    Some(export_name(&attr.meta).unwrap_or(name))
}

fn has_symbol(attrs: &Attrs) -> bool {
    attrs.0.iter().any(is_symbol)
}

fn is_symbol(attr: &Conditional) -> bool {
    attr.is(&["no_mangle", "export_name"])
}

fn export_name(meta: &TokenStream) -> Option<String> {
    match syn::parse2(meta.clone()).ok()? {
        Meta::NameValue(pair) if is_named(&pair.path, "export_name") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(name),
                ..
            }) => Some(name.value()),
            _ => None,
        },
        Meta::List(list) if list.path.is_ident("unsafe") => export_name(&list.tokens),
        _ => None,
    }
}

fn unsupported_item(item: &Item) -> Option<(&'static str, TokenStream)> {
    Some(match item {
        Item::Trait(it) => ("a trait", it.ident.to_token_stream()),
        Item::TraitAlias(it) => ("a trait alias", it.ident.to_token_stream()),
        Item::Type(it) => ("a type alias", it.ident.to_token_stream()),
        Item::Union(it) => ("a union", it.ident.to_token_stream()),
        Item::Static(it) => ("a static", it.ident.to_token_stream()),
        Item::Use(it) => ("an import", it.tree.to_token_stream()),
        Item::ExternCrate(it) => ("an extern crate", it.ident.to_token_stream()),
        Item::Macro(it) => ("a macro", it.mac.path.to_token_stream()),
        _ => return None,
    })
}

fn without(attrs: &[Attribute], names: &[&str]) -> Vec<Attribute> {
    let (inner, outer) = attrs
        .iter()
        .cloned()
        .partition::<Vec<_>, _>(|attr| matches!(attr.style, AttrStyle::Inner(_)));
    let mut kept = Attrs::new(&outer).without(names).parsed();
    kept.extend(inner);
    kept
}

fn item_attrs(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::ExternCrate(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::ForeignMod(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::TraitAlias(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Union(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

/// Everything up to the next braces, which are not read with it.
pub(crate) fn header(input: ParseStream) -> syn::Result<TokenStream> {
    let mut header = TokenStream::new();
    loop {
        if input.peek(syn::token::Brace) {
            return Ok(header);
        }
        match input.parse::<TokenTree>()? {
            // A group without delimiters may hold the type that a macro passed.
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                header.extend([TokenTree::Group(group)]);
            }
            token => header.extend([token]),
        }
    }
}
