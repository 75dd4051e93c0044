use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, ToTokens};
use syn::ext::IdentExt;
use syn::{
    FnArg, ForeignItem, ForeignItemFn, Ident, ItemForeignMod, Pat, Path, ReturnType, Safety,
    Signature, Visibility,
};

use super::lent::LentClosure;
use super::{allow_lints, Emit};
use crate::model::attrs::Attrs;
use crate::model::imports::{class_ident, Import, ImportBlock, Role};
use crate::stand_in;

/// The block as it is on native targets. On wasm its functions get private names
/// and a wrapper each, which sees to what happened in JavaScript meanwhile.
///
/// In unwind builds they also return what JavaScript threw, and the wrapper
/// passes it on: an import without `catch` is declared `extern "C"`, which may
/// not unwind, so that optimised builds skip the destructors of all frames an
/// exception crosses. The `cfg`s are the target's to decide, not this macro's.
pub(super) fn expand_imports(emit: &Emit, block: &ImportBlock) -> TokenStream {
    let user = &marked(block);
    if block.functions.iter().all(Option::is_none) {
        return user.to_token_stream();
    }
    let catching = private_block(block, user, Throws::ToWrapper);
    let passing = private_block(block, user, Throws::Past);
    let wrappers = wrappers(emit, block);
    quote! {
        #[cfg(not(target_family = "wasm"))]
        #user
        #[cfg(all(target_family = "wasm", panic = "unwind"))]
        #catching
        #[cfg(all(target_family = "wasm", not(panic = "unwind")))]
        #passing
        #wrappers
    }
}

/// Where an exception goes that the user does not catch.
#[derive(Clone, Copy, PartialEq)]
enum Throws {
    ToWrapper,
    Past,
}

