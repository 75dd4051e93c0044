//! JavaScript with what its names mean: the parser's tree and the questions that are asked of it.

use std::collections::HashSet;

use oxc::allocator::Allocator;
use oxc::ast::ast::{
    AssignmentTarget, BindingPattern, BindingPatternKind, CallExpression, Expression, Function,
    IdentifierReference, NewExpression, Program, SimpleAssignmentTarget, Statement,
    StaticMemberExpression,
};
use oxc::ast::AstKind;
use oxc::parser::Parser;
use oxc::semantic::{NodeId, Reference, Scoping, Semantic, SemanticBuilder, SymbolId};
use oxc::span::{GetSpan, SourceType, Span};

pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    semantic: Semantic<'a>,
}

impl<'a> Source<'a> {
    /// `None` where the text is no JavaScript. Most glue is a module, and may await at its top.
    pub(crate) fn parse(allocator: &'a Allocator, text: &'a str) -> Option<Source<'a>> {
        let parsed = [SourceType::mjs(), SourceType::cjs()]
            .into_iter()
            .map(|kind| Parser::new(allocator, text, kind).parse())
            .find(|parsed| !parsed.panicked && parsed.errors.is_empty())?;
        let program = allocator.alloc(parsed.program);
        let semantic = SemanticBuilder::new().build(program).semantic;
        Some(Source { text, semantic })
    }

    pub(crate) fn program(&self) -> &'a Program<'a> {
        self.semantic.nodes().program()
    }

    /// Every part of the text, the outer before the inner.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (NodeId, AstKind<'a>)> + '_ {
        let nodes = self.semantic.nodes().iter();
        nodes.map(|node| (node.id(), node.kind()))
    }

    /// Every part of a place.
    pub(crate) fn nodes_in(&self, place: Span) -> impl Iterator<Item = (NodeId, AstKind<'a>)> + '_ {
        self.nodes()
            .filter(move |(_, kind)| place.contains_inclusive(kind.span()))
    }

    pub(crate) fn parent(&self, node: NodeId) -> AstKind<'a> {
        self.semantic.nodes().parent_kind(node)
    }

    /// What is around a part, the innermost first.
    pub(crate) fn around(&self, node: NodeId) -> impl Iterator<Item = AstKind<'a>> + '_ {
        self.semantic.nodes().ancestor_kinds(node)
    }

    fn scoping(&self) -> &Scoping {
        self.semantic.scoping()
    }

    pub(crate) fn name(&self, symbol: SymbolId) -> &str {
        self.scoping().symbol_name(symbol)
    }

    /// Whether it is a variable of the file itself.
    pub(crate) fn is_of_the_file(&self, symbol: SymbolId) -> bool {
        self.scoping().symbol_scope_id(symbol) == self.scoping().root_scope_id()
    }

    /// The variable of the file with this name.
    pub(crate) fn variable(&self, name: &str) -> Option<SymbolId> {
        self.scoping().get_root_binding(name)
    }

    pub(crate) fn symbol(&self, identifier: &IdentifierReference<'a>) -> Option<SymbolId> {
        let reference = identifier.reference_id.get()?;
        self.scoping().get_reference(reference).symbol_id()
    }

    pub(crate) fn symbol_of(&self, expression: &Expression<'a>) -> Option<SymbolId> {
        self.symbol(expression.get_identifier_reference()?)
    }

    pub(crate) fn references(&self, symbol: SymbolId) -> impl Iterator<Item = &Reference> + '_ {
        self.scoping().get_resolved_references(symbol)
    }

    pub(crate) fn is_written(&self, symbol: SymbolId) -> bool {
        self.references(symbol).any(Reference::is_write)
    }

    /// References to a name that the file does not declare.
    pub(crate) fn undeclared(&self, name: &str) -> impl Iterator<Item = NodeId> + '_ {
        let ids = self.scoping().root_unresolved_references().get(name);
        ids.into_iter()
            .flatten()
            .map(|id| self.scoping().get_reference(*id).node_id())
    }

    /// Whether the expression is this global.
    pub(crate) fn is_global(&self, expression: &Expression<'a>, name: &str) -> bool {
        expression
            .get_identifier_reference()
            .is_some_and(|identifier| identifier.name == name && self.symbol(identifier).is_none())
    }

    /// Whether the expression is a member of the global `WebAssembly`.
    pub(crate) fn is_web_assembly(&self, expression: &Expression<'a>, member: &str) -> bool {
        let Expression::StaticMemberExpression(access) = expression else {
            return false;
        };
        access.property.name == member && self.is_global(&access.object, "WebAssembly")
    }

    pub(crate) fn span(&self, node: NodeId) -> Span {
        self.semantic.nodes().kind(node).span()
    }

    /// Where a variable is referred to.
    pub(crate) fn uses(&self, symbol: SymbolId) -> impl Iterator<Item = (NodeId, Span)> + '_ {
        let references = self.references(symbol).map(Reference::node_id);
        references.map(|node| (node, self.span(node)))
    }

    /// What declares a variable.
    pub(crate) fn declaration(&self, symbol: SymbolId) -> AstKind<'a> {
        let declaration = self.scoping().symbol_declaration(symbol);
        self.semantic.nodes().kind(declaration)
    }

    /// The function that a variable of the file is.
    pub(crate) fn function(&self, symbol: SymbolId) -> Option<&'a Function<'a>> {
        match self.declaration(symbol) {
            AstKind::Function(function) if self.is_of_the_file(symbol) => Some(function),
            _ => None,
        }
    }

    /// The function of the file that a part belongs to.
    pub(crate) fn function_around(&self, node: NodeId) -> Option<&'a Function<'a>> {
        let mut functions = self.around(node).filter_map(|kind| match kind {
            AstKind::Function(function) => Some(function),
            _ => None,
        });
        functions.find(|function| {
            let id = function.id.as_ref();
            id.is_some_and(|id| self.is_of_the_file(id.symbol_id()))
        })
    }

    /// Where members of a variable are read: the reading, and what is around it.
    pub(crate) fn members(
        &self,
        symbol: SymbolId,
    ) -> impl Iterator<Item = (NodeId, &'a StaticMemberExpression<'a>)> + '_ {
        self.references(symbol).filter_map(move |reference| {
            let member = self.semantic.nodes().parent_id(reference.node_id());
            match self.semantic.nodes().kind(member) {
                AstKind::StaticMemberExpression(access)
                    if !access.optional && self.symbol_of(&access.object) == Some(symbol) =>
                {
                    Some((member, access))
                }
                _ => None,
            }
        })
    }

    /// The member of a variable that a call calls.
    pub(crate) fn called_member(
        &self,
        call: &CallExpression<'a>,
        symbol: SymbolId,
    ) -> Option<&'a str> {
        match &call.callee {
            Expression::StaticMemberExpression(access)
                if !call.optional
                    && !access.optional
                    && self.symbol_of(&access.object) == Some(symbol) =>
            {
                Some(access.property.name.as_str())
            }
            _ => None,
        }
    }

    /// The variable that a call calls.
    pub(crate) fn called(&self, call: &CallExpression<'a>) -> Option<SymbolId> {
        self.symbol_of(&call.callee)
    }

    /// The file's statements, and those of each block and function, as lists.
    pub(crate) fn statement_lists(&self) -> impl Iterator<Item = &'a [Statement<'a>]> + '_ {
        self.nodes().filter_map(|(_, kind)| match kind {
            AstKind::Program(program) => Some(program.body.as_slice()),
            AstKind::BlockStatement(block) => Some(block.body.as_slice()),
            AstKind::FunctionBody(body) => Some(body.statements.as_slice()),
            _ => None,
        })
    }

    /// `name`, or what is nearest to it and stands nowhere in the file.
    pub(crate) fn fresh(&self, name: &str) -> String {
        let taken: HashSet<_> = (self.scoping().symbol_names())
            .chain(
                self.scoping()
                    .root_unresolved_references()
                    .keys()
                    .map(|name| &**name),
            )
            .collect();
        let mut name = name.to_owned();
        while taken.contains(name.as_str()) {
            name.push('_');
        }
        name
    }
}

