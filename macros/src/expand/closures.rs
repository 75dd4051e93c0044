//! Closures that are handed to JavaScript: a boundary around each, and the
//! constructor that the types of its captures allow.
//!
//! `Closure::new(move || body)` becomes
//!
//! ```text
//! Closure::__bulkhead_own({
//!     let verdict = {
//!         let witness = 'probe: { break 'probe Witness::new(); Witness::of(&capture) };
//!         (&witness).__bulkhead_verdict().because_of_capture()
//!     };
//!     let mut closure = move || body;
//!     (verdict, Checked::checked(move || run(verdict, "file:line:column", || closure()), verdict))
//! })
//! ```
//!
//! The probe borrows nothing, for it is never reached; the compiler sees the
//! type all the same. Were a capture overlooked, the verdict that catches would
//! not let the closure through.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{
    Block, Expr, ExprCall, ExprClosure, Item, Lifetime, Macro, Member, Pat, Path, PathArguments,
    ReturnType, Signature, Stmt, Type, TypeParamBound, TypeTraitObject,
};

use crate::captures::{Capture, Given, Place, Sink, Source, Walk};
use crate::model::closures::{
    mentions_closures, with_function, Aliases, Choice, ClosureMacro, Constructor, Kind,
};
use crate::rules;

/// `body` with a boundary in each closure that it hands to JavaScript.
///
/// A body that never names the type is returned token for token, and so is one
/// that syn cannot read.
pub(super) fn guard_closures(
    runtime: &Path,
    aliases: &Aliases,
    sig: Option<&Signature>,
    body: &TokenStream,
) -> TokenStream {
    if !mentions_closures(body, aliases) {
        return body.clone();
    }
    let parsed: syn::Result<Vec<Stmt>> = Block::parse_within.parse2(body.clone());
    let Ok(mut statements) = parsed else {
        return body.clone();
    };
    let aliases = &with_aliases_of(aliases, &statements);
    let mut guard = Guard::new(runtime, aliases);
    Walk::new(&mut guard, aliases).body(sig, &mut statements);
    let imports = guard.imports();
    quote!(#imports #(#statements)*)
}

/// An item that is not exported, with the same done to all functions in it.
pub(super) fn guard_item(runtime: &Path, aliases: &Aliases, item: &TokenStream) -> TokenStream {
    if !mentions_closures(item, aliases) {
        return item.clone();
    }
    match syn::parse2::<Item>(item.clone()) {
        Ok(mut item) => {
            Guard::new(runtime, aliases).inner_item(&mut item);
            item.into_token_stream()
        }
        Err(_) => item.clone(),
    }
}

/// What `closure!(…)` is outside of annotated bodies: nobody has seen which
/// names around it are variables.
pub(crate) fn expand_macro(runtime: &Path, tokens: TokenStream) -> TokenStream {
    if let Some(expanded) = expanded(&tokens) {
        return expanded;
    }
    let mut parsed: ClosureMacro = match syn::parse2(tokens) {
        Ok(parsed) => parsed,
        Err(error) => return error.into_compile_error(),
    };
    let aliases = Aliases::default();
    let mut guard = Guard::new(runtime, &aliases);
    let constructor = parsed.constructor();
    let captures = Walk::of_part(&mut guard, &aliases).literal(&mut parsed.closure);
    match constructor.core(&parsed.closure) {
        Expr::Closure(_) => guard.made(&parsed, Given::Literal(&captures)),
        _ => guard.made(&parsed, Given::Value),
    }
}

fn with_aliases_of(aliases: &Aliases, statements: &[Stmt]) -> Aliases {
    let mut aliases = aliases.clone();
    aliases.read(|renames| {
        for statement in statements {
            syn::visit::Visit::visit_stmt(renames, statement);
        }
    });
    aliases
}

struct Guard<'a> {
    runtime: &'a Path,
    aliases: &'a Aliases,
    /// Whether a constructor was replaced by a method of a trait of ours.
    has_replaced: bool,
}

impl<'a> Guard<'a> {
    fn new(runtime: &'a Path, aliases: &'a Aliases) -> Self {
        Guard {
            runtime,
            aliases,
            has_replaced: false,
        }
    }

    fn imports(&self) -> Option<TokenStream> {
        let runtime = self.runtime;
        self.has_replaced.then(|| {
            quote! {
                #[allow(unused_imports)]
                use #runtime::closures::{Once as _, OnceIntoJs as _, Own as _, Wrap as _};
            }
        })
    }

