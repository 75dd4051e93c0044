//! How the glue imports the JavaScript of wasm-bulkhead.

use oxc::ast::ast::{
    BindingPatternKind, Expression, ImportDeclaration, ImportDeclarationSpecifier, ObjectPattern,
    Statement,
};
use oxc::span::{GetSpan, Span};

use crate::source::Source;

/// One statement that imports names from one of its files.
pub(crate) struct Snippet<'a> {
    /// From where, such as `./snippets/wasm-bulkhead-…/js/core.js`.
    pub(crate) specifier: &'a str,
    /// What it imports, by the names that the file gives it.
    pub(crate) names: Vec<String>,
    /// Where another name may be added.
    pub(crate) first: u32,
    pub(crate) statement: Span,
    /// What gives way when the names are taken from a variable instead.
    pub(crate) from: From,
}

/// How a statement says where the names come from.
pub(crate) enum From {
    /// By a call of `require`.
    Require(Span),
    /// By an `import`, whose names are these as a pattern has them.
    Import(String),
}

impl<'a> Snippet<'a> {
    /// The statement that imports from the file of this name.
    pub(crate) fn find(source: &Source<'a>, file: &str) -> Option<Snippet<'a>> {
        Snippet::all_in(source).find(|snippet| snippet.file() == Some(file))
    }

    pub(crate) fn all_in<'s>(source: &'s Source<'a>) -> impl Iterator<Item = Snippet<'a>> + 's {
        let statements = source.program().body.iter();
        let snippets = statements.flat_map(imported);
        snippets.filter(|snippet| snippet.file().is_some())
    }

    /// The name of the file, such as `core.js`.
    pub(crate) fn file(&self) -> Option<&'a str> {
        let path = self.specifier.strip_prefix("./snippets/wasm-bulkhead-")?;
        Some(path.split_once("/js/")?.1)
    }
}

/// What an `import` of names brings, or one `require` or more by which CommonJS does the same.
fn imported<'a>(statement: &'a Statement<'a>) -> Vec<Snippet<'a>> {
    match statement {
        Statement::ImportDeclaration(import) => named(import).into_iter().collect(),
        Statement::VariableDeclaration(declaration) => {
            let declarators = declaration.declarations.iter();
            let required = declarators.filter_map(|declarator| {
                let BindingPatternKind::ObjectPattern(pattern) = &declarator.id.kind else {
                    return None;
                };
                let init = declarator.init.as_ref()?;
                let from = From::Require(init.span());
                destructured(pattern, required(init)?, declaration.span, from)
            });
            required.collect()
        }
        _ => Vec::new(),
    }
}

fn named<'a>(import: &'a ImportDeclaration<'a>) -> Option<Snippet<'a>> {
    let specifiers = import.specifiers.as_ref()?;
    let names = specifiers.iter().map(|specifier| match specifier {
        ImportDeclarationSpecifier::ImportSpecifier(name) => Some(name.imported.name().to_string()),
        _ => None,
    });
    Some(Snippet {
        specifier: import.source.value.as_str(),
        names: names.collect::<Option<_>>()?,
        first: specifiers.first()?.span().start,
        statement: import.span,
        from: From::Import(pattern_of(import)?),
    })
}

/// The names of an `import` as a pattern that takes them from an object; `None` if it is one of
/// another kind.
pub(crate) fn pattern_of(import: &ImportDeclaration) -> Option<String> {
    let specifiers = import.specifiers.as_ref()?.iter();
    let names = specifiers.map(|specifier| match specifier {
        ImportDeclarationSpecifier::ImportSpecifier(name) => Some(format!(
            "{}: {}",
            name.imported.identifier_name()?,
            name.local.name
        )),
        _ => None,
    });
    Some(names.collect::<Option<Vec<_>>>()?.join(", "))
}

fn destructured<'a>(
    pattern: &ObjectPattern,
    specifier: &'a str,
    statement: Span,
    from: From,
) -> Option<Snippet<'a>> {
    let properties = pattern.properties.iter();
    let names = properties.map(|property| Some(property.key.static_name()?.into_owned()));
    Some(Snippet {
        specifier,
        names: names.collect::<Option<_>>()?,
        first: pattern.properties.first()?.span.start,
        statement,
        from,
    })
}

/// What a call of `require` asks for.
fn required<'a>(expression: &'a Expression<'a>) -> Option<&'a str> {
    let Expression::CallExpression(call) = expression else {
        return None;
    };
    if !call.callee.is_specific_id("require") {
        return None;
    }
    let literal = match call.arguments.first()?.as_expression()? {
        Expression::StringLiteral(literal) => return Some(literal.value.as_str()),
        Expression::TemplateLiteral(literal) => literal,
        // wasm-bindgen writes String.raw`…`.
        Expression::TaggedTemplateExpression(tagged) => &tagged.quasi,
        _ => return None,
    };
    let [quasi] = literal.quasis.as_slice() else {
        return None;
    };
    Some(quasi.value.raw.as_str())
}
