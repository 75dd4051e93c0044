//! What is read of the module itself.

use wasmparser::{Parser, Payload, TypeRef};

/// The tag by which unwind builds throw JavaScript exceptions through wasm.
const WRAPPED: &str = "__wbindgen_wrapped_jstag";

/// What a module imports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Module {
    /// What all files of the output are named after.
    pub(crate) stem: String,
    /// The functions that it imports from its glue.
    pub(crate) functions: Vec<String>,
    /// What it imports from, each once.
    pub(crate) modules: Vec<String>,
    /// Whether it has wasm-bindgen's own catch around each import, which looks for the end of the
    /// instance by itself.
    pub(crate) checks_imports: bool,
}

impl Module {
    /// A module that cannot be read imports nothing.
    pub(crate) fn read(stem: &str, bytes: &[u8]) -> Module {
        let mut module = Module {
            stem: stem.to_owned(),
            ..Module::default()
        };
        for payload in Parser::new(0).parse_all(bytes).map_while(Result::ok) {
            let Payload::ImportSection(section) = payload else {
                continue;
            };
            for import in section.into_imports().map_while(Result::ok) {
                if !module.imports_from(import.module) {
                    module.modules.push(import.module.to_owned());
                }
                if matches!(import.ty, TypeRef::Func(_)) && import.module == module.glue() {
                    module.functions.push(import.name.to_owned());
                }
                module.checks_imports |= import.name == WRAPPED;
            }
        }
        module
    }

    /// How it calls the glue.
    pub(crate) fn glue(&self) -> String {
        format!("./{}_bg.js", self.stem)
    }

    /// Whether it imports this function from the glue.
    pub(crate) fn has_function(&self, name: &str) -> bool {
        self.functions.iter().any(|function| function == name)
    }

    pub(crate) fn imports_from(&self, module: &str) -> bool {
        self.modules.iter().any(|known| known == module)
    }
}

/// The version of wasm-bindgen that wrote it, as its section `producers` has it: a name, then a
/// version, each behind a byte with its length.
pub(crate) fn wasm_bindgen_version(bytes: &[u8]) -> Option<String> {
    const NAME: &[u8] = b"\x0cwasm-bindgen";
    let at = bytes.windows(NAME.len()).rposition(|bytes| bytes == NAME)?;
    let (length, rest) = bytes[at + NAME.len()..].split_first()?;
    let version = std::str::from_utf8(rest.get(..usize::from(*length))?).ok()?;
    let is_version = version.starts_with(|c: char| c.is_ascii_digit());
    is_version.then(|| version.to_owned())
}
