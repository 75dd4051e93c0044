//! What in the source an error is about.

use std::ops::Range;

use syn::visit::Visit;
use syn::{Expr, ExprCall, ExprMethodCall, ItemImpl, ItemStruct};

use super::Failure;
use crate::source::SourceFile;

/// A place that an edit can be made at.
pub(super) enum Site<'a> {
    /// A call of one of `Closure`'s constructors.
    Closure(&'a ExprCall),
    /// A call of something else, one of whose arguments is meant.
    Argument(Call<'a>),
    /// A type of this file.
    Struct(&'a ItemStruct),
}

/// A call of a function or a method.
pub(super) struct Call<'a> {
    /// The last names of its path.
    pub(super) path: Vec<String>,
    pub(super) arguments: Vec<&'a Expr>,
}

/// The classes whose constructors ask for unwind safety.
const CLASSES: [&str; 2] = ["Closure", "ScopedClosure"];

/// Finds what a failure is about, if it is something that can be edited.
pub(super) fn find<'a>(file: &'a SourceFile, failure: &Failure) -> Option<Site<'a>> {
    let primary = failure.places.first()?;
    let mut finder = Finder {
        file,
        places: &failure.places,
        primary,
        named: None,
        around: None,
        ty: None,
        is_in_body: false,
    };
    finder.visit_file(&file.syntax);
    let Finder {
        named,
        around,
        ty,
        is_in_body,
        ..
    } = finder;
    let site = named.or(around);
    if site.is_some() || is_in_body {
        return site;
    }
    let structs = structs(&file.syntax.items);
    let named = |name: &str| structs.iter().find(|it| it.ident == name).copied();
    let at = structs
        .iter()
        .find(|it| contains(&file.range(**it), primary))
        .copied();
    let found = ty.as_deref().and_then(named).or(at);
    found.map(Site::Struct)
}

/// The names of a path, its last ones last.
pub(super) fn names(path: &syn::Path) -> Vec<String> {
    let names = path.segments.iter().map(|it| it.ident.to_string());
    names.collect()
}

/// Whether it is `…Closure::function`.
fn is_constructor(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else {
        return false;
    };
    match names(&path.path).as_slice() {
        [.., class, _] => CLASSES.contains(&class.as_str()),
        _ => false,
    }
}

struct Finder<'a, 'f> {
    file: &'a SourceFile,
    places: &'f [Range<usize>],
    primary: &'f Range<usize>,
    /// The call that the compiler names.
    named: Option<Site<'a>>,
    /// The innermost constructor around the place.
    around: Option<Site<'a>>,
    /// The type whose methods are around the place.
    ty: Option<String>,
    /// Whether the place is in a body, where no type is what it is about.
    is_in_body: bool,
}

impl Finder<'_, '_> {
    /// Whether the compiler points at it beside the primary place, as it does at the call that
    /// introduces the bound.
    fn is_named(&self, range: &Range<usize>) -> bool {
        self.places[1..].contains(range)
    }
}

impl<'a> Visit<'a> for Finder<'a, '_> {
    fn visit_expr_call(&mut self, call: &'a ExprCall) {
        if contains(&self.file.range(call), self.primary) {
            let is_constructor = is_constructor(call);
            let site = || match (&*call.func, is_constructor) {
                (_, true) => Some(Site::Closure(call)),
                (Expr::Path(path), false) => Some(Site::Argument(Call {
                    path: names(&path.path),
                    arguments: call.args.iter().collect(),
                })),
                _ => None,
            };
            // For a future it points at the call as a whole.
            let is_whole = self.named.is_none() && self.file.range(call) == *self.primary;
            if is_whole || self.is_named(&self.file.range(&call.func)) {
                self.named = site();
            } else if is_constructor {
                self.around = site();
            }
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        let is_around = contains(&self.file.range(call), self.primary);
        if is_around && self.is_named(&self.file.range(&call.method)) {
            self.named = Some(Site::Argument(Call {
                path: vec![call.method.to_string()],
                arguments: call.args.iter().collect(),
            }));
        }
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        if contains(&self.file.range(item), self.primary) {
            if let syn::Type::Path(path) = &*item.self_ty {
                self.ty = names(&path.path).pop();
            }
        }
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_block(&mut self, block: &'a syn::Block) {
        self.is_in_body |= contains(&self.file.range(block), self.primary);
        syn::visit::visit_block(self, block);
    }
}

/// All structs of a file, also those in modules.
fn structs(items: &[syn::Item]) -> Vec<&ItemStruct> {
    let mut found = Vec::new();
    for item in items {
        match item {
            syn::Item::Struct(item) => found.push(item),
            syn::Item::Mod(module) => {
                let inner = module.content.as_ref();
                found.extend(inner.map_or_else(Vec::new, |(_, items)| structs(items)));
            }
            _ => {}
        }
    }
    found
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
