//! What macros are given, as far as it can be read.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Index, Lit, LitStr, Macro, Member, Token};

use super::places::Place;

/// Macros of `std` and of logging crates, whose arguments are expressions in
/// the order they are evaluated in, some with a format string.
const EXPRESSIONS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "dbg",
    "debug",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "error",
    "format",
    "format_args",
    "info",
    "log",
    "panic",
    "print",
    "println",
    "todo",
    "trace",
    "unimplemented",
    "unreachable",
    "vec",
    "warn",
    "write",
    "writeln",
];

/// Macros of `core` that never evaluate what they are given.
const INERT: &[&str] = &[
    "cfg",
    "column",
    "compile_error",
    "concat",
    "env",
    "file",
    "include",
    "include_bytes",
    "include_str",
    "line",
    "module_path",
    "option_env",
    "stringify",
    "thread_local",
];

/// What the tokens of a macro are.
pub(crate) enum Reading {
    /// Nothing that is evaluated.
    Inert,
    /// Expressions with commas in between, and whether the macro is known to
    /// take nothing else.
    Expressions(Punctuated<Expr, Token![,]>, bool),
    /// Anything.
    Tokens,
}

pub(crate) fn read(mac: &Macro) -> Reading {
    let name = mac.path.segments.last().map(|last| last.ident.to_string());
    let name = name.unwrap_or_default();
    if INERT.contains(&name.as_str()) {
        return Reading::Inert;
    }
    let is_known = EXPRESSIONS.contains(&name.as_str());
    let list = Punctuated::parse_terminated.parse2(mac.tokens.clone());
    match list {
        Ok(list) => Reading::Expressions(list, is_known),
        Err(_) if name == "vec" => match repeated(mac.tokens.clone()) {
            Some(list) => Reading::Expressions(list, false),
            None => Reading::Tokens,
        },
        Err(_) => Reading::Tokens,
    }
}

/// The two parts of `vec![value; count]`.
fn repeated(tokens: TokenStream) -> Option<Punctuated<Expr, Token![,]>> {
    let repeat: syn::ExprRepeat = syn::parse2(quoted_in_brackets(tokens)).ok()?;
    Some([*repeat.expr, *repeat.len].into_iter().collect())
}

fn quoted_in_brackets(tokens: TokenStream) -> TokenStream {
    let group = proc_macro2::Group::new(Delimiter::Bracket, tokens);
    TokenTree::from(group).into()
}

/// The format strings among the arguments: every literal, since one that is
/// none names no variable.
pub(crate) fn format_strings(list: &Punctuated<Expr, Token![,]>) -> Vec<LitStr> {
    let literal = |expr: &Expr| match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.clone()),
        _ => None,
    };
    list.iter().filter_map(literal).collect()
}

/// The name that `name = value` gives to an argument of a format string.
pub(crate) fn argument_name(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Assign(assign) => match &*assign.left {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        },
        _ => None,
    }
}

/// All that could be a variable, or a field of one, in tokens that cannot be
/// read. Too much rather than too little.
pub(crate) fn places(tokens: TokenStream) -> Vec<Place> {
    let mut found = Vec::new();
    scan(tokens, &mut found);
    found
}

fn scan(tokens: TokenStream, found: &mut Vec<Place>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => scan(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = syn::parse2(TokenTree::from(literal.clone()).into());
                let texts = text.iter().flat_map(|text: &LitStr| named_in(text));
                found.extend(texts);
            }
            TokenTree::Ident(ident) if !follows(&tokens, at, ".") && !follows(&tokens, at, ":") => {
                let mut place = Place::whole(ident.clone());
                while let Some(member) = member_at(&tokens, at + 1) {
                    place = place.field(&member);
                    at += 2;
                }
                found.push(place);
            }
            _ => {}
        }
        at += 1;
    }
}

/// The variables that a format string names.
pub(crate) fn named_in(text: &LitStr) -> Vec<Place> {
    let names = super::format::names(&text.value()).into_iter();
    names.filter_map(|name| named(&name, text.span())).collect()
}

/// A variable of this name. The compiler may know an older Unicode than we do, so
/// it has the last word on what is a name.
fn named(name: &str, span: Span) -> Option<Place> {
    let mut ident = Ident::parse_any.parse_str(name).ok()?;
    ident.set_span(span);
    Some(Place::whole(ident))
}

/// Whether the token before `at` is a single `punct`: the second point of a
/// range does not make a field.
fn follows(tokens: &[TokenTree], at: usize, punct: &str) -> bool {
    let is = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|token| token.to_string() == punct)
    };
    match punct {
        "." => is(at.checked_sub(1)) && !is(at.checked_sub(2)),
        _ => is(at.checked_sub(1)) && is(at.checked_sub(2)),
    }
}

/// The field in `.field`, unless that is a method or a range.
fn member_at(tokens: &[TokenTree], at: usize) -> Option<Member> {
    let [TokenTree::Punct(point), member, rest @ ..] = tokens.get(at..)? else {
        return None;
    };
    if point.as_char() != '.' || point.spacing() == proc_macro2::Spacing::Joint {
        return None;
    }
    let is_called = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    };
    match member {
        TokenTree::Ident(ident) if !rest.first().is_some_and(is_called) && ident != "await" => {
            Some(Member::Named(ident.clone()))
        }
        TokenTree::Literal(literal) => {
            let index: Index = syn::parse_str(&literal.to_string()).ok()?;
            Some(Member::Unnamed(index))
        }
        _ => None,
    }
}
