//! Calls of exports: each export that runs a body gets a function in the glue that guards it.

use oxc::ast::AstKind;
use oxc::span::GetSpan;

use super::guards::Guard;
use super::Glue;
use crate::edits::Edits;

/// Has each call go to such a function. Whatever is not a plain call goes by the wrappers that
/// `wasm` has in finished glue too.
pub(super) fn guard(glue: &Glue, theirs: Option<&Guard>, edits: &mut Edits) {
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
        let name = format!("{prefix}{at}");
        text.push_str(&write_guard(glue, theirs, &name, export, takes));
    }
    edits.insert(source.text.len() as u32, text);
}

/// Whether an export runs code of the user's, rather than passing arguments or freeing.
pub(super) fn runs_a_body(export: &str) -> bool {
    let is_intrinsic = export.starts_with("__wbindgen_") || export.starts_with("__externref_");
    let is_destructor = export.starts_with("__wbg_") && export.ends_with("_free");
    !is_intrinsic && !is_destructor
}

/// Writes what runtime/js/src/finished.js describes. Where nothing of ours stands in front of the
/// instance, the other way is as wasm-bindgen has it.
fn write_guard(
    glue: &Glue,
    theirs: Option<&Guard>,
    name: &str,
    export: &str,
    takes: usize,
) -> String {
    let Glue { source, ours, .. } = glue;
    let wasm = source.name(glue.exports.symbol);
    // Minified glue may call its own variable like one of these.
    let taken = [
        Some(wasm),
        theirs.map(|guard| guard.asks),
        theirs.map(|guard| guard.handles),
    ];
    let local = |name: &str| {
        let mut name = name.to_owned();
        while taken.contains(&Some(&name)) {
            name.push('_');
        }
        name
    };
    let [gate, depth, exports, ret, e] = ["gate", "depth", "exports", "ret", "e"].map(local);
    let given: Vec<_> = (0..takes).map(|at| local(&format!("a{at}"))).collect();
    let given = given.join(", ");
    let otherwise = format!("return {wasm}.{export}({given});");
    let otherwise = match theirs {
        None => otherwise,
        Some(Guard { asks, handles }) => {
            format!("{{ {asks}(); try {{ {otherwise} }} catch ({e}) {{ {handles}({e}); }} }}")
        }
    };
    format!(
        "\nfunction {name}({given}) {{
    const {{ {gate} }} = {ours}, {{ {exports} }} = {gate};
    if ({gate}.shut || {exports} === null) {otherwise}
    const {depth} = {gate}.life.room(0, 0, 0, 0, 0, 0, 0, 0);
    {gate}.depth = {depth} + 1;
    let {ret};
    try {{ {ret} = {exports}.{export}({given}); }} catch ({e}) {{
        {gate}.shut = true;
        {gate}.depth = {depth};
        {gate}.life.wake();
        return {gate}.__wbh_failed({export:?}, {depth}, {e});
    }}
    {gate}.depth = {depth};
    return {gate}.shut ? {gate}.__wbh_left({export:?}) : {ret};
}}"
    )
}
