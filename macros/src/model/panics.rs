//! What in a body can panic, as far as its tokens show it.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Something that can panic.
pub(crate) struct Panicking {
    pub(crate) token: TokenTree,
    pub(crate) what: String,
}

const MACROS: &[&str] = &[
    "panic",
    "unreachable",
    "todo",
    "unimplemented",
    "assert",
    "assert_eq",
    "assert_ne",
];

const METHODS: &[&str] = &["unwrap", "expect"];

/// Words after which brackets are a list, not an index.
const KEYWORDS: &[&str] = &[
    "as", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "match", "move",
    "mut", "ref", "return", "static", "where", "while",
];

/// The first thing in `body` that can panic.
pub(crate) fn first_panic(body: &TokenStream) -> Option<Panicking> {
    let tokens: Vec<_> = body.clone().into_iter().collect();
    tokens.iter().enumerate().find_map(|(i, token)| {
        let before = i.checked_sub(1).map(|i| &tokens[i]);
        let here = match token {
            TokenTree::Ident(ident) => named(&ident.to_string(), before, tokens.get(i + 1)),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let is_all = group.stream().to_string() == "..";
                (is_indexed(before) && !is_all).then(|| String::from("an index"))
            }
            _ => None,
        };
        let inside = || match token {
            TokenTree::Group(group) => first_panic(&group.stream()),
            _ => None,
        };
        let here = here.map(|what| Panicking {
            token: token.clone(),
            what,
        });
        here.or_else(inside)
    })
}

fn named(name: &str, before: Option<&TokenTree>, after: Option<&TokenTree>) -> Option<String> {
    if MACROS.contains(&name) && is_punct(after, '!') {
        return Some(format!("`{name}!`"));
    }
    (METHODS.contains(&name) && is_punct(before, '.')).then(|| format!("`{name}`"))
}

fn is_indexed(before: Option<&TokenTree>) -> bool {
    match before {
        Some(TokenTree::Ident(ident)) => !KEYWORDS.contains(&ident.to_string().as_str()),
        Some(TokenTree::Group(group)) => {
            matches!(
                group.delimiter(),
                Delimiter::Parenthesis | Delimiter::Bracket
            )
        }
        before => is_punct(before, '?'),
    }
}

fn is_punct(token: Option<&TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == punct)
}
