//! What a constructor is given: a closure, with what is around it, or any value.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{
    Expr, ExprClosure, LitStr, Pat, Path, PathArguments, Stmt, Type, TypeParamBound,
    TypeTraitObject,
};

use super::verdict::private;
use super::Guard;
use crate::captures::{Captures, Given};
use crate::model::closures::{Choice, Constructor};

pub(super) struct Argument<'a> {
    pub(super) guard: Guard<'a>,
    pub(super) constructor: Constructor,
    /// Why the user answers for the captures, if that is written.
    pub(super) reason: Option<&'a LitStr>,
    /// The `dyn …` that is written where the closure is made.
    pub(super) object: Option<&'a TypeTraitObject>,
    pub(super) argument: &'a Expr,
}

/// A closure that is seen to be one.
struct Closure<'a> {
    /// Its parameters, whose types may be those of `dyn …`.
    head: ExprClosure,
    /// The expression that it is.
    value: TokenStream,
    captures: &'a Captures,
}

impl Argument<'_> {
    /// What `constructor`, an expression, makes of it.
    pub(super) fn given_to(&self, constructor: &TokenStream, given: Given<'_>) -> TokenStream {
        let core = self.constructor.core(self.argument);
        match (given, core) {
            (Given::Literal(captures), Expr::Closure(closure)) => {
                let head = with_types(closure, self.object);
                let value = head.to_token_stream();
                let captures = &captures;
                self.closure_given_to(
                    constructor,
                    &Closure {
                        head,
                        value,
                        captures,
                    },
                )
            }
            (Given::Variable(literal, captures), _) => {
                let head = with_types(&literal.head, self.object);
                let value = core.to_token_stream();
                let captures = &captures;
                self.closure_given_to(
                    constructor,
                    &Closure {
                        head,
                        value,
                        captures,
                    },
                )
            }
            _ => self.value_given_to(constructor),
        }
    }

    fn closure_given_to(&self, named: &TokenStream, closure: &Closure<'_>) -> TokenStream {
        let runtime = self.guard.runtime;
        let (constructor, slot) = (private("constructor"), private("slot"));
        let made = match self.boxed(self.argument, closure) {
            Some(boxed) => quote!(#constructor.given(#boxed)),
            None => {
                let plain = self.plain(self.argument, closure);
                let around = self.around(closure);
                quote!(#constructor.make(#plain, #around))
            }
        };
        quote! {
            match (#named, #runtime::closures::Slot::new()) {
                (#constructor, #slot) => #made
            }
        }
    }

    /// The argument with the closure of `closure` in it, if that is in a `Box`.
    fn boxed(&self, expr: &Expr, closure: &Closure<'_>) -> Option<TokenStream> {
        let inner = self.constructor.layer(expr)?;
        let further_in = self.boxed(inner, closure);
        match expr {
            Expr::Call(call) => Some(match further_in {
                Some(boxed) => {
                    let func = &call.func;
                    quote!(#func(#boxed))
                }
                None => {
                    let constructor = private("constructor");
                    let plain = self.plain(inner, closure);
                    let around = self.around(closure);
                    quote!(#constructor.boxed(#plain, #around))
                }
            }),
            Expr::Cast(cast) => {
                let ty = &cast.ty;
                further_in.map(|boxed| quote!(#boxed as #ty))
            }
            Expr::Block(_) => further_in.map(|boxed| with_tail(expr, boxed)),
            _ => further_in,
        }
    }

    /// The closure, and in front of it the decision what a panic in it does, in the
    /// block where it stands.
    fn plain(&self, expr: &Expr, closure: &Closure<'_>) -> TokenStream {
        if let Some(inner) = self.constructor.layer(expr) {
            let inner = self.plain(inner, closure);
            return match expr {
                Expr::Block(_) => with_tail(expr, inner),
                _ => inner,
            };
        }
        let runtime = self.guard.runtime;
        let slot = private("slot");
        let verdict = self.chosen().unwrap_or_else(|| {
            let constructor = private("constructor");
            self.guard.verdict(&constructor, closure.captures)
        });
        let value = &closure.value;
        quote!({
            #runtime::closures::decide(#slot, #verdict);
            #value
        })
    }

    /// A function that puts the closure it is given into a boundary.
    fn around(&self, closure: &Closure<'_>) -> TokenStream {
        let runtime = self.guard.runtime;
        let position = position(closure.head.span());
        let (parameters, arguments) = parameters(&closure.head);
        let (slot, guard, name) = (private("slot"), private("guard"), private("closure"));
        let mutable = Ident::new("mut", Span::mixed_site());
        let check = check("closure", None, closure.head.span(), runtime);
        quote! {
            |#[allow(unused_mut)] #mutable #name| {
                #check
                let #guard = #slot.guard();
                move |#(#parameters),*| {
                    #runtime::closures::Guard::run(
                        &#guard,
                        #position,
                        || #name(#(#arguments),*),
                    )
                }
            }
        }
    }

    /// Something that is not seen to be a closure.
    fn value_given_to(&self, constructor: &TokenStream) -> TokenStream {
        let argument = self.argument;
        let runtime = self.guard.runtime;
        let position = position(argument.span());
        let (value, slot) = (private("value"), private("slot"));
        let verdict = self.chosen().unwrap_or_else(|| {
            let witness = quote!(#value.witness());
            let name = match argument {
                Expr::Path(path) if path.path.get_ident().is_some() => {
                    format!("`{}`", path.to_token_stream())
                }
                _ => String::from("what is given here"),
            };
            self.guard
                .verdict_on_value(&witness, &name, argument.span())
        });
        let get = Some(quote!(.get()));
        let check = check("value", get, argument.span(), runtime);
        quote! {
            match #constructor.value(#argument) {
                #value => {
                    let #slot = #runtime::closures::Slot::new();
                    #runtime::closures::decide(#slot, #verdict);
                    #check
                    #value.make(#slot, #position)
                }
            }
        }
    }

    /// The verdict that the user gave.
    fn chosen(&self) -> Option<TokenStream> {
        let runtime = self.guard.runtime;
        let asserted = |reason| quote!(#runtime::closures::Asserted::because(#reason));
        match self.constructor.choice {
            Choice::Types => self.guard.assertion.map(asserted),
            Choice::Abort => Some(quote!(#runtime::closures::Aborting)),
            Choice::Assert => Some(match self.reason {
                Some(reason) => asserted(reason),
                None => quote! {
                    #runtime::closures::Asserted::because("asserted by the name of the constructor")
                },
            }),
        }
    }
}

/// Asks of a closure that is to be caught whether it may be.
fn check(name: &str, get: Option<TokenStream>, span: Span, runtime: &Path) -> TokenStream {
    let slot = private("slot");
    // Located at the closure, because errors about it underline that.
    let span = Span::mixed_site().located_at(span);
    let name = Ident::new(name, span);
    let closure = match get {
        Some(get) => quote_spanned!(span=> #name #get),
        None => quote_spanned!(span=> &#name),
    };
    quote_spanned!(span=> #runtime::closures::Checked::check(#closure, #slot);)
}

/// A block with another expression at its end.
fn with_tail(expr: &Expr, tail: TokenStream) -> TokenStream {
    let mut expr = expr.clone();
    if let Expr::Block(block) = &mut expr {
        block.block.stmts.pop();
        let tail = Stmt::Expr(Expr::Verbatim(tail), None);
        block.block.stmts.push(tail);
    }
    expr.into_token_stream()
}

/// The closure with the types of `object` where it gives none itself.
fn with_types(closure: &ExprClosure, object: Option<&TypeTraitObject>) -> ExprClosure {
    let mut closure = closure.clone();
    let types = object.map(inputs_of).unwrap_or_default();
    for (input, ty) in closure.inputs.iter_mut().zip(types) {
        if !matches!(input, Pat::Type(_)) && !matches!(ty, Type::Infer(_)) {
            let pat = input.clone();
            if let Ok(typed) = Pat::parse_single.parse2(pat.to_token_stream()) {
                *input = Pat::Type(syn::PatType {
                    attrs: Vec::new(),
                    pat: Box::new(typed),
                    colon_token: Default::default(),
                    ty: Box::new(ty),
                });
            }
        }
    }
    closure
}

fn inputs_of(object: &TypeTraitObject) -> Vec<Type> {
    let bounds = object.bounds.iter();
    let inputs = bounds.filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => match &bound.path.segments.last()?.arguments {
            PathArguments::Parenthesized(arguments) => {
                let inputs = arguments.inputs.iter();
                Some(inputs.map(|input| input.ty.clone()).collect())
            }
            _ => None,
        },
        _ => None,
    });
    inputs.take(1).flat_map(|inputs: Vec<_>| inputs).collect()
}

/// The parameters of a closure that passes everything on to `closure`, and what
/// it passes.
fn parameters(closure: &ExprClosure) -> (Vec<TokenStream>, Vec<Ident>) {
    let parameters = closure.inputs.iter().enumerate().map(|(i, input)| {
        let name = format_ident!("argument_{i}", span = Span::mixed_site());
        let parameter = match input {
            Pat::Type(typed) => {
                let ty = &typed.ty;
                quote!(#name: #ty)
            }
            _ => name.to_token_stream(),
        };
        (parameter, name)
    });
    parameters.unzip()
}

/// Where the closure is, as the user's compiler knows it.
fn position(span: Span) -> TokenStream {
    quote_spanned! {span=>
        ::core::concat!(::core::file!(), ":", ::core::line!(), ":", ::core::column!())
    }
}
