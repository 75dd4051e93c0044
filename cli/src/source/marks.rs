//! Attributes by their last name, also behind `cfg_attr`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// An attribute of an item.
#[derive(Clone)]
pub(crate) struct Mark<'a> {
    /// The attribute as it stands, which may be a `cfg_attr` around it.
    pub(crate) attr: &'a Attribute,
    /// What it comes down to.
    pub(crate) meta: Meta,
    /// The conditions of the `cfg_attr`s around it, the outermost first.
    pub(crate) conditions: Vec<Meta>,
}

impl<'a> Mark<'a> {
    /// The first attribute of this name.
    pub(crate) fn find(attrs: &'a [Attribute], name: &str) -> Option<Mark<'a>> {
        Mark::all(attrs, name).into_iter().next()
    }

    /// All attributes of this name, in their order.
    pub(crate) fn all(attrs: &'a [Attribute], name: &str) -> Vec<Mark<'a>> {
        let mut marks = Vec::new();
        for attr in attrs {
            collect(attr, &attr.meta, name, &mut Vec::new(), &mut marks);
        }
        marks
    }

    /// What stands in its parentheses.
    pub(crate) fn arguments(&self) -> TokenStream {
        match &self.meta {
            Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        }
    }

    /// Whether one of its arguments begins with this word.
    pub(crate) fn has_argument(&self, word: &str) -> bool {
        let mut is_first = true;
        self.arguments().into_iter().any(|token| {
            let begins = std::mem::replace(&mut is_first, token.to_string() == ",");
            begins && token.to_string() == word
        })
    }
}

fn collect<'a>(
    attr: &'a Attribute,
    meta: &Meta,
    name: &str,
    conditions: &mut Vec<Meta>,
    marks: &mut Vec<Mark<'a>>,
) {
    let last = meta.path().segments.last();
    if last.is_some_and(|segment| segment.ident == name) {
        marks.push(Mark {
            attr,
            meta: meta.clone(),
            conditions: conditions.clone(),
        });
    }
    let Some(inner) = cfg_attr(meta) else { return };
    let mut inner = inner.into_iter();
    let Some(condition) = inner.next() else {
        return;
    };
    conditions.push(condition);
    for meta in inner {
        collect(attr, &meta, name, conditions, marks);
    }
    conditions.pop();
}

/// What is in `cfg_attr(…)`: the condition, then attributes.
fn cfg_attr(meta: &Meta) -> Option<Punctuated<Meta, Token![,]>> {
    let list = match meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => list,
        _ => return None,
    };
    list.parse_args_with(Punctuated::parse_terminated).ok()
}

/// The conditions as one, for a `cfg_attr` or a person; `None` where there are none.
pub(crate) fn condition(conditions: &[Meta], text: impl Fn(&Meta) -> String) -> Option<String> {
    match conditions {
        [] => None,
        [one] => Some(text(one)),
        many => {
            let texts: Vec<_> = many.iter().map(text).collect();
            Some(format!("all({})", texts.join(", ")))
        }
    }
}

/// The tokens of something, for comparing.
pub(crate) fn tokens(it: &impl ToTokens) -> String {
    it.to_token_stream().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attrs(text: &str) -> Vec<Attribute> {
        let item: syn::ItemFn = syn::parse_str(&format!("{text} fn f() {{}}")).unwrap();
        item.attrs
    }

    #[test]
    fn marks_are_found_behind_conditions() {
        let all = attrs(
            "#[cfg_attr(feature = \"a\", derive(X), cfg_attr(unix, wasm_bindgen(js_name = b)))]",
        );
        let mark = Mark::find(&all, "wasm_bindgen").unwrap();
        let text = condition(&mark.conditions, tokens).unwrap();
        assert_eq!(text, "all(feature = \"a\", unix)");
        assert!(mark.has_argument("js_name") && !mark.has_argument("b"));
        assert!(Mark::find(&all, "bulkhead").is_none());
    }

    #[test]
    fn paths_and_neighbours_are_told_apart() {
        let all = attrs("#[wasm_bindgen_test] #[wasm_bindgen::prelude::wasm_bindgen(start)] #[doc = \"wasm_bindgen\"]");
        let marks = Mark::all(&all, "wasm_bindgen");
        assert_eq!(marks.len(), 1);
        assert!(marks[0].conditions.is_empty() && marks[0].has_argument("start"));
    }
}
