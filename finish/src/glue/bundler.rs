//! What is peculiar to the targets on which the glue does not make the first instance by itself, or
//! does not keep what it makes it of: bundler and deno.

use std::fmt::Write;

use oxc::allocator::Allocator;
use oxc::ast::ast::{
    Declaration, Expression, Function, FunctionBody, ImportDeclarationSpecifier, ModuleExportName,
    Statement,
};
use oxc::ast::AstKind;
use oxc::semantic::SymbolId;
use oxc::span::{GetSpan, Span};

use super::{Glue, Unknown, NO_JAVASCRIPT};
use crate::edits::Edits;
use crate::module::Module;
use crate::snippet::Snippet;
use crate::source::{declared, member, Source};

/// The function by which the entry of the bundler target brings the exports.
const BRINGS: &str = "__wbg_set_wasm";

/// The variable that wasm-bindgen's glue, and ours, know the module by.
const MODULE: &str = "wasmModule";

/// What the file exports: the name, and the variable behind it.
pub(super) fn exported<'s, 'a>(
    source: &'s Source<'a>,
) -> impl Iterator<Item = (String, SymbolId)> + 's {
    let statements = source.program().body.iter();
    let exports = statements.filter_map(|statement| match statement {
        Statement::ExportNamedDeclaration(export) if export.source.is_none() => Some(export),
        _ => None,
    });
    exports.flat_map(|export| {
        let mut found: Vec<(String, SymbolId)> = Vec::new();
        match &export.declaration {
            Some(Declaration::FunctionDeclaration(function)) => {
                let id = function.id.as_ref();
                found.extend(id.map(|id| (id.name.to_string(), id.symbol_id())));
            }
            Some(Declaration::VariableDeclaration(declaration)) => {
                found.extend(declaration.declarations.iter().filter_map(|variable| {
                    let symbol = declared(&variable.id)?;
                    Some((source.name(symbol).to_owned(), symbol))
                }));
            }
            _ => {}
        }
        found.extend(export.specifiers.iter().filter_map(|specifier| {
            let ModuleExportName::IdentifierReference(local) = &specifier.local else {
                return None;
            };
            Some((specifier.exported.name().to_string(), source.symbol(local)?))
        }));
        found
    })
}

/// The function that gets the exports from the entry.
fn bringing<'a>(source: &Source<'a>) -> Option<&'a Function<'a>> {
    let (_, symbol) = exported(source).find(|(name, _)| name == BRINGS)?;
    source.function(symbol)
}

/// The parameter by which it gets them.
pub(super) fn brought(source: &Source) -> Option<SymbolId> {
    declared(&bringing(source)?.params.items.first()?.pattern)
}

/// An import of the module's that the glue exports.
pub(super) enum Import<'a> {
    Function(&'a FunctionBody<'a>),
    Value(&'a Expression<'a>),
}

pub(super) fn exported_imports<'a>(glue: &Glue<'_, 'a>) -> Vec<Import<'a>> {
    let source = glue.source;
    let imports = exported(source).filter(|(name, _)| glue.module.has_function(name));
    let imports = imports.filter_map(|(_, symbol)| match source.declaration(symbol) {
        AstKind::Function(function) => Some(Import::Function(function.body.as_deref()?)),
        AstKind::VariableDeclarator(declarator) => Some(Import::Value(declarator.init.as_ref()?)),
        _ => None,
    });
    imports.collect()
}

/// Has the function that gets the exports return them as the glue has them.
pub(super) fn give_back(glue: &Glue, edits: &mut Edits) {
    let source = glue.source;
    if let Some(body) = bringing(source).and_then(|bringing| bringing.body.as_ref()) {
        let wasm = source.name(glue.exports.symbol);
        edits.insert(body.span.end - 1, format!("; return {wasm};"));
    }
}

/// Has the glue know its module, so that there can be a second instance, where it refers to it and
/// has no such variable.
pub(super) fn bring_module(glue: &Glue, edits: &mut Edits) -> Result<(), Unknown> {
    let source = glue.source;
    if source.undeclared(MODULE).next().is_none() {
        return Ok(());
    }
    match bringing(source) {
        Some(bringing) => bundled_module(glue, bringing, edits),
        None => loaded_module(source, edits),
    }
}

/// On the target deno it is beside the instance, in what the engine loaded.
fn loaded_module(source: &Source, edits: &mut Edits) -> Result<(), Unknown> {
    const UNKNOWN: Unknown = Unknown("it loads its module in a way that is not known");
    let loaded = source.program().body.iter().find_map(|statement| {
        let Statement::VariableDeclaration(declaration) = statement else {
            return None;
        };
        let mut values = declaration.declarations.iter();
        let access = values.find_map(|variable| member(variable.init.as_ref()?, "instance"))?;
        Some((declaration.span, access.object.span()))
    });
    let (statement, loaded) = loaded.ok_or(UNKNOWN)?;
    let loaded = loaded.source_text(source.text);
    edits.insert(
        statement.end,
        format!("\nconst {MODULE} = {loaded}.module;"),
    );
    Ok(())
}

