use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::visit_mut::{visit_expr_call_mut, VisitMut};
use syn::{Block, Expr, ExprCall, ExprClosure, Path, ReturnType, Stmt};

use crate::model::closures::{closure_of_call, mentions_closures};

/// `body` with a boundary in each closure that it hands to JavaScript.
///
/// A body that never names the type is returned token for token, and so is one
/// that syn cannot read.
pub(super) fn guard_closures(runtime: &Path, body: &TokenStream) -> TokenStream {
    if !mentions_closures(body) {
        return body.clone();
    }
    let parsed: syn::Result<Vec<Stmt>> = Block::parse_within.parse2(body.clone());
    let Ok(mut statements) = parsed else {
        return body.clone();
    };
    let mut guard = Guard { runtime };
    statements
        .iter_mut()
        .for_each(|statement| guard.visit_stmt_mut(statement));
    quote!(#(#statements)*)
}

struct Guard<'a> {
    runtime: &'a Path,
}

impl VisitMut for Guard<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        // From the inside out, so that a closure within a closure is found.
        visit_expr_call_mut(self, call);
        if let Some(closure) = closure_of_call(call) {
            guard_closure(self.runtime, closure);
        }
    }
}

fn guard_closure(runtime: &Path, closure: &mut ExprClosure) {
    let position = position(closure);
    let body = &closure.body;
    // Located at the body, because errors about the closure underline that.
    let span = Span::call_site().located_at(body.span());
    let inner = match &closure.output {
        ReturnType::Type(_, ty) => quote_spanned!(span=> || -> #ty { #body }),
        ReturnType::Default => quote_spanned!(span=> || #body),
    };
    let call = quote_spanned!(span=> { #runtime::closure_boundary(#position, #inner) });
    *closure.body = Expr::Verbatim(call);
}

/// Where the closure is, as the user's compiler knows it.
fn position(closure: &ExprClosure) -> TokenStream {
    quote_spanned! {closure.span()=>
        ::core::concat!(::core::file!(), ":", ::core::line!(), ":", ::core::column!())
    }
}
