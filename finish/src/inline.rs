//! The JavaScript of wasm-bulkhead inside of the glue, for whoever loads no module beside it: Jest,
//! Node before it could `require` one, and what bundles CommonJS for Node.

use oxc::allocator::Allocator;
use oxc::ast::ast::{ObjectPropertyKind, PropertyKey, Statement};
use oxc::ast::AstKind;
use oxc::span::{GetSpan, Span};

use crate::edits::Edits;
use crate::glue::{Unknown, MAKER, NO_JAVASCRIPT};
use crate::snippet::{pattern_of, From, Snippet};
use crate::source::Source;

/// Whether our files are inside of the glue already: one of them makes an object with what finished
/// glue calls.
pub(crate) fn is_inlined(source: &Source) -> bool {
    source.nodes().any(|(_, kind)| match kind {
        AstKind::ObjectExpression(object) => object.properties.iter().any(|property| {
            matches!(property, ObjectPropertyKind::ObjectProperty(property)
                if matches!(&property.key, PropertyKey::StaticIdentifier(name) if name.name == MAKER))
        }),
        _ => false,
    })
}

/// Puts our files into finished glue, each as a function that is called once. `read` gives the text of
/// a file by its name.
pub(crate) fn inline<E: std::convert::From<Unknown>>(
    text: &str,
    read: impl FnMut(&str) -> Result<String, E>,
) -> Result<String, E> {
    let allocator = Allocator::default();
    let source = Source::parse(&allocator, text).ok_or(NO_JAVASCRIPT)?;
    let snippets: Vec<_> = Snippet::all_in(&source).collect();
    let Some(first) = snippets.iter().map(|snippet| snippet.statement.start).min() else {
        return Ok(text.to_owned());
    };
    let mut files = Files {
        source: &source,
        read,
        done: Vec::new(),
        text: String::new(),
    };
    let mut edits = Edits::default();
    let mut taken = Vec::new();
    for snippet in &snippets {
        let file = snippet.file().ok_or(Unknown("it imports from no file"))?;
        taken.push((snippet, files.bring(file)?));
    }
    edits.insert(first, files.text);
    for (snippet, variable) in taken {
        match &snippet.from {
            From::Require(call) => edits.replace(*call, variable),
            From::Import(pattern) => {
                let taking = format!("const {{ {pattern} }} = {variable};");
                edits.replace(snippet.statement, taking);
            }
        }
    }
    Ok(edits.apply(text))
}

/// Files that become variables of the glue.
struct Files<'s, 'a, R> {
    source: &'s Source<'a>,
    read: R,
    /// Their names, and what the variables are called.
    done: Vec<(String, String)>,
    /// What declares the variables, in the order of need.
    text: String,
}

impl<E, R> Files<'_, '_, R>
where
    E: std::convert::From<Unknown>,
    R: FnMut(&str) -> Result<String, E>,
{
    /// The variable that a file has become.
    fn bring(&mut self, file: &str) -> Result<String, E> {
        if let Some((_, variable)) = self.done.iter().find(|(name, _)| name == file) {
            return Ok(variable.clone());
        }
        let text = (self.read)(file)?;
        let body = self.body(&text)?;
        let stem = file.trim_end_matches(".js");
        let variable = self.source.fresh(&format!("__bh_{stem}"));
        self.text += &format!("const {variable} = (() => {{\n{body}\n}})();\n");
        self.done.push((file.to_owned(), variable.clone()));
        Ok(variable)
    }

    /// A module as the body of a function, which returns what the module exports.
    fn body(&mut self, text: &str) -> Result<String, E> {
        let allocator = Allocator::default();
        let module = Source::parse(&allocator, text).ok_or(NO_JAVASCRIPT)?;
        let mut edits = Edits::default();
        let mut exported = Vec::new();
        for statement in &module.program().body {
            match statement {
                Statement::ImportDeclaration(import) => {
                    let file = import.source.value.trim_start_matches("./");
                    let variable = self.bring(file)?;
                    let pattern = pattern_of(import).ok_or(UNKNOWN)?;
                    edits.replace(import.span, format!("const {{ {pattern} }} = {variable};"));
                }
                Statement::ExportNamedDeclaration(export)
                    if export.source.is_none() && export.declaration.is_none() =>
                {
                    for specifier in &export.specifiers {
                        let name = specifier.exported.identifier_name().ok_or(UNKNOWN)?;
                        let local = &text[range(specifier.local.span())];
                        exported.push(format!("{name}: {local}"));
                    }
                    edits.remove(export.span);
                }
                other if other.is_module_declaration() => return Err(UNKNOWN.into()),
                _ => {}
            }
        }
        let body = edits.apply(text);
        Ok(format!(
            "{}\nreturn {{ {} }};",
            body.trim_end(),
            exported.join(", ")
        ))
    }
}

const UNKNOWN: Unknown = Unknown("a file of wasm-bulkhead's is not as it is known");

fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORE: &str =
        "// who made it\nlet n=1;function f(){return n}export{f as __wbh_glue,n as __wbh_call};\n";
    const MORE: &str =
        "import{__wbh_call as c}from\"./core.js\";var g=c+1;export{g as bulkhead};\n";

    fn read(file: &str) -> Result<String, Unknown> {
        match file {
            "core.js" => Ok(CORE.to_owned()),
            "api.js" => Ok(MORE.to_owned()),
            _ => Err(UNKNOWN),
        }
    }

    fn inlined(glue: &str) -> String {
        inline(glue, read).unwrap()
    }

    const DECLARED: &str = "const __bh_core = (() => {\n// who made it\nlet n=1;function f(){return n}\nreturn { __wbh_glue: f, __wbh_call: n };\n})();\n";

    #[test]
    fn imports_become_variables() {
        let glue = "import { a } from './theirs.js';\nimport { bulkhead as b } from './snippets/wasm-bulkhead-1/js/api.js';\nimport { __wbh_glue } from './snippets/wasm-bulkhead-1/js/core.js';\nexport { b };\n";
        let more = "const __bh_api = (() => {\nconst { __wbh_call: c } = __bh_core;var g=c+1;\nreturn { bulkhead: g };\n})();\n";
        assert_eq!(
            inlined(glue),
            format!("import {{ a }} from './theirs.js';\n{DECLARED}{more}const {{ bulkhead: b }} = __bh_api;\nconst {{ __wbh_glue: __wbh_glue }} = __bh_core;\nexport {{ b }};\n")
        );
    }

    #[test]
    fn so_do_calls_of_require() {
        let glue =
            "const { __wbh_glue } = require(String.raw`./snippets/wasm-bulkhead-1/js/core.js`);\n";
        let done = inlined(glue);
        assert_eq!(
            done,
            format!("{DECLARED}const {{ __wbh_glue }} = __bh_core;\n")
        );
        assert_eq!(inlined(&done), done);
        let allocator = Allocator::default();
        assert!(is_inlined(&Source::parse(&allocator, &done).unwrap()));
        assert!(!is_inlined(&Source::parse(&allocator, glue).unwrap()));
    }

    #[test]
    fn a_file_of_another_shape_is_an_error() {
        let glue = "import { x } from './snippets/wasm-bulkhead-1/js/odd.js';";
        assert_eq!(inline(glue, read), Err(UNKNOWN));
        let odd = |_: &str| Ok::<_, Unknown>("export default 1;".to_owned());
        assert_eq!(inline(glue, odd), Err(UNKNOWN));
    }
}
