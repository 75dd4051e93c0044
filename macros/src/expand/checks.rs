use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned, ToTokens};
use syn::spanned::Spanned;
use syn::{
    FnArg, GenericArgument, Pat, PatType, PathArguments, Receiver, ReceiverKind, Signature, Type,
};

use super::subject::without_self;
use super::told::expected_dead;
use super::{mentions_impl, Emit};
use crate::args::Args;
use crate::model::attrs::Attrs;
use crate::model::impls::{ExportedImpl, Method};
use crate::model::imports::ungrouped;
use crate::rules;
use crate::settings::Unwind;

/// What is asked of the types that an export takes: to be unwind safe in just
/// the way that `wasm-bindgen` asks for in unwind builds, but everywhere.
///
/// Each question is an item inside the function, which a `cfg` that removes the
/// function removes too. `runtime/src/check.rs` has what is named here.
pub(super) struct Checks<'a> {
    pub(super) emit: &'a Emit<'a>,
    /// The arguments of the method's own attribute.
    pub(super) own: Option<&'a Args>,
    pub(super) class: Option<Class<'a>>,
}

/// The type whose methods are exported.
#[derive(Clone, Copy)]
pub(super) struct Class<'a> {
    ty: &'a Type,
    /// Whether another method of the block asks of its receiver already.
    is_asked: bool,
}

impl<'a> Class<'a> {
    /// The type of `exported`, as it is for `method`.
    pub(super) fn of(exported: &'a ExportedImpl, method: &Method) -> Self {
        let ty = exported.self_ty();
        let is_other = |other: &&Method| !std::ptr::eq(*other, method);
        let mut before = exported.methods.iter().take_while(is_other);
        let is_asked = before.any(|other| asks_for(other, method));
        Class { ty, is_asked }
    }

    pub(super) fn ty(self) -> TokenStream {
        self.ty.to_token_stream()
    }
}

/// Whether a method is there wherever another is, and asks the same of its receiver.
fn asks_for(method: &Method, other: &Method) -> bool {
    let this = Ident::new("self", Span::call_site());
    let is_asking = !method.cases.is_empty() && !method.own_args.asserts(&this);
    let is_always_there = method.function.attrs.cfgs().0.is_empty();
    let bound = |method: &Method| method.function.receiver().map(is_reference);
    is_asking && is_always_there && bound(method) == bound(other)
}

impl Checks<'_> {
    pub(super) fn expand(&self, sig: &Signature) -> TokenStream {
        let unwind = self.emit.args.settings.unwind;
        if unwind == Unwind::Never {
            return TokenStream::new();
        }
        let mut questions: Vec<Question> = Vec::new();
        for question in sig.inputs.iter().filter_map(|input| self.question(input)) {
            if !questions.iter().any(|asked| asked.is(&question)) {
                questions.push(question);
            }
        }
        let asked = questions
            .iter()
            .map(|question| question.expand(self.emit, unwind));
        asked.collect()
    }

    fn question(&self, input: &FnArg) -> Option<Question> {
        let question = match input {
            FnArg::Receiver(receiver) => self.receiver(receiver)?,
            FnArg::Typed(argument) => self.argument(argument)?,
        };
        // What `wasm-bindgen` does not take anyway.
        (!mentions_impl(&question.ty)).then_some(question)
    }

    fn receiver(&self, receiver: &Receiver) -> Option<Question> {
        let Class { ty, is_asked } = self.class?;
        let this = Ident::new("self", Span::call_site());
        if is_asked || self.is_asserted(&this) {
            return None;
        }
        let bound = match is_reference(receiver) {
            true => Bound::Behind,
            false => Bound::ByValue,
        };
        let attrs = Attrs::new(&receiver.attrs);
        Some(Question::new(bound, ty, ty.to_token_stream(), attrs))
    }

    fn argument(&self, argument: &PatType) -> Option<Question> {
        if let Pat::Ident(pat) = &*argument.pat {
            if self.is_asserted(&pat.ident) {
                return None;
            }
        } else if self.emit.args.assertion.is_some() {
            return None;
        }
        let (bound, ty) = match ungrouped(&argument.ty) {
            Type::Reference(reference) => (Bound::Behind, ungrouped(&reference.elem)),
            ty => (Bound::ByValue, ty),
        };
        if is_primitive(ty) {
            return None;
        }
        let tokens = match self.class {
            Some(class) => without_self(ty.to_token_stream(), class.ty),
            None => ty.to_token_stream(),
        };
        Some(Question::new(
            bound,
            ty,
            tokens,
            Attrs::new(&argument.attrs),
        ))
    }

    fn is_asserted(&self, name: &Ident) -> bool {
        let own = self.own.is_some_and(|own| own.asserts(name));
        own || self.emit.args.asserts(name)
    }
}

/// Whether a type may be seen after a panic.
struct Question {
    bound: Bound,
    ty: TokenStream,
    /// The type that is to tell of it: what is in an `Option`, or the like.
    teller: TokenStream,
    /// Whether it goes by a name that is known to be safe. Where the answer is an
    /// error it is asked all the same, because a name may be anybody's.
    is_known: bool,
    cfgs: Attrs,
    /// Where the type is written.
    span: Span,
}

#[derive(Clone, Copy, PartialEq)]
enum Bound {
    Behind,
    ByValue,
}

impl Question {
    fn new(bound: Bound, written: &Type, ty: TokenStream, attrs: Attrs) -> Self {
        let teller = match syn::parse2(ty.clone()) {
            Ok(parsed) => inner(&parsed).to_token_stream(),
            Err(_) => ty.clone(),
        };
        Question {
            bound,
            is_known: is_known(written),
            span: written.span(),
            cfgs: attrs.cfgs(),
            teller,
            ty,
        }
    }

