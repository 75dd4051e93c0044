//! Which closures of a body JavaScript will call.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Expr, ExprCall, ExprClosure, Path};

const TYPES: &[&str] = &["Closure", "ScopedClosure"];
const CONSTRUCTORS: &[&str] = &["new", "own", "wrap", "once", "once_into_js"];

/// Whether a body has to be parsed at all.
pub(crate) fn mentions_closures(body: &TokenStream) -> bool {
    body.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => TYPES.iter().any(|name| ident == name),
        TokenTree::Group(group) => mentions_closures(&group.stream()),
        _ => false,
    })
}

/// The closure literal that `call` hands to JavaScript, if it does that.
pub(crate) fn closure_of_call(call: &mut ExprCall) -> Option<&mut ExprClosure> {
    let is_constructor = path_of(&call.func).is_some_and(|path| ends_in(path, TYPES, CONSTRUCTORS));
    literal(call.args.first_mut().filter(|_| is_constructor)?)
}

/// The literal inside `Box::new(…) as Box<dyn …>`, parentheses and the like.
fn literal(expr: &mut Expr) -> Option<&mut ExprClosure> {
    match expr {
        Expr::Closure(closure) => Some(closure),
        Expr::Cast(cast) => literal(&mut cast.expr),
        Expr::Paren(paren) => literal(&mut paren.expr),
        Expr::Group(group) => literal(&mut group.expr),
        Expr::Call(call) => {
            let is_box = path_of(&call.func).is_some_and(|path| ends_in(path, &["Box"], &["new"]));
            literal(call.args.first_mut().filter(|_| is_box)?)
        }
        _ => None,
    }
}

fn path_of(expr: &Expr) -> Option<&Path> {
    match expr {
        Expr::Path(path) => Some(&path.path),
        Expr::Paren(paren) => path_of(&paren.expr),
        Expr::Group(group) => path_of(&group.expr),
        _ => None,
    }
}

fn ends_in(path: &Path, types: &[&str], functions: &[&str]) -> bool {
    let mut from_the_end = path
        .segments
        .iter()
        .rev()
        .map(|segment| segment.ident.to_string());
    let function = from_the_end.next();
    let ty = from_the_end.next();
    let is_one_of = |name: Option<String>, names: &[&str]| {
        name.is_some_and(|name| names.contains(&name.as_str()))
    };
    is_one_of(function, functions) && is_one_of(ty, types)
}
