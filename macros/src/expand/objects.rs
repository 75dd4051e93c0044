use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::{FnArg, Ident, ReturnType, Signature, Type};

use super::checks::is_reference;
use super::shim::name;
use super::subject::without_self;
use super::Emit;
use crate::args::{Args, OnPanic};
use crate::model::imports::ungrouped;
use crate::model::name::Boundary;

/// The objects that an entry is given, which may be torn before the call or by
/// it. `runtime/src/poison/subject.rs` has what is called here; it does nothing
/// for types that are no objects, and by far the most of those are known by their
/// names, so that nothing is emitted for them.
pub(super) struct Objects<'a> {
    pub(super) emit: &'a Emit<'a>,
    /// The arguments of the method's own attribute.
    pub(super) own: Option<&'a Args>,
    pub(super) boundary: &'a Boundary,
    /// The type that `Self` is, in a method.
    pub(super) class: Option<TokenStream>,
    /// Where the entry is, to be told when it was cut short without a panic.
    pub(super) at: Span,
    pub(super) sig: &'a Signature,
}

/// An argument or the receiver, by the tokens that the shim knows it by.
struct Object {
    name: TokenStream,
    /// Its type, or the one behind the reference.
    ty: TokenStream,
    /// None for what cannot be an object.
    guard: Option<Ident>,
    is_receiver: bool,
    is_reference: bool,
}