    fn is(&self, other: &Question) -> bool {
        let text = |question: &Question| question.ty.to_string();
        let cfgs = |question: &Question| question.cfgs.to_token_stream().to_string();
        self.bound == other.bound && text(self) == text(other) && cfgs(self) == cfgs(other)
    }

    fn expand(&self, emit: &Emit, unwind: Unwind) -> TokenStream {
        let cfgs = &self.cfgs;
        let error = self.error(emit);
        if unwind == Unwind::Required {
            return quote!(#cfgs #error);
        }
        let warning = (!self.is_known).then(|| self.warning(emit));
        let warning = warning.map(|warning| {
            quote!(#cfgs #[cfg(not(all(target_family = "wasm", panic = "unwind")))] #warning)
        });
        quote!(#cfgs #[cfg(all(target_family = "wasm", panic = "unwind"))] #error #warning)
    }

    /// A constant that cannot be evaluated if the answer is no.
    fn error(&self, emit: &Emit) -> TokenStream {
        let Question { ty, teller, .. } = self;
        let Emit { runtime, .. } = emit;
        let (bound, message) = (self.bound(emit), self.message());
        // With spans of the user's own, because that is what is underlined by the note that says where a
        // type was taken which tells of itself.
        let gate = quote!(#runtime::check::Gate<#teller, { #runtime::check::Ask::<#bound, #ty>::IS_SAFE }>);
        let asked = quote!(<#gate as #runtime::check::Asked>::Teller);
        let passed = quote_spanned!(self.span=> <#asked>::__BULKHEAD_PASSED);
        // Located at the type, because that is what the error underlines.
        let span = Span::mixed_site().located_at(self.span);
        quote_spanned! {span=>
            const _: () = {
                #[allow(unused_imports)]
                use #runtime::check::{OrRefused as _, OrTorn as _};
                ::core::assert!(#passed, "{}", #message);
            };
        }
    }

    /// A function that is never called, and calls what warns if the answer is no.
    fn warning(&self, emit: &Emit) -> TokenStream {
        let Emit { runtime, .. } = emit;
        let Question { ty, teller, .. } = self;
        let bound = self.bound(emit);
        let taker = Ident::new("Taker", Span::mixed_site());
        let expected = expected_dead(&taker, &self.message(), self.span);
        quote! {
            // Dead code would not count as a use.
            #[allow(dead_code)]
            const _: fn() = || {
                #[allow(unused_imports)]
                use #runtime::check::{AskSafe as _, AskTorn as _, Taken as _};
                #expected
                (&#runtime::check::Ask::<#bound, #ty>::NEW)
                    .told_by::<#teller>()
                    .__bulkhead_is_not_unwind_safe()
                    .or(#taker)
                    .is_expected();
            };
        }
    }

    /// What is said if the type does not tell of itself.
    fn message(&self) -> String {
        rules::NOT_UNWIND_SAFE.message_with(
            &format!("`{}` is not unwind safe", spelled(&self.ty)),
            "write `#[bulkhead]` above its struct, which then tells the culprit; of another crate's type, say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]` on the export",
        )
    }

    fn bound(&self, emit: &Emit) -> TokenStream {
        let Emit { runtime, .. } = emit;
        match self.bound {
            Bound::Behind => quote!(#runtime::check::Behind),
            Bound::ByValue => quote!(#runtime::check::ByValue),
        }
    }
}

/// A type as one would write it.
fn spelled(ty: &TokenStream) -> String {
    let mut text = ty.to_string();
    for tight in ["<", ">", "::", "&", "(", ")", "[", "]"] {
        text = text
            .replace(&format!(" {tight}"), tight)
            .replace(&format!("{tight} "), tight);
    }
    text.replace(" ,", ",")
}

pub(super) fn is_reference(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(..) => true,
        ReceiverKind::Typed(_, ty) => matches!(ungrouped(ty), Type::Reference(_)),
        _ => false,
    }
}

/// Types whose name is a word of the language, as good as: another type of the name
/// would have to be written in small letters, and `wasm-bindgen` would not know what
/// its own code then means.
const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize",
];

/// Names that mostly are those of std and of wasm-bindgen.
const KNOWN: &[&str] = &["String", "JsValue"];

const CONTAINERS: &[&str] = &["Option", "Vec", "Box"];

/// Whether `ty` is a primitive type or a slice of some, and so unwind safe.
fn is_primitive(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Path(_) => is_one_of(ty, PRIMITIVES),
        Type::Slice(slice) => is_primitive(&slice.elem),
        _ => false,
    }
}

/// Whether `ty` goes by names that most likely are unwind safe.
pub(super) fn is_known(ty: &Type) -> bool {
    match ungrouped(ty) {
        ty if is_primitive(ty) || is_one_of(ty, KNOWN) => true,
        Type::Slice(slice) => is_known(&slice.elem),
        ty => contained(ty).is_some_and(is_known),
    }
}

fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|ident| names.contains(&&*ident.to_string())),
        _ => false,
    }
}

/// What is in `Option<_>`, `Vec<_>` or `Box<_>`.
fn contained(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let is_container = CONTAINERS.iter().any(|name| last.ident == name);
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if is_container && arguments.args.len() == 1 => {
            match &arguments.args[0] {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What is in any number of those, and of slices.
fn inner(ty: &Type) -> &Type {
    match ungrouped(ty) {
        Type::Slice(slice) => inner(&slice.elem),
        ty => contained(ty).map_or(ty, inner),
    }
}
