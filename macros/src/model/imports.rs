use syn::{
    FnArg, ForeignItem, ForeignItemFn, GenericArgument, Ident, ItemForeignMod, PathArguments,
    ReturnType, Type, TypePath,
};

use super::attrs::Attrs;
use super::name::{member, property};
use super::options::{Bindgen, Case, Options};

/// An `extern "C"` block of what Rust calls in JavaScript.
pub(crate) struct ImportBlock {
    pub(crate) bindgen: Bindgen,
    pub(crate) item: ItemForeignMod,
    /// Beside each of the block's items: how to call it from a wrapper, if it is
    /// a function that can be called so.
    pub(crate) functions: Vec<Option<Import>>,
}

/// An import that gets a wrapper of its own name around it.
pub(crate) struct Import {
    pub(crate) attrs: Attrs,
    pub(crate) options: Options,
    /// Whether the user takes what it throws; if not, that would skip destructors.
    pub(crate) catches: bool,
    pub(crate) role: Role,
    /// The option that says by which name JavaScript knows it.
    pub(crate) named: Option<(&'static str, String)>,
}

pub(crate) enum Role {
    Free,
    /// Of the type behind the reference that is the first argument.
    Method(Type),
    /// Of a type named by an option or returned.
    Associated(Type),
}

/// Why an import is left as it is, though that is not safe.
pub(crate) enum Unguarded {
    Generic,
    CatchOnAsync,
}

/// Options under which an import is called in a way of its own.
const LEFT_ALONE: &[&str] = &["suspending", "assert_no_shim", "experimental_generic_mono"];

const INDEXING: &[&str] = &["indexing_getter", "indexing_setter", "indexing_deleter"];

impl ImportBlock {
    pub(crate) fn new(bindgen: Bindgen, item: ItemForeignMod) -> Self {
        let functions = item.items.iter().map(|foreign| match foreign {
            ForeignItem::Fn(function) => Import::new(function, &item.items),
            _ => None,
        });
        let functions = functions.collect();
        ImportBlock {
            bindgen,
            item,
            functions,
        }
    }

    /// The imports that cannot be guarded.
    pub(crate) fn unguarded(&self) -> impl Iterator<Item = (&ForeignItemFn, Unguarded)> {
        let foreign = self.item.items.iter();
        foreign.filter_map(|foreign| match foreign {
            ForeignItem::Fn(function) => {
                Some((function, Unguarded::of(function, &self.item.items)?))
            }
            _ => None,
        })
    }

    /// What decides whether the type of this name is there, if any of its
    /// declarations in this block depends on something.
    pub(crate) fn type_cfgs(&self, name: &Ident) -> Vec<Attrs> {
        let types = self.item.items.iter().filter_map(|foreign| match foreign {
            ForeignItem::Type(ty) if ty.ident == *name => Some(Attrs::new(&ty.attrs).cfgs()),
            _ => None,
        });
        types.collect()
    }
}

impl Import {
    fn new(function: &ForeignItemFn, block: &[ForeignItem]) -> Option<Self> {
        if function.sig.asyncness.is_some() || is_generic(function) {
            return None;
        }
        let attrs = Attrs::new(&function.attrs);
        let options = options(&attrs)?;
        let role = Role::of(function, &options)?;
        if role
            .class()
            .is_some_and(|class| is_generic_class(class, block))
        {
            return None;
        }
        let named = explicit_name(&options, &function.sig.ident);
        Some(Import {
            attrs,
            catches: options.has("catch"),
            options,
            role,
            named,
        })
    }
}

impl Unguarded {
    fn of(function: &ForeignItemFn, block: &[ForeignItem]) -> Option<Self> {
        let options = options(&Attrs::new(&function.attrs))?;
        let catches = options.has("catch");
        if function.sig.asyncness.is_some() {
            return catches.then_some(Unguarded::CatchOnAsync);
        }
        let role = Role::of(function, &options);
        let class = role.as_ref().and_then(Role::class);
        let is_generic =
            is_generic(function) || class.is_some_and(|class| is_generic_class(class, block));
        (is_generic && !catches).then_some(Unguarded::Generic)
    }
}

/// The options of an import that is to be guarded. `wasm-bindgen` does not see
/// those behind a `cfg_attr` here, so what such an import is cannot be said.
fn options(attrs: &Attrs) -> Option<Options> {
    let mut cases = Case::all(attrs);
    let case = cases.pop().filter(|_| cases.is_empty())?;
    (!case.options.has_any(LEFT_ALONE)).then_some(case.options)
}

impl Role {
    fn of(function: &ForeignItemFn, options: &Options) -> Option<Self> {
        if options.has("method") {
            return receiver(function).map(Role::Method);
        }
        if let Some(class) = options.value("static_method_of") {
            return class_of_option(class).map(Role::Associated);
        }
        if options.has("constructor") {
            return constructed(function, options).map(Role::Associated);
        }
        Some(Role::Free)
    }

