//! wasm-bindgen's own guard around each call of an export in unwind builds, which ours takes the
//! place of: a call that asks whether the module is terminated, and a `catch`.

use oxc::ast::ast::{Expression, Statement, TryStatement};
use oxc::ast::AstKind;
use oxc::semantic::SymbolId;
use oxc::span::{GetSpan, Span};

use super::calls::runs_a_body;
use super::{Glue, Unknown};
use crate::edits::Edits;
use crate::source::{assigned, declared, Source};

/// wasm-bindgen's own guard.
pub(super) struct Guard<'g> {
    /// The function that asks.
    pub(super) asks: &'g str,
    /// The function that is given what was caught.
    pub(super) handles: &'g str,
}

/// Takes it away where the call is guarded otherwise. Around destructors, and exports that
/// JavaScript may suspend, it stays.
pub(super) fn replace<'g>(
    glue: &Glue<'g, '_>,
    edits: &mut Edits,
) -> Result<Option<Guard<'g>>, Unknown> {
    let Glue {
        source, exports, ..
    } = glue;
    let Some(asks) = exports.function_with(source, "__instance_terminated") else {
        return Ok(None);
    };
    let reset = pending_reset(glue, asks)?;
    let unwraps = unwrapping(source);
    let mut handles = None;
    for statements in source.statement_lists() {
        for pair in statements.windows(2) {
            let [Statement::ExpressionStatement(before), Statement::TryStatement(guard)] = pair
            else {
                continue;
            };
            let Some(asking) = last(&before.expression).filter(|call| calls(source, call, asks))
            else {
                continue;
            };
            let Some((call, handling)) = guarded_call(glue, guard, &unwraps) else {
                continue;
            };
            handles = Some(handling);
            match &reset {
                Some(reset) => edits.replace(asking.span(), reset),
                None => edits.remove(alone(&before.expression, before.span)),
            }
            edits.remove(Span::new(guard.span.start, call.start));
            // Minified, the last statement of a block has no semicolon.
            let is_ended = call.source_text(source.text).ends_with(';');
            let rest = Span::new(call.end, guard.span.end);
            edits.replace(rest, if is_ended { "" } else { ";" });
        }
    }
    Ok(handles.map(|handles| Guard {
        asks: source.name(asks),
        handles: source.name(handles),
    }))
}

/// The last of expressions with commas between them.
fn last<'b, 'a>(expression: &'b Expression<'a>) -> Option<&'b Expression<'a>> {
    match expression {
        Expression::SequenceExpression(sequence) => sequence.expressions.last(),
        expression => Some(expression),
    }
}

/// What to remove so that the last expression is gone: its comma too, or all of the statement.
fn alone(expression: &Expression, statement: Span) -> Span {
    match expression {
        Expression::SequenceExpression(sequence) => {
            let [.., before, last] = sequence.expressions.as_slice() else {
                return statement;
            };
            Span::new(before.span().end, last.span().end)
        }
        _ => statement,
    }
}

fn calls(source: &Source, expression: &Expression, function: SymbolId) -> bool {
    match expression {
        Expression::CallExpression(call) => {
            call.arguments.is_empty() && source.called(call) == Some(function)
        }
        _ => false,
    }
}

/// The one statement of a `try`, if it calls an export, and the `catch` gives what it caught to a
/// function that unwraps exceptions; and that function.
fn guarded_call(
    glue: &Glue,
    guard: &TryStatement,
    unwraps: &[SymbolId],
) -> Option<(Span, SymbolId)> {
    let source = glue.source;
    let [statement] = guard.block.body.as_slice() else {
        return None;
    };
    let Statement::ExpressionStatement(statement) = statement else {
        return None;
    };
    let value = match &statement.expression {
        Expression::AssignmentExpression(assignment) => &assignment.right,
        value => value,
    };
    let Expression::CallExpression(call) = value else {
        return None;
    };
    let export = source.called_member(call, glue.exports.symbol)?;

    let handler = guard
        .handler
        .as_ref()
        .filter(|_| guard.finalizer.is_none())?;
    let caught = declared(&handler.param.as_ref()?.pattern)?;
    let [Statement::ExpressionStatement(handling)] = handler.body.body.as_slice() else {
        return None;
    };
    let Expression::CallExpression(handling) = &handling.expression else {
        return None;
    };
    let [given] = handling.arguments.as_slice() else {
        return None;
    };
    let is_given = source.symbol_of(given.as_expression()?) == Some(caught);
    let handles = source.called(handling)?;
    let is_guard = is_given && unwraps.contains(&handles) && runs_a_body(export);
    is_guard.then_some((statement.span, handles))
}

/// The functions that take a JavaScript exception out of its disguise.
fn unwrapping(source: &Source) -> Vec<SymbolId> {
    let functions = source.nodes().filter_map(|(node, kind)| match kind {
        AstKind::StaticMemberExpression(access) if access.property.name == "getArg" => {
            source.function_around(node)?.id.as_ref()
        }
        _ => None,
    });
    functions.map(|id| id.symbol_id()).collect()
}

/// What does the reset that the user's crate may have scheduled, where the glue can reset:
/// `scheduled && reset()`.
fn pending_reset(glue: &Glue, asks: SymbolId) -> Result<Option<String>, Unknown> {
    let Glue {
        source, exports, ..
    } = glue;
    let Some(asking) = source.function(asks) else {
        return Err(Unknown("what asks for termination is no function"));
    };
    let Some(resetting) = exports.reset(source) else {
        return Ok(None);
    };
    let Some(resets) = resetting.id.as_ref().map(|id| id.symbol_id()) else {
        return Err(Unknown("what resets has no name"));
    };
    let hook = exports.function_with(source, "__abort_handler");
    let hook = hook.and_then(|hook| source.function(hook));
    let mut scheduled = source.nodes_in(resetting.span).filter_map(|(_, kind)| {
        let AstKind::AssignmentExpression(assignment) = kind else {
            return None;
        };
        let variable = source.symbol(assigned(&assignment.left)?)?;
        let is_in = |place: Span| {
            let mut uses = source.uses(variable);
            uses.any(|(_, used)| place.contains_inclusive(used))
        };
        // Of the flags that a reset clears, the other one is the hook's.
        let is_flag = is_in(asking.span) && !hook.is_some_and(|hook| is_in(hook.span));
        is_flag.then_some(variable)
    });
    match (scheduled.next(), scheduled.next()) {
        (Some(scheduled), None) => Ok(Some(format!(
            "{} && {}()",
            source.name(scheduled),
            source.name(resets)
        ))),
        _ => Err(Unknown("it has no known sign of a reset that is due")),
    }
}
