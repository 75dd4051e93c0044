use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{parenthesized, token, Expr, ExprLit, Ident, Lit, LitStr, Path, Token};

use crate::cx::Cx;
use crate::model::closures::Aliases;
use crate::rules;

/// What stands between the parentheses of `#[bulkhead(…)]`.
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) on_panic: Option<Given<OnPanic>>,
    pub(crate) name: Option<Given<LitStr>>,
    pub(crate) closures: Option<Given<Closures>>,
    pub(crate) assertion: Option<Given<LitStr>>,
    pub(crate) assertions_of: Vec<Given<AssertionOf>>,
    /// `poisoned = admit`: the method is let in on a torn object.
    pub(crate) poisoned: Option<Given<Admit>>,
    pub(crate) krate: Option<Given<Path>>,
    /// What the module around calls wasm-bindgen's type of closures; not for
    /// users.
    pub(crate) aliases: Aliases,
}

/// An argument, with its tokens: to point at, and to hand on to inner items.
#[derive(Clone)]
pub(crate) struct Given<T> {
    pub(crate) key: Ident,
    pub(crate) value: T,
    pub(crate) tokens: TokenStream,
}

/// `assert_unwind_safe(a, self) = "reason"`, which is about these alone.
#[derive(Clone)]
pub(crate) struct AssertionOf {
    pub(crate) names: Vec<Ident>,
    pub(crate) reason: LitStr,
}

/// What a panic does, beyond the error that its caller gets.
#[derive(Clone)]
pub(crate) enum OnPanic {
    Throw,
    /// Ends the instance.
    Abort,
    /// Poisons the object, which must have a `Poison`.
    Poison,
    /// Puts the object back to a copy, or to what this function made of it.
    Rollback(Option<Path>),
    /// What the caller of a raw export gets instead.
    Return(Box<Expr>),
}

/// The only value of `poisoned`.
#[derive(Clone, Copy)]
pub(crate) struct Admit;

/// What becomes of closures that JavaScript will call.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Closures {
    /// Boundaries. A panic ends the instance where the captures are not unwind safe.
    Auto,
    /// Boundaries. Such a closure is refused after a panic instead.
    Poison,
    /// Nothing.
    Off,
}

impl Args {
    pub(crate) fn parse(cx: &Cx, tokens: TokenStream) -> Self {
        let mut args = Args::default();
        match Punctuated::<Argument, Token![,]>::parse_terminated.parse2(tokens) {
            Ok(list) => {
                list.into_iter()
                    .for_each(|argument| args.read(cx, argument));
                args.check_assertions(cx);
            }
            Err(error) => cx.report_at(&rules::MALFORMED, error.span(), &error.to_string()),
        }
        args
    }

    fn read(&mut self, cx: &Cx, argument: Argument) {
        if let Some(names) = &argument.names {
            return self.read_assertion_of(cx, &argument, names);
        }
        match argument.key.to_string().as_str() {
            "on_panic" => argument.store(cx, &mut self.on_panic, parse_on_panic),
            "name" => argument.store(cx, &mut self.name, parse_text),
            "closures" => argument.store(cx, &mut self.closures, parse_closures),
            "assert_unwind_safe" => {
                argument.store(cx, &mut self.assertion, parse_text);
                let reason = self.assertion.as_ref().map(|given| &given.value);
                check_reason(cx, &argument, reason);
            }
            "poisoned" => argument.store(cx, &mut self.poisoned, parse_admit),
            "__aliases" => read_aliases(&mut self.aliases, argument.value.as_ref()),
            "crate" => argument.store(cx, &mut self.krate, parse_path),
            unknown => cx.report(&rules::UNKNOWN_ARGUMENT, &argument.key, unknown),
        }
    }

    fn read_assertion_of(&mut self, cx: &Cx, argument: &Argument, names: &[Ident]) {
        let Argument { key, tokens, .. } = argument;
        if key != "assert_unwind_safe" {
            return cx.report(&rules::INVALID_VALUE, tokens, &key.to_string());
        }
        let Some(reason) = argument.value.as_ref().and_then(parse_text) else {
            return cx.report(&rules::NO_REASON, tokens, "");
        };
        check_reason(cx, argument, Some(&reason));
        let twice = names.iter().find(|name| self.asserts_only(name));
        if let Some(name) = twice {
            cx.report(&rules::REPEATED, name, &name.to_string());
        }
        self.assertions_of.push(Given {
            key: key.clone(),
            value: AssertionOf {
                names: names.to_vec(),
                reason,
            },
            tokens: tokens.clone(),
        });
    }

    /// An assertion of all leaves nothing to say of some.
    fn check_assertions(&self, cx: &Cx) {
        if self.assertion.is_none() {
            return;
        }
        for given in &self.assertions_of {
            let it = "`assert_unwind_safe` of all, and `assert_unwind_safe(…)` of some";
            cx.report(&rules::CONFLICTING, &given.tokens, it);
        }
    }

    /// Whether the user vouches for the argument `name`, or for `self`.
    pub(crate) fn asserts(&self, name: &Ident) -> bool {
        self.assertion.is_some() || self.asserts_only(name)
    }

