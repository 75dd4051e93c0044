use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{
    braced, token, Attribute, FnArg, Ident, Pat, Receiver, ReceiverKind, Signature, Type,
    Visibility,
};

use super::attrs::Attrs;
use super::imports::ungrouped;

/// A function whose body stays the tokens it is: most bodies are never judged.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attrs: Attrs,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: Body,
}

#[derive(Clone)]
pub(crate) struct Body {
    brace: token::Brace,
    /// `#![…]` at the start of the body, which belongs to the function.
    pub(crate) inner: Vec<Attribute>,
    pub(crate) tokens: TokenStream,
}

impl Function {
    pub(crate) fn receiver(&self) -> Option<&Receiver> {
        self.sig.inputs.iter().find_map(|input| match input {
            FnArg::Receiver(receiver) => Some(receiver),
            FnArg::Typed(_) => None,
        })
    }

    /// Whether it has an argument `name`, or a receiver if that is `self`.
    pub(crate) fn takes(&self, name: &Ident) -> bool {
        self.sig.inputs.iter().any(|input| match input {
            FnArg::Receiver(_) => name == "self",
            FnArg::Typed(argument) => match &*argument.pat {
                Pat::Ident(pat) => pat.ident.unraw() == name.unraw(),
                _ => false,
            },
        })
    }
}

/// Whether it is `&mut self`, by whatever spelling.
pub(crate) fn is_exclusive(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => {
            matches!(ungrouped(ty), Type::Reference(reference) if reference.mutability.is_some())
        }
        _ => false,
    }
}

impl Body {
    /// The same braces around other tokens.
    pub(crate) fn with(&self, tokens: TokenStream) -> Self {
        Body {
            brace: self.brace,
            inner: self.inner.clone(),
            tokens,
        }
    }
}

impl Parse for Function {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let attrs = Attrs::new(&input.call(Attribute::parse_outer)?);
        let vis = input.parse()?;
        let sig = input.parse()?;
        let content;
        let brace = braced!(content in input);
        let inner = content.call(Attribute::parse_inner)?;
        let tokens = content.parse()?;
        Ok(Function {
            attrs,
            vis,
            sig,
            body: Body {
                brace,
                inner,
                tokens,
            },
        })
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attrs.to_tokens(tokens);
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

impl ToTokens for Body {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.brace.surround(tokens, |tokens| {
            tokens.extend(self.inner.iter().map(ToTokens::to_token_stream));
            tokens.extend(self.tokens.clone());
        });
    }
}
