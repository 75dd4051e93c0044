//! Calls of exports: each export that runs a body gets a function in the glue that guards it.

use std::fmt::Write;

use oxc::ast::AstKind;
use oxc::span::GetSpan;

use super::Glue;
use crate::edits::Edits;

/// Has each call go to such a function. Whatever is not a plain call goes by the wrappers that
/// `wasm` has in finished glue too.
pub(super) fn guard(glue: &Glue, edits: &mut Edits) {
    let Glue { source, .. } = glue;
    let prefix = source.fresh("__wbh_");
    let mut guarded: Vec<(&str, usize)> = Vec::new();
    for (_, kind) in source.nodes() {
        match kind {
            AstKind::CallExpression(call) => {
                let Some(export) = source.called_member(call, glue.exports.symbol) else {
                    continue;
                };
                let is_spread = call.arguments.iter().any(|argument| argument.is_spread());
                if is_spread || !runs_a_body(export) {
                    continue;
                }
                let given = call.arguments.len();
                let at = match guarded.iter_mut().position(|(name, _)| *name == export) {
                    Some(at) => at,
                    None => {
                        guarded.push((export, 0));
                        guarded.len() - 1
                    }
                };
                guarded[at].1 = guarded[at].1.max(given);
                edits.replace(call.callee.span(), format!("{prefix}{at}"));
            }
            _ => continue,
        }
    }
    let mut text = String::new();
    for (at, (export, takes)) in guarded.into_iter().enumerate() {
        write_guard(glue, &format!("{prefix}{at}"), export, takes, &mut text);
    }
    edits.insert(source.text.len() as u32, text);
}

/// Whether an export runs code of the user's, rather than passing arguments or freeing.
fn runs_a_body(export: &str) -> bool {
    let is_intrinsic = export.starts_with("__wbindgen_") || export.starts_with("__externref_");
    let is_destructor = export.starts_with("__wbg_") && export.ends_with("_free");
    !is_intrinsic && !is_destructor
}

/// Writes what runtime/js/src/finished.js describes.
fn write_guard(glue: &Glue, name: &str, export: &str, takes: usize, text: &mut String) {
    let Glue { source, ours, .. } = glue;
    let wasm = source.name(glue.exports.symbol);
    // Minified glue may call its own variable like one of these.
    let local = |name: &str| match name == wasm {
        true => format!("{name}_"),
        false => name.to_owned(),
    };
    let [depth, exports, ret, e] = ["depth", "exports", "ret", "e"].map(local);
    let given: Vec<_> = (0..takes).map(|at| local(&format!("a{at}"))).collect();
    let given = given.join(", ");
    let _ = write!(
        text,
        "\nfunction {name}({given}) {{
    const {depth} = {ours}.depth, {exports} = {ours}.exports;
    if ({exports} === null) return {wasm}.{export}({given});
    {ours}.depth = {depth} + 1;
    let {ret};
    try {{ {ret} = {exports}.{export}({given}); }} catch ({e}) {{ throw {ours}.failed({export:?}, {depth}, {exports}, {e}); }}
    if ({ours}.exports !== {exports}) return {ours}.left({export:?}, {depth}, {exports}, {ret});
    {ours}.depth = {depth};
    return {ret};
}}"
    );
}