    fn asserts_only(&self, name: &Ident) -> bool {
        let mut names = self.assertions_of.iter().flat_map(|of| &of.value.names);
        names.any(|asserted| asserted.unraw() == name.unraw())
    }

    /// The private module of the runtime, which everything emitted goes through.
    pub(crate) fn runtime(&self) -> Path {
        let mut path = self.krate();
        path.segments.push(syn::parse_quote!(__private));
        path
    }

    pub(crate) fn krate(&self) -> Path {
        let given = self.krate.as_ref().map(|given| given.value.clone());
        given.unwrap_or_else(|| syn::parse_quote!(::wasm_bulkhead))
    }

    pub(crate) fn on_panic(&self) -> Option<&OnPanic> {
        self.on_panic.as_ref().map(|given| &given.value)
    }

    pub(crate) fn closures(&self) -> Option<Closures> {
        self.closures.as_ref().map(|given| given.value)
    }
}

/// An assertion that gives no reason is worse than none: it looks considered.
fn check_reason(cx: &Cx, argument: &Argument, reason: Option<&LitStr>) {
    if reason.is_some_and(|reason| reason.value().trim().is_empty()) {
        cx.report(&rules::NO_REASON, &argument.tokens, "");
    }
}

/// `key = value`, `key(name, …) = value`, or a bare `key`, which no argument is yet.
struct Argument {
    key: Ident,
    names: Option<Vec<Ident>>,
    value: Option<Expr>,
    tokens: TokenStream,
}

impl Argument {
    fn store<T>(&self, cx: &Cx, slot: &mut Option<Given<T>>, parse: fn(&Expr) -> Option<T>) {
        let Argument {
            key, value, tokens, ..
        } = self;
        if slot.is_some() {
            return cx.report(&rules::REPEATED, tokens, &key.to_string());
        }
        match value.as_ref().and_then(parse) {
            Some(value) => {
                *slot = Some(Given {
                    key: key.clone(),
                    value,
                    tokens: tokens.clone(),
                });
            }
            None if key == "assert_unwind_safe" => cx.report(&rules::NO_REASON, tokens, ""),
            None => cx.report(&rules::INVALID_VALUE, tokens, &key.to_string()),
        }
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let mut tokens = key.to_token_stream();
        let names = parse_names(input, &mut tokens)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?.to_tokens(&mut tokens);
            let value: Expr = input.parse()?;
            value.to_tokens(&mut tokens);
            Some(value)
        } else {
            None
        };
        Ok(Argument {
            key,
            names,
            value,
            tokens,
        })
    }
}

fn parse_names(input: ParseStream, tokens: &mut TokenStream) -> syn::Result<Option<Vec<Ident>>> {
    if !input.peek(token::Paren) {
        return Ok(None);
    }
    let content;
    let paren = parenthesized!(content in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated_with(&content, Ident::parse_any)?;
    paren.surround(tokens, |tokens| names.to_tokens(tokens));
    Ok(Some(names.into_iter().collect()))
}

fn parse_on_panic(value: &Expr) -> Option<OnPanic> {
    match word(value).as_deref() {
        Some("throw") => Some(OnPanic::Throw),
        Some("abort") => Some(OnPanic::Abort),
        Some("poison") => Some(OnPanic::Poison),
        Some("rollback") => Some(OnPanic::Rollback(None)),
        _ => {
            Some(parse_rollback(value).unwrap_or_else(|| OnPanic::Return(Box::new(value.clone()))))
        }
    }
}

/// `rollback(path)`.
fn parse_rollback(value: &Expr) -> Option<OnPanic> {
    let Expr::Call(call) = value else {
        return None;
    };
    let [snapshot] = call.args.iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    let snapshot = parse_path(snapshot)?;
    (word(&call.func)? == "rollback").then_some(OnPanic::Rollback(Some(snapshot)))
}

fn parse_admit(value: &Expr) -> Option<Admit> {
    (word(value)? == "admit").then_some(Admit)
}

fn parse_closures(value: &Expr) -> Option<Closures> {
    match word(value).as_deref() {
        Some("auto") => Some(Closures::Auto),
        Some("poison") => Some(Closures::Poison),
        Some("off") => Some(Closures::Off),
        _ => None,
    }
}

fn parse_text(value: &Expr) -> Option<LitStr> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.clone()),
        Expr::Group(group) => parse_text(&group.expr),
        _ => None,
    }
}

fn parse_path(value: &Expr) -> Option<Path> {
    match value {
        Expr::Path(path) if path.qself.is_none() => Some(path.path.clone()),
        Expr::Group(group) => parse_path(&group.expr),
        _ => None,
    }
}

fn read_aliases(aliases: &mut Aliases, value: Option<&Expr>) {
    if let Some(Expr::Array(list)) = value {
        for name in list.elems.iter().filter_map(ident) {
            aliases.add(name.clone());
        }
    }
}

fn word(value: &Expr) -> Option<String> {
    ident(value).map(Ident::to_string)
}

fn ident(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    }
}
