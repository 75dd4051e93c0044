//! What the glue does with objects and closures of an instance that has been replaced. Only glue
//! that can make a second instance tells them apart.

use oxc::ast::ast::{CallExpression, Expression, Function, MethodDefinitionKind};
use oxc::ast::AstKind;
use oxc::semantic::NodeId;
use oxc::span::Span;

use super::exports::Exports;
use super::{Glue, Unknown};
use crate::edits::Edits;
use crate::source::{counted, declared, is_error, Source};

impl Exports {
    /// The function that makes the next instance: it assigns the exports, and counts up.
    pub(super) fn reset<'a>(&self, source: &Source<'a>) -> Option<&'a Function<'a>> {
        let (function, _) = self.counting_reset(source)?;
        Some(function)
    }

    /// And the name of what it counts.
    fn counting_reset<'s, 'a>(
        &self,
        source: &'s Source<'a>,
    ) -> Option<(&'a Function<'a>, &'s str)> {
        source.nodes().find_map(|(node, kind)| {
            let AstKind::UpdateExpression(update) = kind else {
                return None;
            };
            let counter = source.symbol(counted(&update.argument)?)?;
            let function = source.function_around(node)?;
            let mut values = self.values.iter();
            let assigns = values.any(|value| function.span.contains_inclusive(*value));
            (assigns && source.is_of_the_file(counter)).then(|| (function, source.name(counter)))
        })
    }
}

/// Has what is stale say so by our errors, and do no harm when it is freed.
pub(super) fn tell_apart(glue: &Glue, edits: &mut Edits) -> Result<(), Unknown> {
    let Glue { source, ours, .. } = glue;
    let Some((_, instance)) = glue.exports.counting_reset(source) else {
        return Ok(());
    };
    let is_stale = |object: &str| {
        format!("{object}.__wbg_inst !== undefined && {object}.__wbg_inst !== {instance}")
    };
    for (node, kind) in source.nodes() {
        match kind {
            AstKind::NewExpression(new) if is_error(new, "Invalid stale object") => {
                edits.replace(new.span, format!("{ours}.__wbh_stale_object()"));
            }
            AstKind::ThrowStatement(throw) => {
                let Expression::NewExpression(new) = &throw.argument else {
                    continue;
                };
                if is_error(new, "Cannot invoke closure from previous") {
                    let unknown = Unknown("it makes closures in a way that is not known");
                    let invoke = invoked(source, node).ok_or(unknown)?;
                    let silent = format!("return {ours}.__wbh_stale_closure({invoke});");
                    edits.replace(throw.span, silent);
                }
            }
            AstKind::CallExpression(call) => {
                if let Some(invoke) = invoking_future(glue, node, call) {
                    let note = format!("\n{ours}.silence({invoke});");
                    edits.insert(source.text.len() as u32, note);
                }
                let Expression::StaticMemberExpression(callee) = &call.callee else {
                    continue;
                };
                if callee.property.name != "__destroy_into_raw" {
                    continue;
                }
                match &callee.object {
                    // One that Rust takes out of a `JsValue`.
                    Expression::Identifier(object) => {
                        let stale = is_stale(&object.name);
                        let check = format!("({stale} ? {ours}.__wbh_refuse_stale() : ");
                        edits.wrap(call.span, &check, ")");
                    }
                    Expression::ThisExpression(_) => {
                        if let Some(body) = freeing(source, node) {
                            let check = format!(" if ({}) return;", is_stale("this"));
                            edits.insert(body.start + 1, check);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// What the closures of a maker invoke: its last parameter, behind their state. Closures that are
/// made elsewhere are borrowed for a call.
fn invoked<'s>(source: &'s Source, node: NodeId) -> Option<&'s str> {
    let [_, _, .., invoke] = source.function_around(node)?.params.items.as_slice() else {
        return None;
    };
    declared(&invoke.pattern).map(|invoke| source.name(invoke))
}

/// The function of the glue through which the callbacks of a `JsFuture` enter, if that is where this
/// is called; runtime/js/src/guard.js knows them by the same parts of a name.
fn invoking_future<'s>(
    glue: &Glue<'s, '_>,
    node: NodeId,
    call: &CallExpression,
) -> Option<&'s str> {
    const PARTS: [&str; 4] = [
        "closures",
        "___JsValue__core_",
        "___result__Result_____",
        "___JsError___",
    ];
    let source = glue.source;
    let export = source.called_member(call, glue.exports.symbol)?;
    if !PARTS.iter().all(|part| export.contains(part)) {
        return None;
    }
    let function = source.function_around(node)?;
    function.id.as_ref().map(|id| source.name(id.symbol_id()))
}

/// The body of the method `free` that gives up the object's pointer here.
fn freeing(source: &Source, node: NodeId) -> Option<Span> {
    let method = source.around(node).find_map(|kind| match kind {
        AstKind::MethodDefinition(method) => Some(method),
        _ => None,
    })?;
    let is_free = method.kind == MethodDefinitionKind::Method && method.key.is_specific_id("free");
    let body = method.value.body.as_ref().filter(|_| is_free)?;
    Some(body.span)
}
