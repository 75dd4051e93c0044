//! Constructors of `Closure`.
//!
//! `Closure::wrap(Box::new(f) as Box<dyn FnMut()>)` cannot compile: a trait object does not say
//! that what is behind it is unwind safe. `Closure::<dyn FnMut()>::new(f)` asks `f` itself. Where
//! the closure is not unwind safe either, its constructor has a twin that asserts.

use syn::{Expr, ExprCall, ExprCast, ExprClosure, ExprPath, GenericArgument, Pat, PathArguments};

use super::site::names;
use super::{Care, Fix, Kind};
use crate::edits::Edit;
use crate::source::SourceFile;

/// Constructors, and their twins that assert.
const TWINS: &[(&str, &str)] = &[
    ("new", "own_assert_unwind_safe"),
    ("own", "own_assert_unwind_safe"),
    ("wrap", "wrap_assert_unwind_safe"),
    ("once", "once_assert_unwind_safe"),
    ("borrow", "borrow_assert_unwind_safe"),
    ("borrow_mut", "borrow_mut_assert_unwind_safe"),
];

pub(super) fn fix(file: &SourceFile, call: &ExprCall, care: Care) -> Option<Fix> {
    let Expr::Path(path) = &*call.func else {
        return None;
    };
    let argument = call.args.first()?;
    let name = path.path.segments.last()?;
    if care == Care::Ask && name.ident == "wrap" {
        if let Some(fix) = unbox(file, call, path, argument) {
            return Some(fix);
        }
    }
    let edits = match name.ident.to_string().as_str() {
        "once_into_js" => once_into_js(file, call, argument),
        other => {
            let (_, twin) = TWINS.iter().find(|(plain, _)| *plain == other)?;
            vec![Edit {
                range: file.range(&name.ident),
                text: (*twin).to_owned(),
            }]
        }
    };
    Some(Fix {
        kind: Kind::Closure,
        at: file.range(call).start,
        edits,
    })
}

/// It has no twin. A closure without parameters can be asserted itself.
fn once_into_js(file: &SourceFile, call: &ExprCall, argument: &Expr) -> Vec<Edit> {
    let range = file.range(argument);
    match argument {
        Expr::Closure(closure) if !closure.inputs.is_empty() => {
            let Expr::Path(path) = &*call.func else {
                return Vec::new();
            };
            let name = path.path.segments.last().map(|it| file.range(&it.ident));
            let renamed = name.map(|range| Edit {
                range,
                text: "once_assert_unwind_safe".into(),
            });
            let end = Edit::insert(file.range(call).end, ".into_js_value()");
            renamed.into_iter().chain([end]).collect()
        }
        _ => vec![
            Edit::insert(range.start, "core::panic::AssertUnwindSafe("),
            Edit::insert(range.end, ")"),
        ],
    }
}

/// `Closure::wrap(Box::new(f) as Box<dyn FnMut()>)` becomes `Closure::<dyn FnMut()>::new(f)`.
fn unbox(file: &SourceFile, call: &ExprCall, path: &ExprPath, argument: &Expr) -> Option<Fix> {
    let Expr::Cast(cast) = argument else {
        return None;
    };
    let inner = boxed(cast)?;
    let object = object(cast)?;
    let (outer, inner_range) = (file.range(cast), file.range(inner));
    let gaps = [outer.start..inner_range.start, inner_range.end..outer.end];
    let has_comment = |gap: &std::ops::Range<usize>| {
        let text = &file.text[gap.clone()];
        text.contains("//") || text.contains("/*")
    };
    if gaps.iter().any(has_comment) {
        return None;
    }
    let mut edits = vec![constructor(file, path, file.text_of(object))?];
    if let Expr::Closure(closure) = inner {
        edits.extend(parameters(file, closure, object)?);
    }
    edits.extend(gaps.map(|range| Edit {
        range,
        text: String::new(),
    }));
    Some(Fix {
        kind: Kind::Unboxed,
        at: file.range(call).start,
        edits,
    })
}

/// The `f` of `Box::new(f) as …`.
fn boxed(cast: &ExprCast) -> Option<&Expr> {
    let Expr::Call(call) = &*cast.expr else {
        return None;
    };
    let Expr::Path(path) = &*call.func else {
        return None;
    };
    let names = names(&path.path);
    let is_box = matches!(names.as_slice(), [.., class, new] if class == "Box" && new == "new");
    call.args.first().filter(|_| is_box && call.args.len() == 1)
}

/// The `dyn FnMut()` of `… as Box<dyn FnMut()>`.
fn object(cast: &ExprCast) -> Option<&syn::TypeTraitObject> {
    let syn::Type::Path(path) = &*cast.ty else {
        return None;
    };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(syn::Type::TraitObject(object)) => Some(object),
        _ => None,
    }
}

/// `Closure::wrap`, or `Closure::<T>::wrap`, becomes `Closure::<T>::new`.
fn constructor(file: &SourceFile, path: &ExprPath, object: &str) -> Option<Edit> {
    let mut segments = path.path.segments.iter().rev();
    let (name, class) = (segments.next()?, segments.next()?);
    let end = file.range(&name.ident).end;
    Some(match class.arguments.is_empty() {
        true => Edit {
            range: file.range(&class.ident).end..end,
            text: format!("::<{object}>::new"),
        },
        false => Edit {
            range: file.range(&name.ident),
            text: "new".into(),
        },
    })
}

/// The types of the closure's parameters where it does not say them: the cast said them.
fn parameters(
    file: &SourceFile,
    closure: &ExprClosure,
    object: &syn::TypeTraitObject,
) -> Option<Vec<Edit>> {
    let syn::TypeParamBound::Trait(bound) = object.bounds.first()? else {
        return None;
    };
    let types: Vec<_> = match &bound.path.segments.last()?.arguments {
        PathArguments::Parenthesized(arguments) => arguments.inputs.iter().collect(),
        _ => return None,
    };
    if types.len() != closure.inputs.len() {
        return None;
    }
    let pairs = closure.inputs.iter().zip(types);
    let untyped = pairs.filter(|(pattern, _)| !matches!(pattern, Pat::Type(_)));
    let edits = untyped.map(|(pattern, ty)| {
        let text = format!(": {}", file.text_of(ty));
        Edit::insert(file.range(pattern).end, text)
    });
    Some(edits.collect())
}
