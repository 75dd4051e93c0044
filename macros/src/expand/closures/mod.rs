//! Closures that are handed to JavaScript: a boundary around each, and the
//! constructor that the types of its captures allow.
//!
//! `Closure::new(move || body)` becomes
//!
//! ```text
//! match (constructor(Closure::new).own(), Slot::new()) {
//!     (constructor, slot) => constructor.make(
//!         {
//!             decide(slot, (&constructor.ask(witness_of_capture)).verdict().because_of_capture());
//!             move || body
//!         },
//!         |closure| {
//!             let guard = slot.guard();
//!             move || guard.run("file:line:column", || closure())
//!         },
//!     ),
//! }
//! ```
//!
//! Types decide whose constructor it is. If `Closure` is not wasm-bindgen's, all of
//! this does nothing but call it with the closure that the user wrote, which stands
//! where the user's function gives it its types.
//!
//! A witness is made by a probe, which borrows nothing because it is never reached;
//! the compiler sees the type all the same. If a capture were overlooked, the verdict
//! that catches would not let the closure through.

mod argument;
mod verdict;

use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, ToTokens};
use syn::parse::Parser;
use syn::visit_mut::VisitMut;
use syn::{
    Block, Expr, ExprCall, ExprClosure, Item, LitStr, Macro, Pat, Path, ReturnType, Signature, Stmt,
};

use self::argument::Argument;
use crate::captures::{Asked, Given, Sink, Walk};
use crate::model::closures::{
    mentions_closures, with_function, Aliases, ClosureMacro, Constructor, Kind,
};

/// What is done with closures.
#[derive(Clone, Copy)]
pub(super) struct Guard<'a> {
    pub(super) runtime: &'a Path,
    pub(super) aliases: &'a Aliases,
    /// Why their captures may be seen after a panic, whatever they are.
    pub(super) assertion: Option<&'a LitStr>,
    /// Whether a closure whose captures may not be seen after a panic is refused
    /// afterwards. Otherwise the panic ends the instance, which is said.
    pub(super) poisons: bool,
}

