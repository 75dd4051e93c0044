use proc_macro2::TokenStream;
use quote::{quote, ToTokens};
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{braced, token, Attribute, Ident, ImplItem, ItemImpl, Meta, Path, Type, Visibility};

use super::attrs::{is_named, Attrs};
use super::function::Function;
use super::name::{class_name, method_name};
use super::options::{Bindgen, Case};
use super::syntax::header;
use crate::args::Args;
use crate::cx::Cx;
use crate::rules;

/// An `impl` block, its methods' bodies unread.
pub(crate) struct ImplBlock {
    pub(crate) attrs: Attrs,
    /// `impl … Type`, without attributes.
    head: TokenStream,
    brace: token::Brace,
    inner: Vec<Attribute>,
    pub(crate) self_ty: Box<Type>,
    pub(crate) trait_path: Option<Path>,
    is_plain: bool,
    pub(crate) members: Vec<Member>,
}

pub(crate) enum Member {
    Function(Box<Function>),
    Other(Box<ImplItem>),
}

impl ImplBlock {
    /// Whether `wasm-bindgen` takes it; if not, it says so better than we could.
    pub(crate) fn is_exportable(&self) -> bool {
        let is_function = |member: &Member| matches!(member, Member::Function(_));
        self.is_plain && self.class_ident().is_some() && self.members.iter().all(is_function)
    }

    pub(crate) fn methods(&self) -> impl Iterator<Item = &Function> {
        self.members.iter().filter_map(|member| match member {
            Member::Function(function) => Some(&**function),
            Member::Other(_) => None,
        })
    }

    pub(crate) fn is_of_trait(&self, name: &str) -> bool {
        let path = self.trait_path.as_ref();
        path.is_some_and(|path| is_named(path, name))
    }

    /// The block's own name for its type.
    pub(crate) fn class_ident(&self) -> Option<&Ident> {
        let mut ty = &*self.self_ty;
        while let Type::Group(group) = ty {
            ty = &group.elem;
        }
        match ty {
            Type::Path(path) if path.qself.is_none() => Some(&path.path.segments.last()?.ident),
            _ => None,
        }
    }

    /// The block with `attrs` and `members` in place of its own.
    pub(crate) fn tokens_with(&self, attrs: impl ToTokens, members: TokenStream) -> TokenStream {
        let ImplBlock { head, inner, .. } = self;
        let mut tokens = quote!(#attrs #head);
        self.brace.surround(&mut tokens, |tokens| {
            tokens.extend(quote!(#(#inner)* #members))
        });
        tokens
    }
}

impl Parse for ImplBlock {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attrs = Attrs::new(&input.call(Attribute::parse_outer)?);
        let head = header(input)?;
        let empty: ItemImpl = syn::parse2(quote!(#head {}))?;
        let content;
        let brace = braced!(content in input);
        let inner = content.call(Attribute::parse_inner)?;
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(content.parse()?);
        }
        let is_plain = empty.trait_.is_none()
            && empty.generics.params.is_empty()
            && empty.unsafety.is_none()
            && empty.modifiers.defaultness.is_none();
        let trait_path = empty.trait_.map(|(path, _)| path);
        let self_ty = empty.self_ty;
        Ok(ImplBlock {
            attrs,
            head,
            brace,
            inner,
            self_ty,
            trait_path,
            is_plain,
            members,
        })
    }
}

impl ToTokens for ImplBlock {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let members = &self.members;
        tokens.extend(self.tokens_with(&self.attrs, quote!(#(#members)*)));
    }
}

impl Parse for Member {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let ahead = input.fork();
        match ahead.parse() {
            Ok(function) => {
                input.advance_to(&ahead);
                Ok(Member::Function(Box::new(function)))
            }
            Err(_) => input.parse().map(|item| Member::Other(Box::new(item))),
        }
    }
}

impl ToTokens for Member {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Member::Function(function) => function.to_tokens(tokens),
            Member::Other(item) => item.to_tokens(tokens),
        }
    }
}

/// An `impl` block whose public methods JavaScript calls.
pub(crate) struct ExportedImpl {
    pub(crate) bindgen: Bindgen,
    /// The class as JavaScript names it.
    pub(crate) class: String,
    block: ImplBlock,
    pub(crate) methods: Vec<Method>,
}

/// A method of such a block, exported or not: closures are in either.
pub(crate) struct Method {
    pub(crate) function: Function,
    /// The arguments of its own `#[bulkhead]`.
    pub(crate) own_args: Args,
    /// Its name towards JavaScript in each state of the `cfg_attr`s around it;
    /// none when it is not exported.
    pub(crate) cases: Vec<MethodCase>,
}

pub(crate) struct MethodCase {
    pub(crate) case: Case,
    pub(crate) boundary: String,
}

impl ExportedImpl {
    pub(crate) fn new(cx: &Cx, bindgen: Bindgen, mut block: ImplBlock) -> Self {
        let class = block
            .class_ident()
            .map(|ident| class_name(&bindgen.options, ident));
        let class = class.unwrap_or_default();
        let methods = block.members.drain(..).filter_map(|member| match member {
            Member::Function(function) => Some(Method::new(cx, &class, *function)),
            Member::Other(_) => None,
        });
        let methods = methods.collect();
        ExportedImpl {
            bindgen,
            class,
            block,
            methods,
        }
    }

    pub(crate) fn attrs(&self) -> &Attrs {
        &self.block.attrs
    }

    pub(crate) fn self_ty(&self) -> &Type {
        &self.block.self_ty
    }

    /// The block with `attrs` and `members` in place of its own.
    pub(crate) fn tokens_with(&self, attrs: impl ToTokens, members: TokenStream) -> TokenStream {
        self.block.tokens_with(attrs, members)
    }
}

impl ToTokens for ExportedImpl {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let functions = self.methods.iter().map(|method| &method.function);
        tokens.extend(self.tokens_with(self.attrs(), quote!(#(#functions)*)));
    }
}

impl Method {
    pub(crate) fn is_async(&self) -> bool {
        self.function.sig.asyncness.is_some()
    }

    fn new(cx: &Cx, class: &str, mut function: Function) -> Self {
        let own_args = take_args(cx, &mut function);
        let mut cases = Vec::new();
        if matches!(function.vis, Visibility::Public(_)) {
            cases = Case::all(&function.attrs);
        }
        let cases = cases.into_iter().map(|case| {
            let name = own_args.name.as_ref().map(|name| name.value.value());
            let ident = &function.sig.ident;
            let boundary = name.unwrap_or_else(|| method_name(class, &case.options, ident));
            MethodCase { case, boundary }
        });
        let cases = cases.collect();
        Method {
            function,
            own_args,
            cases,
        }
    }
}

/// Takes the helper attributes off `function`: below an annotated `impl` they
/// are arguments, not invocations.
fn take_args(cx: &Cx, function: &mut Function) -> Args {
    let helpers = function.attrs.only(&["bulkhead"]).0;
    function.attrs = function.attrs.without(&["bulkhead"]);
    if let Some(second) = helpers.get(1) {
        cx.report(&rules::REPEATED, &second.meta, "#[bulkhead]");
    }
    let meta = helpers
        .first()
        .map(|helper| syn::parse2(helper.meta.clone()));
    match meta {
        Some(Ok(Meta::List(list))) => Args::parse(cx, list.tokens),
        _ => Args::default(),
    }
}
