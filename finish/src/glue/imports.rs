//! What the module imports: the functions that the glue has for it, and exports that JavaScript may
//! suspend.

use oxc::ast::ast::{Expression, FunctionBody, ObjectExpression};
use oxc::ast::AstKind;
use oxc::span::{GetSpan, Span};

use super::{bundler, Glue};
use crate::edits::Edits;

/// The variables of the check that stands in a function.
struct Names {
    gate: String,
    e: String,
}

/// In abort builds nothing in the module looks at how an import ends, so the function that the glue
/// has for it does: what it throws is known from then on, and an import does not return into an
/// instance that has ended. Where an engine lets wasm catch what JavaScript throws, a trap of another
/// module is not caught, and has to be known as well.
pub(super) fn check(glue: &Glue, edits: &mut Edits) {
    let Glue {
        source,
        module,
        ours,
        ..
    } = glue;
    for (_, kind) in source.nodes() {
        if let AstKind::CallExpression(call) = kind {
            if source.is_web_assembly(&call.callee, "promising") {
                edits.replace(call.callee.span(), format!("{ours}.promising"));
            }
        }
    }
    keep_promises(glue, edits);
    let catches_all = source.nodes().all(|(_, kind)| !is_js_tag(glue, kind));
    if module.checks_imports && catches_all {
        return;
    }
    let names = Names {
        gate: source.fresh("__bh_gate"),
        e: source.fresh("__bh_e"),
    };
    for (_, kind) in source.nodes() {
        match kind {
            AstKind::ObjectProperty(property) => {
                let name = property.key.static_name();
                if name.is_some_and(|name| module.has_function(&name)) {
                    check_value(glue, &names, &property.value, edits);
                }
            }
            AstKind::ReturnStatement(returned) => {
                if let Some(Expression::ObjectExpression(imports)) = &returned.argument {
                    check_modules(glue, imports, edits);
                }
            }
            _ => {}
        }
    }
    for value in bundler::exported_imports(glue) {
        match value {
            bundler::Import::Function(body) => check_body(glue, &names, body, edits),
            bundler::Import::Value(value) => check_value(glue, &names, value, edits),
        }
    }
}

/// Promises that Rust makes by itself are given to our object, which rejects them at the latest when
/// the instance ends.
fn keep_promises(glue: &Glue, edits: &mut Edits) {
    let Glue { source, ours, .. } = glue;
    for (node, kind) in source.nodes() {
        let AstKind::NewExpression(new) = kind else {
            continue;
        };
        let is_made_by_rust = || {
            source
                .around(node)
                .any(|around| is_constructor(glue, around))
        };
        if source.is_global(&new.callee, "Promise") && is_made_by_rust() {
            edits.wrap(new.span, &format!("{ours}.kept("), ")");
        }
    }
}

/// Whether it is an import by which Rust calls a constructor.
fn is_constructor(glue: &Glue, kind: AstKind) -> bool {
    let is_one = |name: &str| name.starts_with("__wbg_new_") && glue.module.has_function(name);
    match kind {
        AstKind::ObjectProperty(property) => {
            let name = property.key.static_name();
            name.is_some_and(|name| is_one(&name))
        }
        AstKind::Function(function) => function.name().is_some_and(|name| is_one(&name)),
        _ => false,
    }
}

/// What is imported to be called by the core, which knows the glue by what it returns; see
/// runtime/src/host/module.rs.
const CALL_GUARD: &str = "__wbg_static_accessor_CALL_GUARD_";

/// Has our object know that function of the glue's.
pub(super) fn tell_call_guard(glue: &Glue, edits: &mut Edits) {
    let Glue { source, ours, .. } = glue;
    for (_, kind) in source.nodes() {
        let AstKind::ObjectProperty(property) = kind else {
            continue;
        };
        let name = property.key.static_name();
        if !name.is_some_and(|name| name.starts_with(CALL_GUARD)) {
            continue;
        }
        match property.method {
            true => edits.insert(
                property.key.span().end,
                format!(": {ours}.callGuard = function"),
            ),
            false => edits.insert(property.value.span().start, format!("{ours}.callGuard = ")),
        }
    }
    // On the bundler target it is exported.
    let mut exported = bundler::exported(source);
    if let Some((_, symbol)) = exported.find(|(name, _)| name.starts_with(CALL_GUARD)) {
        let telling = format!("\n{ours}.callGuard = {};", source.name(symbol));
        edits.insert(source.program().span.end, telling);
    }
}

/// Whether it is `WebAssembly.JSTag`.
fn is_js_tag(glue: &Glue, kind: AstKind) -> bool {
    let AstKind::StaticMemberExpression(access) = kind else {
        return false;
    };
    access.property.name == "JSTag" && glue.source.is_global(&access.object, "WebAssembly")
}

fn check_value(glue: &Glue, names: &Names, value: &Expression, edits: &mut Edits) {
    match value {
        Expression::FunctionExpression(function) => {
            if let Some(body) = &function.body {
                check_body(glue, names, body, edits);
            }
        }
        value => edits.wrap(value.span(), &format!("{}.checked(", glue.ours), ")"),
    }
}

fn check_body(glue: &Glue, names: &Names, body: &FunctionBody, edits: &mut Edits) {
    let Glue { ours, .. } = glue;
    let Names { gate, e } = names;
    let inside = Span::new(body.span.start + 1, body.span.end - 1);
    edits.wrap(
        inside,
        &format!(" const {gate} = {ours}.gate; try {{"),
        &format!(
            "}} catch ({e}) {{ {gate}.life.thrown = {e}; throw {e}; }} \
             finally {{ if ({gate}.shut) {gate}.__wbh_returned(); }}"
        ),
    );
}

/// The modules that wasm imports from directly, beside the object of the glue's own functions.
fn check_modules(glue: &Glue, imports: &ObjectExpression, edits: &mut Edits) {
    let properties = imports
        .properties
        .iter()
        .filter_map(|property| property.as_property());
    for property in properties {
        let from = property.key.static_name();
        let is_foreign = |from: &str| glue.module.imports_from(from) && from != glue.module.glue();
        if from.is_some_and(|from| is_foreign(&from)) && property.value.is_identifier_reference() {
            edits.wrap(
                property.value.span(),
                &format!("{}.checkedAll(", glue.ours),
                ")",
            );
        }
    }
}
