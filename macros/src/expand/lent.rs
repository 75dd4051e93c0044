use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Ident, ParenthesizedGenericArguments, Path, PathArguments, Type, TypeParamBound, TypeReference,
    TypeTraitObject,
};

use crate::model::imports::ungrouped;

/// `&dyn Fn(…)` or `&mut dyn FnMut(…)`, an argument of an import: JavaScript may
/// call it until the import returns.
pub(super) struct LentClosure<'a> {
    name: Ident,
    reference: &'a TypeReference,
    object: &'a TypeTraitObject,
    signature: &'a ParenthesizedGenericArguments,
}

impl<'a> LentClosure<'a> {
    pub(super) fn of(name: Ident, ty: &'a Type) -> Option<Self> {
        let Type::Reference(reference) = ungrouped(ty) else {
            return None;
        };
        let Type::TraitObject(object) = ungrouped(&reference.elem) else {
            return None;
        };
        let wanted = if reference.mutability.is_some() {
            "FnMut"
        } else {
            "Fn"
        };
        let signature = object
            .bounds
            .iter()
            .find_map(|bound| signature(bound, wanted))?;
        Some(LentClosure {
            name,
            reference,
            object,
            signature,
        })
    }

    /// A reference to any such closure that is unwind safe, exactly as
    /// `wasm-bindgen` has it.
    pub(super) fn caller_type(&self, wasm_bindgen: &Path) -> Type {
        let mutability = &self.reference.mutability;
        let bounds = &self.object.bounds;
        let unwind_safe = quote!(#wasm_bindgen::__rt::marker::MaybeUnwindSafe);
        syn::parse_quote!(& #mutability (impl #bounds + #unwind_safe))
    }

    /// Puts in the closure's place one that runs it as an entry.
    pub(super) fn expand(&self, runtime: &Path) -> TokenStream {
        let LentClosure {
            name,
            reference: TypeReference { mutability, .. },
            signature,
            ..
        } = self;
        let arguments: Vec<_> = (0..signature.inputs.len())
            .map(|i| format_ident!("a{i}", span = Span::mixed_site()))
            .collect();
        let types = signature.inputs.iter().map(|input| &input.ty);
        let output = &signature.output;
        let position = self.position();
        // Both have methods, not fields: a closure that used a field would hold
        // that alone, and no longer be as unwind safe as the whole.
        let lent = match mutability {
            Some(_) => quote!(#runtime::LentMut::new(#name)),
            None => quote!(#runtime::Lent::new(#name)),
        };
        quote! {
            let #mutability lent = #lent;
            let #name = & #mutability move |#(#arguments: #types),*| #output {
                #runtime::closure_boundary(#position, || lent.get()(#(#arguments),*))
            };
        }
    }

    /// Where the argument is declared.
    fn position(&self) -> TokenStream {
        quote_spanned! {self.reference.span()=>
            ::core::concat!(::core::file!(), ":", ::core::line!(), ":", ::core::column!(), "\0")
        }
    }
}

fn signature<'a>(
    bound: &'a TypeParamBound,
    wanted: &str,
) -> Option<&'a ParenthesizedGenericArguments> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let last = bound.path.segments.last()?;
    match &last.arguments {
        PathArguments::Parenthesized(signature) if last.ident == wanted => Some(signature),
        _ => None,
    }
}