impl Objects<'_> {
    /// Whether there are any. Where there are not, nothing is refused and
    /// nothing is guarded.
    pub(super) fn is_empty(&self) -> bool {
        self.objects().iter().all(|object| object.guard.is_none())
    }

    /// What the shim returns: what it would have returned, or a refusal where that is possible.
    pub(super) fn output(&self) -> ReturnType {
        match &self.sig.output {
            output if self.is_empty() => output.clone(),
            _ => {
                let answering = self.answering();
                syn::parse_quote!(-> #answering::Answer)
            }
        }
    }

    /// What makes the answer of the body's value or of a refusal. The types of the objects decide
    /// whether there can be a refusal; an answer that can be one weighs more.
    fn answering(&self) -> TokenStream {
        let Emit { runtime, .. } = self.emit;
        let types = self.refusable().map(|object| object.ty);
        let value = match &self.sig.output {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, ty) => ty.to_token_stream(),
        };
        quote! {
            <#runtime::Answers<{
                #[allow(unused_imports)]
                use #runtime::NeverTorn as _;
                false #(|| #runtime::Torn::<#types>::IS_POSSIBLE)*
            }> as #runtime::Answering<#value>>
        }
    }

    /// The objects that are looked at before the body begins.
    fn refusable(&self) -> impl Iterator<Item = Object> {
        let is_admitted = self.own.is_some_and(|own| own.poisoned.is_some());
        let objects = self.objects().into_iter();
        objects
            .filter(|object| object.guard.is_some())
            .filter(move |object| !(object.is_receiver && is_admitted))
    }

    /// Tells the name of the boundary.
    pub(super) fn begin(&self) -> TokenStream {
        let Emit { runtime, .. } = self.emit;
        let name = name(self.emit, self.boundary);
        quote!(#runtime::name(#name);)
    }

    /// The call that `call` makes of its arguments: refused where an object is torn, with guards
    /// around it where not.
    pub(super) fn around(&self, call: impl FnOnce(&[TokenStream]) -> TokenStream) -> TokenStream {
        let Emit { runtime, .. } = self.emit;
        let name = name(self.emit, self.boundary);
        let boundary = boundary();
        let checks = self.checks();
        let held = self.held();
        let guarded = self.guarded(call);
        quote! {
            const #boundary: #runtime::Name = #name;
            #[allow(unused_imports)]
            use #runtime::AnyObject as _;
            #runtime::name(#boundary);
            #checks
            #held
            #guarded
        }
    }

    /// The checks, before the first guard: a refusal must not count as what tore an object.
    fn checks(&self) -> Option<TokenStream> {
        let Emit { runtime, .. } = self.emit;
        let references: Vec<_> = self.refusable().map(|object| object.reference()).collect();
        if references.is_empty() {
            return None;
        }
        let refusal = Ident::new("__bulkhead_refusal", Span::mixed_site());
        let (boundary, answering) = (boundary(), self.answering());
        Some(quote! {
            if let ::core::option::Option::Some(#refusal) = ::core::option::Option::None
                #(.or_else(|| #runtime::Object(#references).check(#boundary)))*
            {
                return #answering::answer(::core::result::Result::Err(#refusal));
            }
        })
    }

    /// What remembers who holds an object across awaits.
    fn held(&self) -> Option<TokenStream> {
        let Emit { runtime, .. } = self.emit;
        self.sig.asyncness?;
        let holds = |object: &Object| object.guard.is_some() && object.is_reference;
        let held = Ident::new("__bulkhead_held", Span::mixed_site());
        let boundary = boundary();
        let objects = self.objects();
        objects
            .iter()
            .any(holds)
            .then(|| quote!(let #held = #runtime::Awaited::by(#boundary);))
    }

    /// The call that `call` makes of its arguments, with guards around it.
    fn guarded(&self, call: impl FnOnce(&[TokenStream]) -> TokenStream) -> TokenStream {
        let objects = self.objects();
        let arms = objects.iter().filter_map(|object| self.arm(object));
        let guards = objects.iter().filter_map(|object| object.guard.as_ref());
        let value = Ident::new("__bulkhead_value", Span::mixed_site());
        let call = call(&self.passed());
        let answering = self.answering();
        quote! {
            #(#arms)*
            let #value = #call;
            #(#guards.leave();)*
            #answering::answer(::core::result::Result::Ok(#value))
        }
    }

    /// What the body gets, between the guards.
    pub(super) fn passed(&self) -> Vec<TokenStream> {
        self.objects().iter().map(Object::passed).collect()
    }

    fn objects(&self) -> Vec<Object> {
        let inputs = self.sig.inputs.iter().enumerate();
        let objects = inputs.map(|(i, input)| Object {
            name: match input {
                FnArg::Receiver(receiver) => receiver.self_token.to_token_stream(),
                FnArg::Typed(argument) => argument.pat.to_token_stream(),
            },
            ty: self.type_of(input),
            // An argument of the user's may have any ordinary name.
            guard: (!is_primitive_input(input))
                .then(|| format_ident!("__bulkhead_guard{i}", span = Span::mixed_site())),
            is_receiver: matches!(input, FnArg::Receiver(_)),
            is_reference: match input {
                FnArg::Receiver(receiver) => is_reference(receiver),
                FnArg::Typed(argument) => matches!(ungrouped(&argument.ty), Type::Reference(_)),
            },
        });
        objects.collect()
    }

    fn type_of(&self, input: &FnArg) -> TokenStream {
        let class = self.class.clone().unwrap_or_default();
        match input {
            FnArg::Receiver(_) => class,
            FnArg::Typed(argument) => {
                let ty = match ungrouped(&argument.ty) {
                    Type::Reference(reference) => ungrouped(&reference.elem),
                    ty => ty,
                };
                without_self(ty.to_token_stream(), &class)
            }
        }
    }

    fn arm(&self, object: &Object) -> Option<TokenStream> {
        let Emit { runtime, .. } = self.emit;
        let boundary = boundary();
        let name = &object.name;
        let guard = object.guard.as_ref()?;
        if !object.is_reference {
            return Some(quote!(let #guard = #runtime::Object(&#name).arm_consumed(#boundary);));
        }
        // With a span of the user's own, because the place of the call is told.
        Some(match self.rollback(object) {
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
        })
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
        match &self.guard {
            Some(guard) if self.is_reference => quote!(#guard.get()),
            _ => self.name.clone(),
        }
    }
}

/// The constant that has the name of the boundary.
fn boundary() -> Ident {
    Ident::new("BOUNDARY", Span::mixed_site())
}

fn is_primitive_input(input: &FnArg) -> bool {
    match input {
        FnArg::Receiver(_) => false,
        FnArg::Typed(argument) => is_primitive(&argument.ty),
    }
}

/// Whether `ty` is a primitive type, or a reference or a slice of some. Other
/// names could be anybody's.
fn is_primitive(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|ident| PRIMITIVES.contains(&&*ident.to_string())),
        Type::Reference(reference) => is_primitive(&reference.elem),
        Type::Slice(slice) => is_primitive(&slice.elem),
        _ => false,
    }
}

const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize",
];