    pub(crate) fn class(&self) -> Option<&Type> {
        match self {
            Role::Free => None,
            Role::Method(class) | Role::Associated(class) => Some(class),
        }
    }
}

/// The name that a private stand-in has to give explicitly.
fn explicit_name(options: &Options, ident: &Ident) -> Option<(&'static str, String)> {
    if options.has("constructor") || options.has_any(INDEXING) {
        return None;
    }
    for accessor in ["setter", "getter"] {
        if options.has(accessor) {
            return Some((accessor, property(options, accessor, ident)));
        }
    }
    Some(("js_name", member(options, ident)))
}

/// What a constructor returns, with `catch` inside a `Result`.
fn constructed(function: &ForeignItemFn, options: &Options) -> Option<Type> {
    let ReturnType::Type(_, ty) = &function.sig.output else {
        return None;
    };
    if !options.has("catch") {
        return Some((**ty).clone());
    }
    let Type::Path(path) = ungrouped(ty) else {
        return None;
    };
    let PathArguments::AngleBracketed(list) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match list.args.first()? {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

fn receiver(function: &ForeignItemFn) -> Option<Type> {
    let FnArg::Typed(this) = function.sig.inputs.first()? else {
        return None;
    };
    match ungrouped(&this.ty) {
        Type::Reference(reference) => Some(ungrouped(&reference.elem).clone()),
        _ => None,
    }
}

/// `static_method_of` takes a type, or a literal that spells one.
fn class_of_option(tokens: &proc_macro2::TokenStream) -> Option<Type> {
    match syn::parse2::<syn::LitStr>(tokens.clone()) {
        Ok(text) => text.parse().ok(),
        Err(_) => syn::parse2(tokens.clone()).ok(),
    }
}

/// Generic imports are called through types erased in ways of their own.
fn is_generic(function: &ForeignItemFn) -> bool {
    let has_impl_trait = function.sig.inputs.iter().any(|arg| match arg {
        FnArg::Typed(arg) => mentions_impl(&arg.ty),
        FnArg::Receiver(_) => false,
    });
    has_impl_trait || !function.sig.generics.params.is_empty()
}

fn mentions_impl(ty: &Type) -> bool {
    struct Finder(bool);
    impl<'ast> syn::visit::Visit<'ast> for Finder {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut finder = Finder(false);
    syn::visit::Visit::visit_type(&mut finder, ty);
    finder.0
}

fn is_generic_class(class: &Type, block: &[ForeignItem]) -> bool {
    let Type::Path(TypePath {
        qself: None, path, ..
    }) = ungrouped(class)
    else {
        return true;
    };
    let has_arguments = path
        .segments
        .iter()
        .any(|segment| segment.arguments != PathArguments::None);
    has_arguments
        || block.iter().any(|foreign| match foreign {
            ForeignItem::Type(ty) => path.is_ident(&ty.ident) && !ty.generics.params.is_empty(),
            _ => false,
        })
}

pub(crate) fn ungrouped(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}

/// The class as a name of this block, if it is but a name.
pub(crate) fn class_ident(class: &Type) -> Option<&Ident> {
    match ungrouped(class) {
        Type::Path(path) => path.path.get_ident(),
        _ => None,
    }
}
