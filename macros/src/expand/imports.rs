use proc_macro2::TokenStream;
use quote::{format_ident, quote, ToTokens};
use syn::ext::IdentExt;
use syn::{
    FnArg, ForeignItem, ForeignItemFn, Ident, Pat, Path, ReturnType, Safety, Signature, Type,
    TypeParamBound, Visibility,
};

use super::{allow_lints, Emit};
use crate::model::attrs::Attrs;
use crate::model::imports::{class_ident, ungrouped, Import, ImportBlock, Role};

/// The block as it is where nothing unwinds, and elsewhere one whose functions
/// return what JavaScript threw, with a wrapper around each that passes it on.
///
/// An import without `catch` is declared `extern "C"`, which may not unwind, so
/// that optimised builds skip the destructors of all frames an exception
/// crosses. The `cfg` is the target's to decide, not this macro's.
pub(super) fn expand_imports(emit: &Emit, block: &ImportBlock) -> TokenStream {
    let user = &block.item;
    if block.functions.iter().all(Option::is_none) {
        return user.to_token_stream();
    }
    let catching = catching_block(block);
    let wrappers = wrappers(emit, block);
    quote! {
        #[cfg(not(all(target_family = "wasm", panic = "unwind")))]
        #user
        #catching
        #wrappers
    }
}

fn catching_block(block: &ImportBlock) -> TokenStream {
    let mut user = block.item.clone();
    for (item, import) in user.items.iter_mut().zip(&block.functions) {
        if let (ForeignItem::Fn(function), Some(import)) = (item, import) {
            make_catching(block, function, import);
        }
    }
    quote!(#[cfg(all(target_family = "wasm", panic = "unwind"))] #user)
}

/// Turns an import into one of a private name that returns a `Result`.
fn make_catching(block: &ImportBlock, function: &mut ForeignItemFn, import: &Import) {
    let mut options = import.options.with_flag("catch");
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
    function.sig.output = result(block, &function.sig.output);
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
        quote!(#[cfg(all(target_family = "wasm", panic = "unwind"))] #block #cfgs #class)
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
        let call = self.call(&sig);
        quote! {
            #attrs
            #vis #sig {
                match #call {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(error) => #runtime::rethrow(error),
                }
            }
        }
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
/// to the bound that `wasm-bindgen` puts on it.
fn wrapper_input(wasm_bindgen: &Path, position: usize, input: FnArg) -> FnArg {
    let FnArg::Typed(mut argument) = input else {
        return input;
    };
    argument.attrs = Attrs::new(&argument.attrs)
        .without(&["wasm_bindgen"])
        .parsed();
    if !matches!(&*argument.pat, Pat::Ident(_)) {
        let name = format_ident!("arg{position}");
        *argument.pat = syn::parse_quote!(#name);
    }
    if let Some(closure) = borrowed_closure(wasm_bindgen, &argument.ty) {
        *argument.ty = closure;
    }
    FnArg::Typed(argument)
}

/// `&dyn Fn` and `&mut dyn FnMut` become references to any such closure that is
/// unwind safe, exactly as `wasm-bindgen` does it.
fn borrowed_closure(wasm_bindgen: &Path, ty: &Type) -> Option<Type> {
    let Type::Reference(reference) = ty else {
        return None;
    };
    let Type::TraitObject(object) = ungrouped(&reference.elem) else {
        return None;
    };
    let mutability = &reference.mutability;
    let wanted = if mutability.is_some() { "FnMut" } else { "Fn" };
    let is_wanted = object.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => bound
            .path
            .segments
            .last()
            .is_some_and(|segment| segment.ident == wanted),
        _ => false,
    });
    let bounds = &object.bounds;
    let unwind_safe = quote!(#wasm_bindgen::__rt::marker::MaybeUnwindSafe);
    is_wanted.then(|| syn::parse_quote!(& #mutability (impl #bounds + #unwind_safe)))
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
