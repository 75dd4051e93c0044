//! How a closure is handed to JavaScript.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, ToTokens};
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::visit::Visit;
use syn::{
    Expr, ExprCall, ItemType, LitStr, Macro, Path, PathArguments, PathSegment, Stmt, Token, Type,
    TypeTraitObject, UseRename,
};

const TYPES: &[&str] = &["Closure", "ScopedClosure"];
const MACRO: &str = "closure";

/// Whether a body has to be parsed at all.
pub(crate) fn mentions_closures(body: &TokenStream, aliases: &Aliases) -> bool {
    body.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == MACRO || aliases.name(&ident),
        TokenTree::Group(group) => mentions_closures(&group.stream(), aliases),
        _ => false,
    })
}

/// Whether this calls a macro of our name.
pub(crate) fn is_macro(mac: &Macro) -> bool {
    let last = mac.path.segments.last();
    last.is_some_and(|segment| segment.ident == MACRO)
}

/// What wasm-bindgen's type is called beside its own names.
#[derive(Clone, Default)]
pub(crate) struct Aliases(Vec<Ident>);

impl Aliases {
    /// Adds what `use … as …` and `type … = …` in `node` call the type.
    pub(crate) fn read(&mut self, visit: impl FnOnce(&mut Renames)) {
        let mut renames = Renames(Vec::new());
        visit(&mut renames);
        // An alias may be of an alias.
        loop {
            let known = self.0.len();
            for (original, name) in &renames.0 {
                if self.name(original) && !self.name(name) {
                    self.0.push(name.clone());
                }
            }
            if self.0.len() == known {
                break;
            }
        }
    }

    /// The names that are not wasm-bindgen's.
    pub(crate) fn own(&self) -> &[Ident] {
        &self.0
    }

    pub(crate) fn add(&mut self, name: Ident) {
        self.0.push(name);
    }

    fn name(&self, ident: &Ident) -> bool {
        TYPES.iter().any(|name| ident == name) || self.0.contains(ident)
    }
}

/// What is called something else, and how.
pub(crate) struct Renames(Vec<(Ident, Ident)>);

impl<'a> Visit<'a> for Renames {
    fn visit_use_rename(&mut self, rename: &'a UseRename) {
        if rename.rename != "_" {
            self.0.push((rename.ident.clone(), rename.rename.clone()));
        }
    }

    fn visit_item_type(&mut self, item: &'a ItemType) {
        if let Some(last) = last_segment(&item.ty) {
            self.0.push((last.ident.clone(), item.ident.clone()));
        }
    }
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// A call that makes a closure for JavaScript.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Constructor {
    pub(crate) kind: Kind,
    pub(crate) choice: Choice,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Own,
    Wrap,
    Once,
    OnceIntoJs,
}

/// Who decides what happens to a panic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Choice {
    /// The types of the captures.
    Types,
    /// The user, who wants the instance to end.
    Abort,
    /// The user, who answers for the captures.
    Assert,
}

impl Constructor {
    pub(crate) fn of(call: &ExprCall, aliases: &Aliases) -> Option<Self> {
        let (ty, function) = owner_and_function(&call.func)?;
        let is_ours = aliases.name(ty) && function.arguments.is_none() && call.args.len() == 1;
        Self::named(&function.ident.to_string()).filter(|_| is_ours)
    }

    fn named(function: &str) -> Option<Self> {
        let (base, choice) = match function {
            "new_aborting" => ("new", Choice::Abort),
            _ => match (
                function.strip_suffix("_aborting"),
                function.strip_suffix("_assert_unwind_safe"),
            ) {
                (Some(base), _) => (base, Choice::Abort),
                (_, Some(base)) => (base, Choice::Assert),
                _ => (function, Choice::Types),
            },
        };
        let kind = match base {
            "new" | "own" => Kind::Own,
            "wrap" => Kind::Wrap,
            "once" => Kind::Once,
            "once_into_js" => Kind::OnceIntoJs,
            _ => return None,
        };
        Some(Constructor { kind, choice })
    }

    /// What is inside `Box::new(…) as Box<dyn …>`, parentheses and the like; a
    /// closure literal also at the end of a block.
    pub(crate) fn core<'a>(&self, expr: &'a Expr) -> &'a Expr {
        self.layer(expr).map_or(expr, |inner| self.core(inner))
    }

    /// What is one layer further in.
    pub(crate) fn layer<'a>(&self, expr: &'a Expr) -> Option<&'a Expr> {
        match expr {
            // Elsewhere a cast makes another closure of it, whose captures are
            // anybody's guess.
            Expr::Cast(cast) if self.kind == Kind::Wrap => Some(&cast.expr),
            Expr::Paren(paren) => Some(&paren.expr),
            Expr::Group(group) => Some(&group.expr),
            Expr::Call(call) if is_boxed(call) => call.args.first(),
            Expr::Block(block) if block.label.is_none() => match block.block.stmts.last() {
                Some(Stmt::Expr(tail, None)) => {
                    // The variables of the block are out of scope after it.
                    matches!(self.core(tail), Expr::Closure(_)).then_some(tail)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The `dyn …` that a cast in `expr` makes of the closure.
    pub(crate) fn cast<'a>(&self, expr: &'a Expr) -> Option<&'a TypeTraitObject> {
        match expr {
            Expr::Cast(cast) => boxed_object(&cast.ty),
            _ => self.cast(self.layer(expr)?),
        }
    }
}