impl Guard<'_> {
    /// `body` with a boundary in each closure that it hands to JavaScript.
    ///
    /// A body that never names the type is returned token for token, and so is one
    /// that syn cannot read.
    pub(super) fn body(self, sig: Option<&Signature>, body: &TokenStream) -> TokenStream {
        if !mentions_closures(body, self.aliases) {
            return body.clone();
        }
        let parsed: syn::Result<Vec<Stmt>> = Block::parse_within.parse2(body.clone());
        let Ok(mut statements) = parsed else {
            return body.clone();
        };
        let aliases = &with_aliases_of(self.aliases, &statements);
        let mut expansion = Expansion {
            guard: Guard { aliases, ..self },
            has_replaced: false,
        };
        Walk::new(&mut expansion, aliases).body(sig, &mut statements);
        let imports = expansion.has_replaced.then(|| self.imports());
        quote!(#imports #(#statements)*)
    }

    /// An item that is not exported, with the same done to all functions in it.
    pub(super) fn item(self, item: &TokenStream) -> TokenStream {
        if !mentions_closures(item, self.aliases) {
            return item.clone();
        }
        match syn::parse2::<Item>(item.clone()) {
            Ok(mut item) => {
                Functions(self).visit_item_mut(&mut item);
                item.into_token_stream()
            }
            Err(_) => item.clone(),
        }
    }

    /// What `closure!(…)` is outside of annotated bodies: which names around it
    /// are variables was not seen.
    pub(super) fn closure_macro(self, tokens: TokenStream) -> TokenStream {
        if let Some(expanded) = expanded(&tokens) {
            return expanded;
        }
        let mut parsed: ClosureMacro = match syn::parse2(tokens) {
            Ok(parsed) => parsed,
            Err(error) => return error.into_compile_error(),
        };
        let mut expansion = Expansion {
            guard: self,
            has_replaced: false,
        };
        let constructor = parsed.constructor();
        let walk = Walk::of_part(&mut expansion, self.aliases);
        let captures = { walk }.literal(&mut parsed.closure);
        let given = match constructor.core(&parsed.closure) {
            Expr::Closure(_) => Given::Literal(captures),
            _ => Given::Value,
        };
        self.made(&parsed, given)
    }

    /// The traits whose methods are called on what is emitted.
    fn imports(self) -> TokenStream {
        let runtime = self.runtime;
        quote! {
            #[allow(unused_imports)]
            use #runtime::closures::{
                AskAnything as _, AskUnwindSafe as _, Itself as _, OrTheirs as _,
            };
        }
    }

    /// The closure that `closure!` makes.
    fn made(self, parsed: &ClosureMacro, given: Given<'_>) -> TokenStream {
        let runtime = self.runtime;
        let constructor = parsed.constructor();
        let object = match (&parsed.object, &given, constructor.core(&parsed.closure)) {
            (Some(object), ..) => object.to_token_stream(),
            (None, Given::Variable(literal, _), _) => object_of(&literal.head),
            (None, _, Expr::Closure(closure)) => object_of(closure),
            (None, ..) => quote!(_),
        };
        let kind = match constructor.kind {
            Kind::Once => quote!(Once),
            _ => quote!(Own),
        };
        let ours = quote!(#runtime::closures::Ours::<#object, _>::of(#runtime::closures::#kind));
        let argument = Argument {
            guard: self,
            constructor,
            reason: parsed.reason.as_ref(),
            object: parsed.object.as_ref(),
            argument: &parsed.closure,
        };
        let made = argument.given_to(&ours, given);
        let imports = self.imports();
        quote!({ #imports #made })
    }

    /// Which constructor it is that a call names.
    fn named(self, call: &ExprCall, constructor: Constructor) -> TokenStream {
        let runtime = self.runtime;
        let func = &call.func;
        match constructor.kind {
            Kind::Own => quote!(#runtime::closures::constructor(#func).own()),
            Kind::Wrap => quote!(#runtime::closures::constructor(#func).wrap()),
            Kind::Once => quote!(#runtime::closures::constructor(#func).once()),
            // It returns no closure, whose type would tell.
            Kind::OnceIntoJs => {
                let itself = with_function(func, "__bulkhead_itself");
                quote!(#runtime::closures::constructor_of(#itself(), #func).once_into_js())
            }
        }
    }
}

/// A body while the closures in it are replaced.
struct Expansion<'a> {
    guard: Guard<'a>,
    has_replaced: bool,
}

impl Sink for Expansion<'_> {
    fn constructor(
        &mut self,
        call: &ExprCall,
        argument: &Expr,
        constructor: Constructor,
        given: Given<'_>,
    ) -> Expr {
        let named = self.guard.named(call, constructor);
        let argument = Argument {
            guard: self.guard,
            constructor,
            reason: None,
            object: constructor.cast(argument),
            argument,
        };
        let made = argument.given_to(&named, given);
        self.has_replaced = true;
        // In parentheses, because it stands where a call stood.
        Expr::Verbatim(quote!((#made)))
    }

    fn closure_macro(&mut self, mac: &mut Macro, given: Given<'_>) {
        if let Some(parsed) = ClosureMacro::read(mac) {
            let made = self.guard.made(&parsed, given);
            // The macro stays, because otherwise its import would be unused.
            mac.tokens = quote!(__expanded { #made });
        }
    }

    fn witnesses(&mut self, statements: &mut Vec<Stmt>, at: usize, asked: &Asked<'_>) {
        // From the back, and with the witnesses in front of the closure, whose
        // variable may have the name of a capture.
        let together = self.guard.together(asked);
        let one_by_one = self.guard.one_by_one(asked);
        for (at, tokens) in [(at + 1, together), (at, Some(one_by_one))] {
            let parsed = Block::parse_within.parse2(tokens.unwrap_or_default());
            let parsed = parsed.unwrap_or_default();
            self.has_replaced |= !parsed.is_empty();
            statements.splice(at..at, parsed);
        }
    }

    fn inner_item(&mut self, item: &mut Item) {
        Functions(self.guard).visit_item_mut(item);
    }
}

/// Guards the closures in every function of an item.
struct Functions<'a>(Guard<'a>);

impl Functions<'_> {
    fn guard(&self, sig: &Signature, block: &mut Block) {
        let statements = &block.stmts;
        let body = quote!(#(#statements)*);
        if mentions_closures(&body, self.0.aliases) {
            let guarded = self.0.body(Some(sig), &body);
            block.stmts = vec![Stmt::Expr(Expr::Verbatim(guarded), None)];
        }
    }
}

impl VisitMut for Functions<'_> {
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

fn with_aliases_of(aliases: &Aliases, statements: &[Stmt]) -> Aliases {
    let mut aliases = aliases.clone();
    aliases.read(|renames| {
        for statement in statements {
            syn::visit::Visit::visit_stmt(renames, statement);
        }
    });
    aliases
}

/// The tokens behind `__expanded`, with which an annotated body has filled in
/// what it knows.
fn expanded(tokens: &TokenStream) -> Option<TokenStream> {
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(word), TokenTree::Group(group)) if word == "__expanded" => {
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
