use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::parse::{Parse, ParseStream};
use syn::{braced, token, Attribute, Ident, Item, Meta, Token, Visibility};

use super::attrs::{split_commas, Attrs};
use super::impls::ImplBlock;
use super::syntax::{symbol, Syntax};

/// A module; one in a file of its own has no items here.
pub(crate) struct Module {
    pub(crate) attrs: Attrs,
    vis: Visibility,
    unsafety: Option<Token![unsafe]>,
    mod_token: Token![mod],
    pub(crate) ident: Ident,
    brace: Option<token::Brace>,
    inner: Vec<Attribute>,
    pub(crate) items: Option<Vec<ModuleItem>>,
}

/// An item of an annotated module, without its own `#[bulkhead]`.
pub(crate) struct ModuleItem {
    pub(crate) syntax: Syntax,
    /// The arguments of the `#[bulkhead]` it had, which go before the module's.
    pub(crate) own_args: Vec<TokenStream>,
}

/// Macros that are known to expand to no export.
const HARMLESS_MACROS: &[&str] = &["thread_local", "compile_error"];

impl ModuleItem {
    pub(crate) fn new(mut syntax: Syntax) -> Self {
        let helpers = syntax.attrs().only(&["bulkhead"]);
        let unconditional = helpers
            .0
            .iter()
            .filter(|helper| helper.predicates.is_empty());
        let lists = unconditional.filter_map(|helper| syn::parse2(helper.meta.clone()).ok());
        let own_args = lists.flat_map(|meta| match meta {
            Meta::List(list) => split_commas(list.tokens),
            _ => Vec::new(),
        });
        let own_args = own_args.collect();
        syntax.remove_attrs(&["bulkhead"]);
        ModuleItem { syntax, own_args }
    }

    /// Whether it has an argument `key` of its own.
    pub(crate) fn gives(&self, key: &str) -> bool {
        let first_word = |arg: &TokenStream| arg.clone().into_iter().next().map(|t| t.to_string());
        self.own_args
            .iter()
            .any(|arg| first_word(arg).as_deref() == Some(key))
    }

    /// The raw export this item is, unless its own arguments say what its caller
    /// gets.
    pub(crate) fn raw_export(&self) -> Option<&Ident> {
        match &self.syntax {
            Syntax::Function(function)
                if !function.attrs.has("wasm_bindgen") && symbol(function).is_some() =>
            {
                (!self.gives("on_panic")).then_some(&function.sig.ident)
            }
            _ => None,
        }
    }

    /// The class that this item exports.
    fn class(&self) -> Option<&Ident> {
        match &self.syntax {
            Syntax::Item(Item::Struct(item)) if self.syntax.is_guarded() => Some(&item.ident),
            _ => None,
        }
    }

    /// The macro this item calls, if what it expands to is not known.
    pub(crate) fn macro_call(&self) -> Option<&syn::Path> {
        match &self.syntax {
            Syntax::Item(Item::Macro(item)) if item.ident.is_none() => {
                let path = &item.mac.path;
                let name = path.segments.last()?.ident.to_string();
                (!HARMLESS_MACROS.contains(&name.as_str())).then_some(path)
            }
            _ => None,
        }
    }

    /// The module this item declares, if its items are elsewhere.
    pub(crate) fn file_module(&self) -> Option<&Ident> {
        match &self.syntax {
            Syntax::Module(module) if module.items.is_none() => Some(&module.ident),
            _ => None,
        }
    }
}

impl Module {
    /// The destructors of the classes exported here.
    pub(crate) fn destructors(&self) -> impl Iterator<Item = &ImplBlock> {
        let items = self.items.iter().flatten();
        items.filter_map(|item| match &item.syntax {
            Syntax::Impl(block) if block.is_of_trait("Drop") => {
                let class = block.class_ident()?;
                self.exports(class).then_some(block)
            }
            _ => None,
        })
    }

    fn exports(&self, class: &Ident) -> bool {
        let mut items = self.items.iter().flatten();
        items.any(|item| item.class() == Some(class))
    }

    /// The module with `items` in place of its own.
    pub(crate) fn tokens_with(&self, items: TokenStream) -> TokenStream {
        let Module {
            attrs,
            vis,
            unsafety,
            mod_token,
            ident,
            inner,
            ..
        } = self;
        let mut tokens = quote!(#attrs #vis #unsafety #mod_token #ident);
        match self.brace {
            None => tokens.extend(quote!(;)),
            Some(brace) => brace.surround(&mut tokens, |tokens| {
                tokens.extend(quote!(#(#inner)* #items));
            }),
        }
        tokens
    }
}

impl Parse for Module {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut module = Module {
            attrs: Attrs::new(&input.call(Attribute::parse_outer)?),
            vis: input.parse()?,
            unsafety: input.parse()?,
            mod_token: input.parse()?,
            ident: input.parse()?,
            brace: None,
            inner: Vec::new(),
            items: None,
        };
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(module);
        }
        let content;
        module.brace = Some(braced!(content in input));
        module.inner = content.call(Attribute::parse_inner)?;
        let mut items = Vec::new();
        while !content.is_empty() {
            items.push(ModuleItem::new(content.parse()?));
        }
        module.items = Some(items);
        Ok(module)
    }
}

impl ToTokens for Module {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let items = self.items.iter().flatten().map(|item| &item.syntax);
        tokens.extend(self.tokens_with(quote!(#(#items)*)));
    }
}