    /// The closure that `closure!` makes.
    fn made(&self, parsed: &ClosureMacro, given: Given<'_>) -> TokenStream {
        let runtime = self.runtime;
        let constructor = parsed.constructor();
        let object = match (&parsed.object, &given, constructor.core(&parsed.closure)) {
            (Some(object), ..) => object.to_token_stream(),
            (None, Given::Variable(literal, _), _) => object_of(&literal.syntax),
            (None, _, Expr::Closure(closure)) => object_of(closure),
            (None, ..) => quote!(_),
        };
        let argument = Argument {
            guard: self,
            constructor,
            reason: parsed.reason.to_token_stream(),
            object: parsed.object.as_ref(),
            argument: &parsed.closure,
        };
        let argument = argument.expand(given);
        let path = quote!(#runtime::closures::Closure::<#object>);
        match constructor.kind {
            Kind::Once => {
                quote!({ use #runtime::closures::Once as _; #path::__bulkhead_once(#argument) })
            }
            _ => quote!({ use #runtime::closures::Own as _; #path::__bulkhead_own(#argument) }),
        }
    }
}

impl Sink for Guard<'_> {
    fn constructor(&mut self, call: &mut ExprCall, constructor: &Constructor, given: Given<'_>) {
        let Some(argument) = call.args.first() else {
            return;
        };
        let object = constructor.cast(argument);
        let argument = Argument {
            guard: self,
            constructor: *constructor,
            reason: quote!("asserted by the name of the constructor"),
            object,
            argument,
        };
        let argument = argument.expand(given);
        let function = match constructor.kind {
            Kind::Own => "__bulkhead_own",
            Kind::Wrap => "__bulkhead_wrap",
            Kind::Once => "__bulkhead_once",
            Kind::OnceIntoJs => "__bulkhead_once_into_js",
        };
        *call.func = Expr::Verbatim(with_function(&call.func, function));
        call.args = [Expr::Verbatim(argument)].into_iter().collect();
        self.has_replaced = true;
    }

    fn closure_macro(&mut self, mac: &mut Macro, given: Given<'_>) {
        if let Some(parsed) = ClosureMacro::read(mac) {
            let made = self.made(&parsed, given);
            // The macro stays, lest its import be unused.
            mac.tokens = quote!(__expanded { #made });
        }
    }

    fn witnesses(
        &mut self,
        statements: &mut Vec<Stmt>,
        at: usize,
        closure: usize,
        captures: &[Capture],
    ) {
        let witnesses = captures.iter().enumerate().map(|(i, capture)| {
            let name = witness_ident(closure, i);
            let witness = self.witness(capture)?;
            Some(quote!(let #name = #witness;))
        });
        let witnesses: Vec<_> = witnesses.flatten().collect();
        let parsed = Block::parse_within.parse2(quote!(#(#witnesses)*));
        statements.splice(at..at, parsed.unwrap_or_default());
    }

    fn inner_item(&mut self, item: &mut Item) {
        let mut functions = Functions {
            runtime: self.runtime,
            aliases: self.aliases,
        };
        syn::visit_mut::VisitMut::visit_item_mut(&mut functions, item);
    }
}

/// Guards the closures in every function of an item.
struct Functions<'a> {
    runtime: &'a Path,
    aliases: &'a Aliases,
}

impl Functions<'_> {
    fn guard(&self, sig: &Signature, block: &mut Block) {
        let statements = &block.stmts;
        let body = quote!(#(#statements)*);
        if !mentions_closures(&body, self.aliases) {
            return;
        }
        let guarded = guard_closures(self.runtime, self.aliases, Some(sig), &body);
        block.stmts = vec![Stmt::Expr(Expr::Verbatim(guarded), None)];
    }
}

impl syn::visit_mut::VisitMut for Functions<'_> {
    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        self.guard(&item.sig, &mut item.block);
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        self.guard(&item.sig, &mut item.block);
    }

    fn visit_trait_item_fn_mut(&mut self, item: &mut syn::TraitItemFn) {
        if let Some(block) = &mut item.default {
            self.guard(&item.sig, block);
        }
    }
}

/// What a constructor of ours is given: the verdict and the closure.
struct Argument<'a> {
    guard: &'a Guard<'a>,
    constructor: Constructor,
    reason: TokenStream,
    /// The `dyn …` that is written where the closure is made.
    object: Option<&'a TypeTraitObject>,
    argument: &'a Expr,
}

impl Argument<'_> {
    fn expand(&self, given: Given<'_>) -> TokenStream {
        let core = self.constructor.core(self.argument);
        match (given, core) {
            (Given::Literal(captures), Expr::Closure(closure)) => {
                let closure = with_types(closure, self.object);
                let pair = self.pair(&closure, closure.to_token_stream(), captures);
                self.around(self.argument, pair)
            }
            (Given::Variable(literal, captures), _) => {
                let closure = with_types(&literal.syntax, self.object);
                let pair = self.pair(&closure, core.to_token_stream(), &captures);
                self.around(self.argument, pair)
            }
            _ => self.value(),
        }
    }

    /// The layers of `expr` around the closure, now around the closure of `pair`.
    fn around(&self, expr: &Expr, pair: TokenStream) -> TokenStream {
        let Some(inner) = self.constructor.layer(expr) else {
            return pair;
        };
        let pair = self.around(inner, pair);
        let (verdict, closure) = (private("verdict"), private("closure"));
        match expr {
            Expr::Block(block) => {
                let mut block = block.clone();
                block.block.stmts.pop();
                block
                    .block
                    .stmts
                    .push(Stmt::Expr(Expr::Verbatim(pair), None));
                block.to_token_stream()
            }
            Expr::Call(ExprCall { func, .. }) => {
                quote!(match #pair { (#verdict, #closure) => (#verdict, #func(#closure)) })
            }
            Expr::Cast(cast) => {
                let ty = &cast.ty;
                quote!(match #pair { (#verdict, #closure) => (#verdict, #closure as #ty) })
            }
            _ => pair,
        }
    }

    /// The verdict on `value`, which has the parameters of `closure`, and a
    /// closure that runs it accordingly.
    fn pair(&self, closure: &ExprClosure, value: TokenStream, captures: &[Capture]) -> TokenStream {
        let runtime = self.guard.runtime;
        let verdict = self.verdict(captures);
        let position = position(closure.span());
        let (parameters, arguments) = parameters(closure);
        let (verdict_name, name) = (private("verdict"), private("closure"));
        // Located at the closure, because errors about it underline that.
        let span = Span::mixed_site().located_at(value.span());
        let around = quote_spanned! {span=>
            #runtime::closures::Checked::__bulkhead_checked(
                move |#(#parameters),*| {
                    #runtime::closures::run(#verdict_name, #position, || #name(#(#arguments),*))
                },
                #verdict_name,
            )
        };
        let mutable = Ident::new("mut", Span::mixed_site());
        quote! {{
            let #verdict_name = #verdict;
            #[allow(unused_mut)]
            let #mutable #name = #value;
            (#verdict_name, #around)
        }}
    }

    /// Something that is not seen to be a closure.
    fn value(&self) -> TokenStream {
        let argument = self.argument;
        let runtime = self.guard.runtime;
        let position = position(argument.span());
        let (name, witness) = (private("closure"), private("witness"));
        let verdict = match self.chosen() {
            Some(verdict) => verdict,
            None => {
                let label = argument.to_token_stream().to_string();
                let asked = self.guard.asked(&witness, &label, argument.span());
                quote!({ let #witness = #runtime::closures::Witness::of(&#name); #asked })
            }
        };
        quote!(match #argument { #name => (#verdict, #name, #position) })
    }

    fn verdict(&self, captures: &[Capture]) -> TokenStream {
        if let Some(chosen) = self.chosen() {
            return chosen;
        }
        let runtime = self.guard.runtime;
        let verdicts = captures.iter().map(|capture| self.guard.verdict(capture));
        let all = verdicts.reduce(|all, one| quote!(#all.__bulkhead_and(#one)));
        all.unwrap_or_else(|| quote!(#runtime::closures::Catching))
    }

    /// The verdict that the user gave.
    fn chosen(&self) -> Option<TokenStream> {
        let runtime = self.guard.runtime;
        let reason = &self.reason;
        match self.constructor.choice {
            Choice::Types => None,
            Choice::Abort => Some(quote!(#runtime::closures::Aborting)),
            Choice::Assert => Some(quote!(#runtime::closures::Asserted::because(#reason))),
        }
    }
}

impl Guard<'_> {
    /// What one capture says, which warns there if it is not unwind safe.
    fn verdict(&self, capture: &Capture) -> TokenStream {
        let name = capture.name.to_string();
        let span = capture.name.span();
        let witness = private("witness");
        match self.witness(capture) {
            Some(value) => {
                let asked = self.asked(&witness, &name, span);
                quote!({ let #witness = #value; #asked })
            }
            None => {
                let runtime = self.runtime;
                let noted = self.noted(quote!(#runtime::closures::Aborting), &name, span);
                quote!({ #noted })
            }
        }
    }

    fn asked(&self, witness: &Ident, name: &str, span: Span) -> TokenStream {
        let runtime = self.runtime;
        // Located at the capture, because errors about its type underline that.
        let located = Span::mixed_site().located_at(span);
        let mut witness = witness.clone();
        witness.set_span(located);
        let verdict = quote_spanned!(located=> (&#witness).__bulkhead_verdict());
        let noted = self.noted(verdict, name, span);
        quote! {
            #[allow(unused_imports)]
            use #runtime::closures::{AskAnything as _, AskUnwindSafe as _};
            #noted
        }
    }

    /// A verdict that speaks up if it is `Aborting`, by a method that is
    /// deprecated. `Catching` has one of the same name that is not.
    fn noted(&self, verdict: TokenStream, name: &str, span: Span) -> TokenStream {
        let runtime = self.runtime;
        let note = rules::ABORTING_CLOSURE.message(name);
        // With the span as it is: no macro is to blame for the warning.
        let method = Ident::new("because_of_capture", span);
        quote! {
            #[allow(dead_code)]
            trait AbortingClosure {
                #[deprecated(note = #note)]
                fn because_of_capture(self) -> Self;
            }
            impl AbortingClosure for #runtime::closures::Aborting {
                fn because_of_capture(self) -> Self {
                    self
                }
            }
            #verdict.#method()
        }
    }

    /// The witness of a capture, if there is one.
    fn witness(&self, capture: &Capture) -> Option<TokenStream> {
        let witness = match &capture.source {
            Source::Unknown => return None,
            Source::Of { closure, capture } => witness_ident(*closure, *capture).to_token_stream(),
            Source::Place { place, nested } => self.witness_of(place, *nested),
        };
        Some(match capture.shared {
            true => quote!(#witness.shared()),
            false => witness,
        })
    }

    fn witness_of(&self, place: &Place, nested: bool) -> TokenStream {
        let runtime = self.runtime;
        let Place { root, fields } = place;
        if fields.is_empty() || nested {
            return self.probe(quote!(#root #(.#fields)*));
        }
        let witnesses: Vec<_> = (0..=fields.len())
            .map(|count| {
                let name = format_ident!("witness_{count}", span = Span::mixed_site());
                let fields = &fields[..count];
                let probe = self.probe(quote!(#root #(.#fields)*));
                (name, probe)
            })
            .collect();
        let (names, probes): (Vec<_>, Vec<_>) = witnesses.into_iter().unzip();
        let last = &names[fields.len()];
        let owners = names.iter().zip(fields).rev();
        let captured = owners.fold(last.to_token_stream(), |captured, (owner, field)| {
            let via = match field {
                Member::Unnamed(index) if index.index == 0 => quote!(__bulkhead_via_0),
                _ => quote!(__bulkhead_via),
            };
            quote!((&&&#owner).#via(#captured))
        });
        let whole = &names[0];
        // With the user's span, whose edition decides which method it is.
        let into_iter = Ident::new("into_iter", root.span());
        let edition = private("edition");
        quote! {{
            #[allow(unused_imports)]
            use #runtime::closures::{
                Edition as _, ViaAssertion as _, ViaDeref as _, ViaOwn as _, ViaPointer as _,
            };
            #(let #names = #probes;)*
            #[allow(array_into_iter)]
            let #edition = [()].#into_iter();
            #edition.__bulkhead_captured(#whole, #captured)
        }}
    }

    /// The type of a place without any use of the place.
    fn probe(&self, place: TokenStream) -> TokenStream {
        let runtime = self.runtime;
        let label = Lifetime::new("'probe", Span::mixed_site());
        quote! {
            #label: {
                #[allow(unreachable_code)]
                {
                    break #label #runtime::closures::Witness::new();
                    #runtime::closures::Witness::of(&#place)
                }
            }
        }
    }
}

/// The tokens behind `__expanded`, with which an annotated body has filled in
/// what it knows.
fn expanded(tokens: &TokenStream) -> Option<TokenStream> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()?) {
        (proc_macro2::TokenTree::Ident(word), proc_macro2::TokenTree::Group(group))
            if word == "__expanded" =>
        {
            Some(group.stream())
        }
        _ => None,
    }
}

/// The type of closure that a literal is, as far as it says so.
fn object_of(closure: &ExprClosure) -> TokenStream {
    let inputs = closure.inputs.iter().map(|input| match input {
        Pat::Type(typed) => typed.ty.to_token_stream(),
        _ => quote!(_),
    });
    let output = match &closure.output {
        ReturnType::Default => quote!(_),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    quote!(dyn ::core::ops::FnMut(#(#inputs),*) -> #output)
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

fn private(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

fn witness_ident(closure: usize, capture: usize) -> Ident {
    format_ident!("__bulkhead_{closure}_{capture}", span = Span::mixed_site())
}

/// Where the closure is, as the user's compiler knows it.
fn position(span: Span) -> TokenStream {
    quote_spanned! {span=>
        ::core::concat!(::core::file!(), ":", ::core::line!(), ":", ::core::column!(), "\0")
    }
}
