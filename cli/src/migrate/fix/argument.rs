//! Arguments of functions that ask for unwind safety: futures, and callbacks of imports.

use std::ops::Range;

use syn::{Expr, ExprClosure, Pat};

use super::site::Call;
use super::{Fix, Kind};
use crate::edits::Edit;
use crate::source::SourceFile;

const ASSERT: &str = "core::panic::AssertUnwindSafe(";

/// Functions that take a future. An asserted future is a future.
const FUTURES: &[&str] = &["future_to_promise", "future_to_promise_typed"];

pub(super) fn fix(file: &SourceFile, call: &Call<'_>, primary: &Range<usize>) -> Option<Fix> {
    let name = call.path.last()?;
    if FUTURES.contains(&name.as_str()) {
        let argument = call.arguments.first()?;
        return Some(future(file, argument));
    }
    let argument = call.arguments.iter().find(|argument| {
        let range = file.range(**argument);
        range.start <= primary.start && primary.end <= range.end
    });
    // The compiler may point at the call as a whole.
    let argument = argument.or_else(|| {
        let mut callbacks = call.arguments.iter().filter(|it| callback(it).is_some());
        callbacks.next().filter(|_| callbacks.next().is_none())
    })?;
    let is_promise =
        matches!(call.path.as_slice(), [.., class, new] if class == "Promise" && new == "new");
    shim(file, argument, is_promise)
}

fn future(file: &SourceFile, argument: &Expr) -> Fix {
    let range = file.range(argument);
    Fix {
        kind: Kind::Future,
        at: range.start,
        edits: vec![
            Edit::insert(range.start, ASSERT),
            Edit::insert(range.end, ")"),
        ],
    }
}

/// The closure of `&mut |…| …` or `&|…| …`, and whether it is called by a mutable reference.
fn callback(argument: &Expr) -> Option<(&ExprClosure, bool)> {
    let Expr::Reference(reference) = argument else {
        return None;
    };
    match &*reference.expr {
        Expr::Closure(closure) => Some((closure, reference.mutability.is_some())),
        _ => None,
    }
}

/// An asserted closure is no closure with parameters, so one is written around it. That one alone
/// has its types inferred, so the one within has to say them.
fn shim(file: &SourceFile, argument: &Expr, is_promise: bool) -> Option<Fix> {
    let (closure, is_mut) = callback(argument)?;
    let range = file.range(closure);
    let mutable = if is_mut { "mut " } else { "" };
    let names: Vec<_> = (0..closure.inputs.len()).map(|i| format!("a{i}")).collect();
    let names = names.join(", ");
    let mut edits = vec![Edit::insert(
        range.start,
        format!("{{ let {mutable}asserted = {ASSERT}"),
    )];
    for pattern in &closure.inputs {
        match pattern {
            Pat::Type(_) => {}
            _ if is_promise => {
                let end = file.range(pattern).end;
                edits.push(Edit::insert(end, ": js_sys::Function"));
            }
            _ => return None,
        }
    }
    edits.push(Edit::insert(
        range.end,
        format!("); move |{names}| (*asserted)({names}) }}"),
    ));
    Some(Fix {
        kind: Kind::Callback,
        at: range.start,
        edits,
    })
}
