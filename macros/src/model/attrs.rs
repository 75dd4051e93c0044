//! Attributes with the `cfg_attr`s around them taken apart.
//!
//! On the annotated item `cfg_attr` is expanded before the macro runs; inside an
//! item it arrives raw, and both of its states have to be provided for.

use proc_macro2::{TokenStream, TokenTree};
use quote::{quote_spanned, ToTokens};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{AttrStyle, Attribute, Meta, Path};

/// One attribute and the predicates that must hold for it to be there.
#[derive(Clone)]
pub(crate) struct Conditional {
    pub(crate) predicates: Vec<TokenStream>,
    pub(crate) meta: TokenStream,
    /// The attribute's path, looking through `unsafe(…)`. Kept, because every
    /// attribute is asked for its name many times.
    path: Option<Path>,
}

impl Conditional {
    fn new(predicates: &[TokenStream], meta: &Meta) -> Self {
        Conditional {
            predicates: predicates.to_vec(),
            path: match meta {
                Meta::List(list) if list.path.is_ident("unsafe") => {
                    let inner: syn::Result<Meta> = syn::parse2(list.tokens.clone());
                    inner.ok().map(|inner| inner.path().clone())
                }
                _ => Some(meta.path().clone()),
            },
            meta: meta.to_token_stream(),
        }
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_ref()
    }

    pub(crate) fn is(&self, names: &[&str]) -> bool {
        self.path()
            .is_some_and(|path| names.iter().any(|name| is_named(path, name)))
    }
}

impl ToTokens for Conditional {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Conditional {
            predicates, meta, ..
        } = self;
        let span = meta.span();
        tokens.extend(match predicates.as_slice() {
            [] => quote_spanned!(span=> #[#meta]),
            [predicate] => quote_spanned!(span=> #[cfg_attr(#predicate, #meta)]),
            all => quote_spanned!(span=> #[cfg_attr(all(#(#all),*), #meta)]),
        });
    }
}

/// The outer attributes of an item or member.
#[derive(Clone, Default)]
pub(crate) struct Attrs(pub(crate) Vec<Conditional>);

impl Attrs {
    pub(crate) fn new(attrs: &[Attribute]) -> Self {
        let mut flat = Vec::new();
        for attr in attrs
            .iter()
            .filter(|attr| matches!(attr.style, AttrStyle::Outer))
        {
            flatten(&attr.meta, &mut Vec::new(), &mut flat);
        }
        Attrs(flat)
    }

    /// Back as syn's own, for the items that syn holds.
    pub(crate) fn parsed(&self) -> Vec<Attribute> {
        Attribute::parse_outer
            .parse2(self.to_token_stream())
            .unwrap_or_default()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|attr| attr.is(&[name]))
    }

    pub(crate) fn only(&self, names: &[&str]) -> Self {
        Attrs(
            self.0
                .iter()
                .filter(|attr| attr.is(names))
                .cloned()
                .collect(),
        )
    }

    pub(crate) fn without(&self, names: &[&str]) -> Self {
        Attrs(
            self.0
                .iter()
                .filter(|attr| !attr.is(names))
                .cloned()
                .collect(),
        )
    }

    /// What decides whether the item is there.
    pub(crate) fn cfgs(&self) -> Self {
        self.only(&["cfg"])
    }

    /// What the user wants to hear of lints.
    pub(crate) fn lint_levels(&self) -> Self {
        self.only(&["allow", "warn", "deny", "forbid"])
    }

    pub(crate) fn and(mut self, more: Attrs) -> Self {
        self.0.extend(more.0);
        self
    }

    /// What the item's stand-in towards JavaScript needs: `wasm-bindgen` puts
    /// doc comments into the declarations.
    pub(crate) fn docs_and_cfgs(&self) -> Self {
        self.only(&["cfg", "doc"])
    }
}

impl ToTokens for Attrs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.iter().for_each(|attr| attr.to_tokens(tokens));
    }
}

/// Whether `path` ends in `name`; how its crate is called is up to the user.
pub(crate) fn is_named(path: &Path, name: &str) -> bool {
    path.segments
        .last()
        .is_some_and(|segment| segment.ident == name)
}

/// The parts between the top-level commas of `tokens`, generic arguments kept
/// in one piece.
pub(crate) fn split_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    let mut depth = 0usize;
    let mut previous = ' ';
    for token in tokens {
        let punct = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match punct {
            '<' => depth += 1,
            '>' if !matches!(previous, '-' | '=') => depth = depth.saturating_sub(1),
            _ => {}
        }
        previous = punct;
        if punct == ',' && depth == 0 {
            parts.push(TokenStream::new());
        } else if let Some(part) = parts.last_mut() {
            part.extend([token]);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn flatten(meta: &Meta, predicates: &mut Vec<TokenStream>, flat: &mut Vec<Conditional>) {
    let parts = match meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => split_commas(list.tokens.clone()),
        _ => Vec::new(),
    };
    let mut parts = parts.into_iter();
    let Some(predicate) = parts.next() else {
        return flat.push(Conditional::new(predicates, meta));
    };
    predicates.push(predicate);
    for part in parts {
        match syn::parse2(part.clone()) {
            Ok(meta) => flatten(&meta, predicates, flat),
            Err(_) => flat.push(Conditional {
                predicates: predicates.clone(),
                meta: part,
                path: None,
            }),
        }
    }
    predicates.pop();
}