/// Whether this is `Box::new(…)`.
fn is_boxed(call: &ExprCall) -> bool {
    let found = owner_and_function(&call.func);
    let is_new =
        |(owner, function): (&Ident, &PathSegment)| owner == "Box" && function.ident == "new";
    found.is_some_and(is_new) && call.args.len() == 1
}

fn boxed_object(ty: &Type) -> Option<&TypeTraitObject> {
    let PathArguments::AngleBracketed(arguments) = &last_segment(ty)?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(Type::TraitObject(object)) => Some(object),
        _ => None,
    })
}

/// `Type` and `function` of `path::to::Type::function`, or of
/// `<path::to::Type>::function`.
fn owner_and_function(expr: &Expr) -> Option<(&Ident, &PathSegment)> {
    match expr {
        Expr::Paren(paren) => owner_and_function(&paren.expr),
        Expr::Group(group) => owner_and_function(&group.expr),
        Expr::Path(path) => {
            let mut from_the_end = path.path.segments.iter().rev();
            let function = from_the_end.next()?;
            let owner = match (&path.qself, from_the_end.next()) {
                (Some(qself), None) => last_segment(&qself.ty)?,
                (None, Some(owner)) => owner,
                _ => return None,
            };
            Some((&owner.ident, function))
        }
        _ => None,
    }
}

/// The path of a constructor with another function at its end.
pub(crate) fn with_function(func: &Expr, function: &str) -> TokenStream {
    let mut func = func.clone();
    if let Some(path) = path_mut(&mut func) {
        if let Some(last) = path.segments.last_mut() {
            let span = Span::mixed_site().located_at(last.ident.span());
            last.ident = Ident::new(function, span);
        }
    }
    func.into_token_stream()
}

fn path_mut(expr: &mut Expr) -> Option<&mut Path> {
    match expr {
        Expr::Path(path) => Some(&mut path.path),
        Expr::Paren(paren) => path_mut(&mut paren.expr),
        Expr::Group(group) => path_mut(&mut group.expr),
        _ => None,
    }
}

/// What stands between the parentheses of `closure!(…)`.
pub(crate) struct ClosureMacro {
    pub(crate) once: bool,
    pub(crate) choice: Choice,
    /// Why the captures may be seen after a panic.
    pub(crate) reason: Option<LitStr>,
    pub(crate) object: Option<TypeTraitObject>,
    pub(crate) closure: Expr,
    /// Everything in front of the closure.
    head: TokenStream,
}

impl ClosureMacro {
    /// What a call of ours says, or nothing if it is another crate's.
    pub(crate) fn read(mac: &Macro) -> Option<Self> {
        syn::parse2(mac.tokens.clone()).ok()
    }

    /// The same with another closure.
    pub(crate) fn with(&self, closure: &Expr) -> TokenStream {
        let head = &self.head;
        quote!(#head #closure)
    }

    pub(crate) fn constructor(&self) -> Constructor {
        let kind = if self.once { Kind::Once } else { Kind::Own };
        let choice = self.choice;
        Constructor { kind, choice }
    }
}

impl Parse for ClosureMacro {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let (mut once, mut choice, mut reason, mut object) = (false, Choice::Types, None, None);
        let begin = input.fork();
        loop {
            if word(input, "once") {
                once = true;
            } else if word(input, "abort") {
                choice = Choice::Abort;
            } else if input
                .fork()
                .parse::<Ident>()
                .is_ok_and(|word| word == "assert_unwind_safe")
                && input.peek2(Token![=])
            {
                input.parse::<Ident>()?;
                input.parse::<Token![=]>()?;
                let text: LitStr = input.parse()?;
                if text.value().trim().is_empty() {
                    return Err(syn::Error::new(text.span(), "an assertion without a reason [B009]\nhelp: say why nothing is left torn: `assert_unwind_safe = \"only a cache, rebuilt when in doubt\"`"));
                }
                choice = Choice::Assert;
                reason = Some(text);
            } else if input.peek(Token![dyn]) {
                object = Some(input.parse()?);
            } else {
                break;
            }
            input.parse::<Option<Token![,]>>()?;
        }
        let head = before(&begin, input);
        let closure = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if !input.is_empty() {
            return Err(input.error("expected nothing after the closure\nhelp: write `closure!(move |argument| …)`, with `once`, `abort`, `assert_unwind_safe = \"reason\"` or a `dyn` type in front"));
        }
        Ok(ClosureMacro {
            once,
            choice,
            reason,
            object,
            closure,
            head,
        })
    }
}

/// Takes `expected`, if it is one of our words and no variable of that name.
fn word(input: ParseStream, expected: &str) -> bool {
    let ahead = input.fork();
    let is_it = ahead.parse::<Ident>().is_ok_and(|word| word == expected);
    let is_all = ahead.is_empty() || ahead.peek(Token![.]) || ahead.peek(syn::token::Paren);
    if is_it && !is_all {
        input.advance_to(&ahead);
    }
    is_it && !is_all
}

/// The tokens between two positions.
fn before(begin: ParseStream, end: ParseStream) -> TokenStream {
    let rest = end.cursor().token_stream().into_iter().count();
    let all: Vec<_> = begin.cursor().token_stream().into_iter().collect();
    let taken = all.len().saturating_sub(rest);
    all.into_iter().take(taken).collect()
}
