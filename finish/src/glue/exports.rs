//! The variable in which the glue has the module's exports.

use oxc::ast::ast::{AssignmentOperator, Expression, VariableDeclarationKind};
use oxc::ast::AstKind;
use oxc::semantic::SymbolId;
use oxc::span::{GetSpan, Span};

use super::{bundler, Glue, Unknown};
use crate::edits::Edits;
use crate::source::{assigned, declared, member, Source};

pub(super) struct Exports {
    pub(super) symbol: SymbolId,
    /// What is assigned to it, place by place.
    pub(super) values: Vec<Span>,
}

impl Exports {
    /// It is the one variable of the file that is assigned some instance's `exports`, or on the
    /// bundler target what its entry brings.
    pub(super) fn find(source: &Source) -> Result<Exports, Unknown> {
        let brought = bundler::brought(source);
        let mut found: Vec<(SymbolId, Span)> = Vec::new();
        for (_, kind) in source.nodes() {
            let (variable, value) = match kind {
                AstKind::AssignmentExpression(assignment)
                    if assignment.operator == AssignmentOperator::Assign =>
                {
                    let target = assigned(&assignment.left);
                    let variable = target.and_then(|target| source.symbol(target));
                    (variable, Some(&assignment.right))
                }
                AstKind::VariableDeclarator(declarator) => {
                    (declared(&declarator.id), declarator.init.as_ref())
                }
                _ => continue,
            };
            let (Some(variable), Some(value)) = (variable, value) else {
                continue;
            };
            let is_exports = member(value, "exports").is_some()
                || (brought.is_some() && source.symbol_of(value) == brought);
            if is_exports && source.is_of_the_file(variable) {
                found.push((variable, value.span()));
            }
        }
        let Some(&(symbol, _)) = found.first() else {
            return Err(Unknown("it has no place that is known to get the exports"));
        };
        if found.iter().any(|(other, _)| *other != symbol) {
            return Err(Unknown("it has more than one variable for the exports"));
        }
        let values: Vec<_> = found.into_iter().map(|(_, value)| value).collect();
        let exports = Exports { symbol, values };
        match exports.is_assigned_elsewhere(source) {
            false => Ok(exports),
            true => Err(Unknown(
                "it has a place that is not known to assign the exports",
            )),
        }
    }

    fn is_assigned_elsewhere(&self, source: &Source) -> bool {
        source
            .references(self.symbol)
            .filter(|reference| reference.is_write())
            .any(|reference| match source.parent(reference.node_id()) {
                AstKind::AssignmentExpression(assignment) => {
                    !self.values.contains(&assignment.right.span())
                }
                _ => true,
            })
    }

    /// The function of the glue that calls the abort hook, which alone knows where that is.
    pub(super) fn abort_hook<'s>(&self, source: &'s Source) -> Option<&'s str> {
        let symbol = self.function_with(source, "__abort_handler")?;
        Some(source.name(symbol))
    }

    /// The function of the glue that reads an export which only one function does.
    pub(super) fn function_with(&self, source: &Source, export: &str) -> Option<SymbolId> {
        let mut members = source.members(self.symbol);
        let (node, _) = members.find(|(_, access)| access.property.name == export)?;
        let function = source.function_around(node)?;
        function.id.as_ref().map(|id| id.symbol_id())
    }
}

/// Has what is assigned go through our object.
pub(super) fn adopt(glue: &Glue, edits: &mut Edits) {
    let Glue { source, ours, .. } = glue;
    let tags: String = (tags(source).iter())
        .map(|tag| format!(", {}", source.name(*tag)))
        .collect();
    for value in &glue.exports.values {
        edits.wrap(*value, &format!("{ours}.adopt("), &format!("{tags})"));
    }
    // What a reset assigns cannot be a constant, as it is on the target deno.
    for (_, kind) in source.nodes() {
        let AstKind::VariableDeclaration(declaration) = kind else {
            continue;
        };
        let mut variables = declaration.declarations.iter();
        let is_written = variables.any(|variable| {
            declared(&variable.id).is_some_and(|variable| source.is_written(variable))
        });
        if declaration.kind == VariableDeclarationKind::Const && is_written {
            let keyword = Span::sized(declaration.span.start, "const".len() as u32);
            edits.replace(keyword, "let");
        }
    }
}

/// The tags of JavaScript exceptions in wasm, which are variables of the file.
fn tags(source: &Source) -> Vec<SymbolId> {
    let variables = source.nodes().filter_map(|(_, kind)| match kind {
        AstKind::VariableDeclarator(declarator) => match declarator.init.as_ref()? {
            Expression::NewExpression(new) if source.is_web_assembly(&new.callee, "Tag") => {
                declared(&declarator.id)
            }
            _ => None,
        },
        _ => None,
    });
    variables
        .filter(|tag| source.is_of_the_file(*tag))
        .collect()
}
