//! The options in `#[wasm_bindgen(…)]`, read leniently: what is wrong with them
//! is `wasm-bindgen`'s to say.

use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, quote_spanned, ToTokens};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Meta, Path};

use super::attrs::{is_named, split_commas, Attrs, Conditional};

/// A `#[wasm_bindgen(…)]` attribute, under the path the user wrote.
#[derive(Clone)]
pub(crate) struct Bindgen {
    pub(crate) path: Path,
    pub(crate) options: Options,
}

impl Bindgen {
    /// The attribute on the item itself, where `cfg_attr` is already expanded.
    pub(crate) fn find(attrs: &Attrs) -> Option<Self> {
        let mut found = attrs.0.iter().filter_map(Self::parse);
        let mut first = found.next()?;
        found.for_each(|more| first.options.0.extend(more.options.0));
        Some(first)
    }

    fn parse(attr: &Conditional) -> Option<Self> {
        let path = attr.path().filter(|path| is_named(path, "wasm_bindgen"))?;
        let path = path.clone();
        let options = Options::parse(&attr.meta);
        Some(Bindgen { path, options })
    }
}

impl ToTokens for Bindgen {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Bindgen { path, options } = self;
        // Located at the user's attribute, because errors underline that.
        let span = path.span();
        tokens.extend(match options.0.is_empty() {
            true => quote_spanned!(span=> #[#path]),
            false => quote_spanned!(span=> #[#path(#options)]),
        });
    }
}

#[derive(Clone, Default)]
pub(crate) struct Options(Vec<Entry>);

#[derive(Clone)]
struct Entry {
    key: String,
    value: Option<TokenStream>,
    tokens: TokenStream,
}

impl Options {
    fn parse(meta: &TokenStream) -> Self {
        match syn::parse2(meta.clone()) {
            Ok(Meta::List(list)) => Self::of(&list.tokens),
            _ => Options::default(),
        }
    }

    /// Those between parentheses.
    pub(crate) fn of(list: &TokenStream) -> Self {
        let entries = split_commas(list.clone()).into_iter();
        Options(entries.filter_map(parse_entry).collect())
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|entry| entry.key == key)
    }

    pub(crate) fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.has(key))
    }

    /// The tokens after `key =`.
    pub(crate) fn value(&self, key: &str) -> Option<&TokenStream> {
        let entry = self.0.iter().find(|entry| entry.key == key)?;
        entry.value.as_ref()
    }

    /// The value of `key` as the name it spells, be it a literal or a word.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        spelling(self.value(key)?.clone())
    }

    /// The segments of `js_namespace`, which may be a list.
    pub(crate) fn namespace(&self) -> Vec<String> {
        let Some(value) = self.value("js_namespace") else {
            return Vec::new();
        };
        match syn::parse2::<Expr>(value.clone()) {
            Ok(Expr::Array(list)) => {
                let segments = list.elems.iter().map(ToTokens::to_token_stream);
                segments.filter_map(spelling).collect()
            }
            _ => spelling(value.clone()).into_iter().collect(),
        }
    }

    pub(crate) fn without(&self, keys: &[&str]) -> Self {
        let kept = self
            .0
            .iter()
            .filter(|entry| !keys.contains(&entry.key.as_str()));
        Options(kept.cloned().collect())
    }

    pub(crate) fn only(&self, keys: &[&str]) -> Self {
        let kept = self
            .0
            .iter()
            .filter(|entry| keys.contains(&entry.key.as_str()));
        Options(kept.cloned().collect())
    }

    /// With `key = value` in place of what `key` was.
    pub(crate) fn with(&self, key: &str, value: impl ToTokens) -> Self {
        let mut options = self.without(&[key]);
        let name = Ident::new(key, proc_macro2::Span::call_site());
        let value = value.to_token_stream();
        let tokens = quote!(#name = #value);
        options.0.push(Entry {
            key: key.to_owned(),
            value: Some(value),
            tokens,
        });
        options
    }

    pub(crate) fn with_flag(&self, key: &str) -> Self {
        let mut options = self.without(&[key]);
        let tokens = Ident::new(key, proc_macro2::Span::call_site()).to_token_stream();
        options.0.push(Entry {
            key: key.to_owned(),
            value: None,
            tokens,
        });
        options
    }

    pub(crate) fn merge(&mut self, more: Options) {
        self.0.extend(more.0);
    }
}

impl ToTokens for Options {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let entries = self.0.iter().map(|entry| &entry.tokens);
        tokens.extend(quote!(#(#entries),*));
    }
}

/// What a member's options are in one state of the `cfg_attr`s around them.
#[derive(Clone)]
pub(crate) struct Case {
    /// The predicate of this state; none when there is but one.
    pub(crate) predicate: Option<TokenStream>,
    pub(crate) options: Options,
}

impl Case {
    /// Every state a member can be in: each predicate both holds and does not.
    pub(crate) fn all(attrs: &Attrs) -> Vec<Self> {
        let mut cases = vec![(Vec::new(), Options::default())];
        for attr in attrs.0.iter() {
            let Some(Bindgen { options, .. }) = Bindgen::parse(attr) else {
                continue;
            };
            cases = match attr.predicates.as_slice() {
                [] => merged(cases, options),
                [predicate] => split(cases, predicate.clone(), options),
                predicates => split(cases, quote!(all(#(#predicates),*)), options),
            };
        }
        cases.into_iter().map(Case::new).collect()
    }

    fn new((predicates, options): (Vec<TokenStream>, Options)) -> Self {
        let predicate = match predicates.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            all => Some(quote!(all(#(#all),*))),
        };
        Case { predicate, options }
    }

    /// The `#[cfg]` of what is emitted for this case alone.
    pub(crate) fn cfg(&self) -> Option<TokenStream> {
        let predicate = self.predicate.as_ref()?;
        Some(quote!(#[cfg(#predicate)]))
    }
}

type States = Vec<(Vec<TokenStream>, Options)>;

fn merged(mut cases: States, options: Options) -> States {
    cases
        .iter_mut()
        .for_each(|(_, case)| case.merge(options.clone()));
    cases
}

fn split(cases: States, predicate: TokenStream, options: Options) -> States {
    let mut doubled = Vec::with_capacity(cases.len() * 2);
    for (predicates, case) in cases {
        let mut holds = (predicates.clone(), case.clone());
        holds.0.push(predicate.clone());
        holds.1.merge(options.clone());
        let mut fails = (predicates, case);
        fails.0.push(quote!(not(#predicate)));
        doubled.extend([holds, fails]);
    }
    doubled
}

fn parse_entry(tokens: TokenStream) -> Option<Entry> {
    let mut parts = tokens.clone().into_iter();
    let key = match parts.next()? {
        TokenTree::Ident(ident) => ident.unraw().to_string(),
        _ => return None,
    };
    let value: TokenStream = parts.skip(1).collect();
    let value = Some(value).filter(|value| !value.is_empty());
    Some(Entry { key, value, tokens })
}

fn spelling(value: TokenStream) -> Option<String> {
    if let Ok(Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    })) = syn::parse2::<Expr>(value.clone())
    {
        return Some(LitStr::value(&text));
    }
    match value.into_iter().next()? {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    }
}