/// The variable that a pattern is, if it is no more than that.
pub(crate) fn declared(pattern: &BindingPattern) -> Option<SymbolId> {
    match &pattern.kind {
        BindingPatternKind::BindingIdentifier(identifier) => Some(identifier.symbol_id()),
        _ => None,
    }
}

/// The identifier that an assignment assigns.
pub(crate) fn assigned<'b, 'a>(
    target: &'b AssignmentTarget<'a>,
) -> Option<&'b IdentifierReference<'a>> {
    match target {
        AssignmentTarget::AssignmentTargetIdentifier(identifier) => Some(identifier),
        _ => None,
    }
}

/// The identifier that `++` counts up.
pub(crate) fn counted<'b, 'a>(
    target: &'b SimpleAssignmentTarget<'a>,
) -> Option<&'b IdentifierReference<'a>> {
    match target {
        SimpleAssignmentTarget::AssignmentTargetIdentifier(identifier) => Some(identifier),
        _ => None,
    }
}

/// The member of this name that an expression reads, whatever of.
pub(crate) fn member<'b, 'a>(
    expression: &'b Expression<'a>,
    name: &str,
) -> Option<&'b StaticMemberExpression<'a>> {
    match expression.without_parentheses() {
        Expression::StaticMemberExpression(access) if access.property.name == name => Some(access),
        _ => None,
    }
}

/// Whether it is `new Error("…")` with a message that begins like this.
pub(crate) fn is_error(new: &NewExpression, beginning: &str) -> bool {
    let message = new
        .arguments
        .first()
        .and_then(|argument| argument.as_expression());
    let message = match message {
        Some(Expression::StringLiteral(literal)) => literal.value,
        Some(Expression::TemplateLiteral(literal)) => match literal.single_quasi() {
            Some(quasi) => quasi,
            None => return false,
        },
        _ => return false,
    };
    new.callee.is_specific_id("Error") && message.starts_with(beginning)
}