fn marked(block: &ImportBlock) -> ItemForeignMod {
    let mark = stand_in::mark();
    let mut user = block.item.clone();
    user.attrs.push(syn::parse_quote!(#mark));
    user
}

fn private_block(block: &ImportBlock, user: &ItemForeignMod, throws: Throws) -> ItemForeignMod {
    let mut user = user.clone();
    for (item, import) in user.items.iter_mut().zip(&block.functions) {
        if let (ForeignItem::Fn(function), Some(import)) = (item, import) {
            make_private(block, function, import, throws);
        }
    }
    user
}

/// Gives an import a private name, and has it return what it throws if that is
/// to go to the wrapper.
fn make_private(
    block: &ImportBlock,
    function: &mut ForeignItemFn,
    import: &Import,
    throws: Throws,
) {
    let mut options = import.options.clone();
    if throws == Throws::ToWrapper && !import.catches {
        options = options.with_flag("catch");
        function.sig.output = result(block, &function.sig.output);
    }
    if let Some((key, name)) = &import.named {
        options = options.with(key, name);
    }
    function.attrs = import.attrs.cfgs().parsed();
    function.attrs.push(syn::parse_quote!(#[allow(dead_code)]));
    function
        .attrs
        .push(syn::parse_quote!(#[wasm_bindgen(#options)]));
    function.vis = Visibility::Inherited;
    function.sig.ident = private_ident(&function.sig.ident);
}

fn result(block: &ImportBlock, output: &ReturnType) -> ReturnType {
    let wasm_bindgen = wasm_bindgen(block);
    let ok = match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    syn::parse_quote!(-> ::core::result::Result<#ok, #wasm_bindgen::JsValue>)
}

fn wrappers(emit: &Emit, block: &ImportBlock) -> TokenStream {
    let foreign = block.item.items.iter().zip(&block.functions);
    let wrappers = foreign.filter_map(|(item, import)| match (item, import) {
        (ForeignItem::Fn(user), Some(import)) => Some(
            Wrapper {
                emit,
                block,
                user,
                import,
            }
            .expand(),
        ),
        _ => None,
    });
    wrappers.collect()
}

/// What the user's code calls: the import under its own name and signature.
struct Wrapper<'a> {
    emit: &'a Emit<'a>,
    block: &'a ImportBlock,
    user: &'a ForeignItemFn,
    import: &'a Import,
}

impl Wrapper<'_> {
    fn expand(&self) -> TokenStream {
        let cfgs = self.cfgs();
        let function = self.wrapper();
        let allow = allow_lints();
        match self.import.role.class() {
            None => quote!(#cfgs #allow #function),
            Some(class) => quote!(#cfgs #allow impl #class { #function }),
        }
    }

    fn cfgs(&self) -> TokenStream {
        let block = Attrs::new(&self.block.item.attrs).cfgs();
        let cfgs = self.import.attrs.cfgs();
        let class = self.import.role.class().and_then(class_ident);
        let class = class.and_then(|class| any_of(&self.block.type_cfgs(class)));
        quote!(#[cfg(target_family = "wasm")] #block #cfgs #class)
    }

    fn wrapper(&self) -> TokenStream {
        let Wrapper {
            emit: Emit { runtime, .. },
            user,
            import,
            ..
        } = self;
        let attrs = import.attrs.without(&["wasm_bindgen", "cfg"]);
        let vis = &user.vis;
        let sig = self.signature();
        let lend = self.lent().map(|closure| closure.expand(runtime));
        let call = self.call(&sig);
        let returned = match import.catches {
            true => quote!(#runtime::caught_import),
            false => quote!(#runtime::import),
        };
        quote! {
            #attrs
            #vis #sig {
                #(#lend)*
                #returned(#call)
            }
        }
    }

    /// The closures that Rust lends to JavaScript for the time of the call.
    fn lent(&self) -> impl Iterator<Item = LentClosure<'_>> {
        let inputs = self.user.sig.inputs.iter().enumerate();
        inputs.filter_map(|(i, input)| match input {
            FnArg::Typed(argument) => LentClosure::of(name(&argument.pat, i), &argument.ty),
            FnArg::Receiver(_) => None,
        })
    }

    /// The user's signature as `wasm-bindgen` would have emitted it.
    fn signature(&self) -> Signature {
        let mut sig = self.user.sig.clone();
        // `safe` is a word for extern blocks alone.
        if let Safety::Safe(_) = sig.safety {
            sig.safety = Safety::Default;
        }
        let wasm_bindgen = wasm_bindgen(self.block);
        let inputs = sig.inputs.iter().cloned().enumerate();
        sig.inputs = inputs
            .map(|(i, input)| wrapper_input(&wasm_bindgen, i, input))
            .collect();
        if let (Role::Method(_), Some(this)) = (&self.import.role, sig.inputs.first_mut()) {
            *this = syn::parse_quote!(&self);
        }
        sig
    }

    fn call(&self, sig: &Signature) -> TokenStream {
        let private = private_ident(&self.user.sig.ident);
        let arguments = sig.inputs.iter().map(|input| match input {
            FnArg::Receiver(_) => quote!(self),
            FnArg::Typed(argument) => argument.pat.to_token_stream(),
        });
        let call = match self.import.role {
            Role::Free => quote!(#private(#(#arguments),*)),
            Role::Method(_) | Role::Associated(_) => quote!(Self::#private(#(#arguments),*)),
        };
        match sig.safety {
            Safety::Unsafe(_) => quote!(unsafe { #call }),
            _ => call,
        }
    }
}

/// One argument as its caller sees it: named, and with a borrowed closure held
/// to the same bounds as without the wrapper.
fn wrapper_input(wasm_bindgen: &Path, position: usize, input: FnArg) -> FnArg {
    let FnArg::Typed(mut argument) = input else {
        return input;
    };
    argument.attrs = Attrs::new(&argument.attrs)
        .without(&["wasm_bindgen"])
        .parsed();
    let name = name(&argument.pat, position);
    if let Some(closure) = LentClosure::of(name.clone(), &argument.ty) {
        *argument.ty = closure.caller_type(wasm_bindgen);
    }
    *argument.pat = syn::parse_quote!(#name);
    FnArg::Typed(argument)
}

/// The name in `pat`, or one made up. It is resolved here, so that no argument hides
/// the function of the same name.
fn name(pat: &Pat, position: usize) -> Ident {
    let mut name = match pat {
        Pat::Ident(pat) => pat.ident.clone(),
        _ => format_ident!("arg{position}"),
    };
    name.set_span(name.span().resolved_at(Span::mixed_site()));
    name
}

fn private_ident(ident: &Ident) -> Ident {
    format_ident!("__bulkhead_{}", ident.unraw(), span = ident.span())
}

fn wasm_bindgen(block: &ImportBlock) -> Path {
    let given = block.bindgen.options.value("wasm_bindgen");
    let given = given.and_then(|path| syn::parse2(path.clone()).ok());
    given.unwrap_or_else(|| syn::parse_quote!(::wasm_bindgen))
}

/// A `#[cfg]` that holds when one of several declarations is there; none if one
/// of them always is, or if there is none.
fn any_of(declarations: &[Attrs]) -> Option<TokenStream> {
    if declarations.is_empty() || declarations.iter().any(|attrs| attrs.0.is_empty()) {
        return None;
    }
    let all = declarations.iter().map(|attrs| {
        let conditions = attrs.0.iter().map(cfg_condition);
        quote!(all(#(#conditions),*))
    });
    Some(quote!(#[cfg(any(#(#all),*))]))
}

/// What a `cfg`, itself perhaps behind a `cfg_attr`, demands.
fn cfg_condition(attr: &crate::model::attrs::Conditional) -> TokenStream {
    let condition = match syn::parse2(attr.meta.clone()) {
        Ok(syn::Meta::List(list)) => list.tokens,
        _ => TokenStream::new(),
    };
    match attr.predicates.as_slice() {
        [] => condition,
        predicates => quote!(any(not(all(#(#predicates),*)), #condition)),
    }
}