/// On the bundler target only the embedder has it, so it is fetched once more, by an address
/// that bundlers follow; its imports are those of the first instance.
fn bundled_module(glue: &Glue, bringing: &Function, edits: &mut Edits) -> Result<(), Unknown> {
    const UNKNOWN: Unknown = Unknown("it gets the exports in a way that is not known");
    let source = glue.source;
    // Who uses wasm-bindgen's own reset is not helped.
    let Some(restart) = Snippet::find(source, "restart.js") else {
        return Ok(());
    };
    edits.insert(restart.first, "BundledModule, ");
    let parameter = bringing.params.items.last().ok_or(UNKNOWN)?;
    let body = bringing.body.as_ref().ok_or(UNKNOWN)?;
    edits.insert(parameter.span.end, ", ...bundled");
    edits.insert(
        body.span.start + 1,
        format!(" {MODULE} = new BundledModule(...bundled);"),
    );
    let mut variables = MODULE.to_owned();
    if source.undeclared("wasmInstance").next().is_some() {
        variables.push_str(", wasmInstance");
    }
    edits.insert(restart.statement.end, format!("\nlet {variables};"));
    for (_, kind) in source.nodes() {
        match kind {
            AstKind::NewExpression(new)
                if source.is_web_assembly(&new.callee, "Instance")
                    && new
                        .arguments
                        .first()
                        .and_then(|module| module.as_expression())
                        .is_some_and(|module| source.is_global(module, MODULE)) =>
            {
                edits.replace(new.span, format!("{MODULE}.instantiate()"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether finished glue takes what a second instance is made of.
pub(super) fn takes_module(finished: &str) -> bool {
    finished.contains("new BundledModule(")
}

/// The entry has the exports guarded before it starts the module, and brings what a second
/// instance is made of, if that is asked for.
pub(super) fn finish_entry(
    text: &str,
    module: &Module,
    brings_module: bool,
) -> Result<String, Unknown> {
    const UNKNOWN: Unknown = Unknown("it starts the module in a way that is not known");
    const OURS: &str = "__bh_wasm";
    let allocator = Allocator::default();
    let source = Source::parse(&allocator, text).ok_or(NO_JAVASCRIPT)?;
    if source.variable(OURS).is_some() {
        return Ok(text.to_owned());
    }
    let wasm = format!("./{}_bg.wasm", module.stem);
    let (statement, namespace) = imported_namespace(&source, &wasm).ok_or(UNKNOWN)?;
    let mut edits = Edits::default();
    let mut names = String::new();
    let mut brings = 0;
    for (node, place) in source.uses(namespace) {
        match source.parent(node) {
            AstKind::CallExpression(call) if call.callee.span() != place => {
                edits.insert(call.span.start, format!("{OURS} = "));
                if brings_module {
                    let (imports, argument) = second_instance(&wasm, module);
                    names = imports;
                    edits.insert(place.end, argument);
                }
                brings += 1;
            }
            _ => edits.replace(place, OURS),
        }
    }
    if brings != 1 {
        return Err(UNKNOWN);
    }
    edits.insert(statement.end, format!("\n{names}let {OURS};"));
    Ok(edits.apply(text))
}

/// The variable that an `import * as` of this module makes.
fn imported_namespace(source: &Source, from: &str) -> Option<(Span, SymbolId)> {
    source.program().body.iter().find_map(|statement| {
        let Statement::ImportDeclaration(import) = statement else {
            return None;
        };
        match import.specifiers.as_ref()?.as_slice() {
            [ImportDeclarationSpecifier::ImportNamespaceSpecifier(namespace)]
                if import.source.value == from =>
            {
                Some((import.span, namespace.local.symbol_id()))
            }
            _ => None,
        }
    })
}

/// The imports that a second instance takes, and what the entry gives the glue: them, and a
/// function that fetches the module.
fn second_instance(wasm: &str, module: &Module) -> (String, String) {
    let (mut imports, mut object) = (String::new(), String::new());
    for (at, from) in module.modules.iter().enumerate() {
        let _ = writeln!(imports, "import * as __bh_from{at} from {from:?};");
        let _ = write!(object, "{from:?}: __bh_from{at}, ");
    }
    let fetch = format!("() => fetch(new URL({wasm:?}, import.meta.url))");
    (imports, format!(", {{ {object}}}, {fetch}"))
}
