use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned, ToTokens};
use syn::spanned::Spanned;
use syn::{Field, Index, Member};

use super::{allow_lints, Emit};
use crate::args::OnPanic;
use crate::model::attrs::Attrs;
use crate::model::fields::ExportedStruct;
use crate::rules;

/// What the guards in shims have to know of a struct: where its `Poison` is, and
/// what to do with an object that was left torn.
pub(super) fn expand_subject(emit: &Emit, exported: &ExportedStruct) -> TokenStream {
    let Emit { runtime, .. } = emit;
    let ident = &exported.item.ident;
    let fields: Vec<_> = fields(exported);
    let interior = fold(
        &fields,
        quote!(false),
        |SubjectField { ty, .. }| quote!(|| #runtime::Field::<#ty>::INTERIOR),
    );
    let poison = fold(
        &fields,
        quote!(::core::option::Option::None),
        |SubjectField { member, ty, .. }| quote!(.or(#runtime::Field::<#ty>::poison(&self.#member))),
    );
    let has_poison = fold(
        &fields,
        quote!(false),
        |SubjectField { ty, .. }| quote!(|| #runtime::Field::<#ty>::IS_POISON),
    );
    let policy = policy(emit);
    let has_policy = !matches!(emit.args.on_panic(), None | Some(OnPanic::Poison));
    let checked = checked(emit, exported);
    let unwind_safe = unwind_safe(emit, exported, &fields);
    let cfgs = Attrs::new(&exported.item.attrs).cfgs();
    let allow = allow_lints();
    quote! {
        #cfgs
        #allow
        const _: () = {
            #[allow(unused_imports)]
            use #runtime::AnyField as _;
            const HAS_POISON: bool = { #has_poison };
            #[automatically_derived]
            impl #runtime::Subject for #ident {
                const INTERIOR: bool = { #interior };
                const HAS_POISON: bool = HAS_POISON;
                const IS_GUARDED: bool = HAS_POISON || #has_policy;
                #policy
                #[inline(always)]
                fn poison(&self) -> ::core::option::Option<&#runtime::Poison> {
                    #poison
                }
            }
            #checked
            #unwind_safe
        };
    }
}

struct SubjectField {
    cfgs: Attrs,
    member: Member,
    /// Outside of the struct, where `Self` would be something else.
    ty: TokenStream,
}

fn fields(exported: &ExportedStruct) -> Vec<SubjectField> {
    let field = |(i, field): (usize, &Field)| SubjectField {
        cfgs: Attrs::new(&field.attrs).cfgs(),
        member: match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index::from(i)),
        },
        ty: without_self(field.ty.to_token_stream(), &exported.item.ident),
    };
    exported.item.fields.iter().enumerate().map(field).collect()
}

pub(super) fn without_self(tokens: TokenStream, ty: &impl ToTokens) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(word) if word == "Self" => ty.to_token_stream(),
        TokenTree::Group(group) => {
            let inner = without_self(group.stream(), ty);
            let mut replaced = Group::new(group.delimiter(), inner);
            replaced.set_span(group.span());
            TokenTree::Group(replaced).into()
        }
        token => token.into(),
    };
    tokens.into_iter().flat_map(replace).collect()
}

/// `start` with what `more` appends for each field, in statements, which can
/// have a field's `cfg`s where operands cannot.
fn fold(
    fields: &[SubjectField],
    start: TokenStream,
    more: impl Fn(&SubjectField) -> TokenStream,
) -> TokenStream {
    let found = Ident::new("found", Span::mixed_site());
    let steps = fields.iter().map(|field| {
        let (cfgs, more) = (&field.cfgs, more(field));
        quote!(#cfgs let #found = #found #more;)
    });
    quote! {
        let #found = #start;
        #(#steps)*
        #found
    }
}

fn policy(emit: &Emit) -> TokenStream {
    let Emit { runtime, args } = emit;
    let nothing = quote! {
        type Undo = ();
        #[inline(always)]
        fn snapshot(&self) {}
    };
    match args.on_panic() {
        Some(OnPanic::Rollback(None)) => quote! {
            const ON_PANIC: #runtime::OnPanic = #runtime::OnPanic::Rollback;
            type Undo = #runtime::PutBack<Self>;
            fn snapshot(&self) -> Self::Undo {
                #runtime::PutBack::of(self)
            }
        },
        Some(OnPanic::Rollback(Some(snapshot))) => quote! {
            const ON_PANIC: #runtime::OnPanic = #runtime::OnPanic::Rollback;
            type Undo = #runtime::BoxedUndo<Self>;
            fn snapshot(&self) -> Self::Undo {
                #runtime::boxed((#snapshot)(self))
            }
        },
        Some(OnPanic::Abort) => quote! {
            const ON_PANIC: #runtime::OnPanic = #runtime::OnPanic::Abort;
            #nothing
        },
        _ => nothing,
    }
}

/// `on_panic = poison` is a claim, which the types bear out or not.
fn checked(emit: &Emit, exported: &ExportedStruct) -> Option<TokenStream> {
    let given = emit.args.on_panic.as_ref()?;
    let OnPanic::Poison = given.value else {
        return None;
    };
    let message = rules::NO_POISON_FIELD.message(&exported.item.ident.to_string());
    let span = given.tokens.span();
    Some(quote_spanned!(span=> const _: () = ::core::assert!(HAS_POISON, #message);))
}

/// The unwind safety that the policy justifies.
fn unwind_safe(
    emit: &Emit,
    exported: &ExportedStruct,
    fields: &[SubjectField],
) -> Option<TokenStream> {
    let Emit { runtime, args } = emit;
    let ident = &exported.item.ident;
    if args.assertion.is_some() || matches!(args.on_panic(), Some(OnPanic::Abort)) {
        return Some(quote! {
            #[automatically_derived]
            impl ::core::panic::UnwindSafe for #ident {}
            #[automatically_derived]
            impl ::core::panic::RefUnwindSafe for #ident {}
        });
    }
    // Elsewhere the compiler's own answer is the same, and its words are better.
    if !fields.iter().any(|field| may_be_poison(&field.ty)) {
        return None;
    }
    let members = fields
        .iter()
        .map(|SubjectField { cfgs, ty, .. }| quote!(#cfgs #ty));
    Some(quote! {
        struct Fields(#(#members),*);
        #[automatically_derived]
        impl ::core::panic::RefUnwindSafe for #ident
        where
            for<'a> #runtime::Owner<'a, HAS_POISON, Fields>: ::core::panic::RefUnwindSafe,
        {
        }
    })
}

/// Whether a type is called as `Poison` is, or in some way like it. By another
/// name it is found all the same; only unwind safety is then left to the compiler.
fn may_be_poison(ty: &TokenStream) -> bool {
    let last = ty.clone().into_iter().last();
    matches!(last, Some(TokenTree::Ident(ident)) if ident.to_string().ends_with("Poison"))
}
