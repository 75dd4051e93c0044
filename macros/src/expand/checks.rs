use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, Ident, Pat, PatType, Receiver, ReceiverKind, Signature, Token, Type};

use super::Emit;
use crate::args::Args;
use crate::model::imports::ungrouped;

/// What is asked of the types that an export takes: to be unwind safe in just
/// the way that `wasm-bindgen` asks for in unwind builds, but everywhere.
///
/// Each question stands in the shim, where `Self` means what it says and a
/// `cfg` that removes the method removes it too. That of a receiver underlines
/// the type of the `impl`, always the same, and rustc prints equals once.
pub(super) struct Checks<'a> {
    pub(super) emit: &'a Emit<'a>,
    /// The arguments of the method's own attribute.
    pub(super) own: Option<&'a Args>,
    pub(super) class: Option<Class<'a>>,
}

/// The type whose methods are exported.
#[derive(Clone, Copy)]
pub(super) struct Class<'a> {
    pub(super) ty: &'a Type,
    /// Whether one of its methods keeps its receiver across awaits.
    pub(super) is_awaited: bool,
}

impl Checks<'_> {
    pub(super) fn expand(&self, sig: &Signature) -> TokenStream {
        let checks = sig.inputs.iter().filter_map(|input| match input {
            FnArg::Receiver(receiver) => self.receiver(receiver),
            FnArg::Typed(argument) => self.argument(argument),
        });
        checks.collect()
    }

    fn receiver(&self, receiver: &Receiver) -> Option<TokenStream> {
        let Class { ty, is_awaited } = self.class?;
        let this = Ident::new("self", Span::call_site());
        if self.is_asserted(&this) {
            return None;
        }
        if !is_reference(receiver) {
            return Some(self.by_value(ty));
        }
        // Shared or not makes no difference to what is asked.
        let and = Token![&](ty.span());
        let ty = quote!(#and #ty);
        Some(match is_awaited {
            true => self.behind("AwaitedReceiver", ty),
            false => self.behind("BehindReceiver", ty),
        })
    }

    fn argument(&self, argument: &PatType) -> Option<TokenStream> {
        if let Pat::Ident(pat) = &*argument.pat {
            if self.is_asserted(&pat.ident) {
                return None;
            }
        } else if self.emit.args.assertion.is_some() {
            return None;
        }
        Some(match ungrouped(&argument.ty) {
            ty @ Type::Reference(_) => self.behind("BehindReference", quote!(#ty)),
            ty => self.by_value(ty),
        })
    }

    fn is_asserted(&self, name: &Ident) -> bool {
        let own = self.own.is_some_and(|own| own.asserts(name));
        own || self.emit.args.asserts(name)
    }

    fn behind(&self, question: &str, ty: TokenStream) -> TokenStream {
        let Emit { runtime, .. } = self.emit;
        let question = Ident::new(question, Span::call_site());
        quote!(let () = <#ty as #runtime::#question>::CHECKED;)
    }

    fn by_value(&self, ty: &Type) -> TokenStream {
        let Emit { runtime, .. } = self.emit;
        // Of tokens of the type's own place, because that is what an error underlines.
        let by_value = quote_spanned!(ty.span()=> (#ty,));
        quote!(let () = <#by_value as #runtime::Passed<#ty>>::CHECKED;)
    }
}

pub(super) fn is_reference(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(..) => true,
        ReceiverKind::Typed(_, ty) => matches!(ungrouped(ty), Type::Reference(_)),
        _ => false,
    }
}
