use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::{FnArg, Ident, ReturnType, Signature, Type};

use super::checks::is_reference;
use super::Emit;
use crate::args::{Args, OnPanic};
use crate::model::imports::ungrouped;

/// The objects that an entry is given, which may be torn before the call or by
/// it. `runtime/src/poison/subject.rs` has what is called here; it does nothing
/// for what is no object.
pub(super) struct Objects<'a> {
    pub(super) emit: &'a Emit<'a>,
    /// The arguments of the method's own attribute.
    pub(super) own: Option<&'a Args>,
    pub(super) boundary: &'a str,
    /// Where the entry is, to be told when it was cut short without a panic.
    pub(super) at: Span,
    pub(super) sig: &'a Signature,
}

/// One of them, by the tokens that the shim knows it by.
struct Object {
    name: TokenStream,
    guard: Ident,
    is_receiver: bool,
    is_reference: bool,
}

impl Objects<'_> {
    /// Whether there are any. Where there are not, nothing is refused and
    /// nothing is guarded.
    pub(super) fn is_empty(&self) -> bool {
        self.sig.inputs.is_empty()
    }

    /// What the shim returns: a refusal, or what it would have returned.
    pub(super) fn output(&self) -> ReturnType {
        let Emit { runtime, .. } = self.emit;
        match &self.sig.output {
            output if self.is_empty() => output.clone(),
            ReturnType::Default => syn::parse_quote!(-> #runtime::Answer<()>),
            ReturnType::Type(arrow, ty) => syn::parse_quote!(#arrow #runtime::Answer<#ty>),
        }
    }

    /// The call that `call` makes of its arguments, with checks before it and
    /// guards around it. All checks come before the first guard, lest a refusal
    /// count as what tore an object.
    pub(super) fn expand(&self, call: impl FnOnce(&[TokenStream]) -> TokenStream) -> TokenStream {
        let Emit { runtime, .. } = self.emit;
        let objects = self.objects();
        let checks = objects.iter().map(|object| self.check(object));
        let arms = objects.iter().map(|object| self.arm(object));
        let passed: Vec<_> = objects.iter().map(Object::passed).collect();
        let guards = objects.iter().map(|object| &object.guard);
        let value = Ident::new("__bulkhead_value", Span::mixed_site());
        let call = call(&passed);
        quote! {
            #[allow(unused_imports)]
            use #runtime::AnyObject as _;
            #(#checks)*
            #(#arms)*
            let #value = #call;
            #(#guards.leave();)*
            ::core::result::Result::Ok(#value)
        }
    }

    fn objects(&self) -> Vec<Object> {
        let inputs = self.sig.inputs.iter().enumerate();
        let objects = inputs.map(|(i, input)| Object {
            name: match input {
                FnArg::Receiver(receiver) => receiver.self_token.to_token_stream(),
                FnArg::Typed(argument) => argument.pat.to_token_stream(),
            },
            // An argument of the user's may have any ordinary name.
            guard: format_ident!("__bulkhead_guard{i}", span = Span::mixed_site()),
            is_receiver: matches!(input, FnArg::Receiver(_)),
            is_reference: match input {
                FnArg::Receiver(receiver) => is_reference(receiver),
                FnArg::Typed(argument) => matches!(ungrouped(&argument.ty), Type::Reference(_)),
            },
        });
        objects.collect()
    }

    fn check(&self, object: &Object) -> Option<TokenStream> {
        let Objects { emit, boundary, .. } = self;
        let Emit { runtime, .. } = emit;
        let is_admitted = self.own.is_some_and(|own| own.poisoned.is_some());
        if object.is_receiver && is_admitted {
            return None;
        }
        let reference = object.reference();
        Some(quote!(#runtime::Object(#reference).check(#boundary)?;))
    }

    fn arm(&self, object: &Object) -> TokenStream {
        let Objects { emit, boundary, .. } = self;
        let Emit { runtime, .. } = emit;
        let Object { name, guard, .. } = object;
        if !object.is_reference {
            return quote!(let #guard = #runtime::Object(&#name).arm_consumed(#boundary););
        }
        // With a span of the user's own, because the place of the call is told.
        match self.rollback(object) {
            Some(snapshot) => {
                let undo = Ident::new("__bulkhead_undo", Span::mixed_site());
                let arm = quote_spanned!(self.at=> .arm_rollback(#boundary, #undo));
                quote! {
                    let #undo = #snapshot;
                    let mut #guard = #runtime::Object(#name)#arm;
                }
            }
            None => {
                let arm = quote_spanned!(self.at=> .arm(#boundary));
                quote!(let mut #guard = #runtime::Object(#name)#arm;)
            }
        }
    }

    /// What a method that is rolled back by itself makes of its object first.
    fn rollback(&self, object: &Object) -> Option<TokenStream> {
        let Emit { runtime, .. } = self.emit;
        let Object { name, .. } = object;
        match self.own?.on_panic()? {
            OnPanic::Rollback(_) if !object.is_receiver => None,
            OnPanic::Rollback(None) => Some(quote!(#runtime::PutBack::of(&*#name))),
            OnPanic::Rollback(Some(snapshot)) => Some(quote!((#snapshot)(&*#name))),
            _ => None,
        }
    }
}

impl Object {
    fn reference(&self) -> TokenStream {
        let name = &self.name;
        match self.is_reference {
            true => quote!(&*#name),
            false => quote!(&#name),
        }
    }

    /// How the body gets it.
    fn passed(&self) -> TokenStream {
        let Object { name, guard, .. } = self;
        match self.is_reference {
            true => quote!(#guard.get()),
            false => name.clone(),
        }
    }
}
