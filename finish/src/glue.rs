//! The glue as wasm-bindgen writes it, and what becomes of it: text to text.

/// What is known of wasm-bindgen, for people.
pub(crate) const KNOWN: &str = "the glue of wasm-bindgen 0.2.130";

/// A kind of glue, known by the one place where it gets hold of the exports.
struct Target {
    /// The file that has that place.
    glue: &'static [Edit],
    /// The part in which the bundler target starts the module; elsewhere there is none.
    entry: &'static [Edit],
    /// Where the imports can be had all at once.
    imports: Imports,
}

/// An exact text and what stands there in finished glue. Neither `text` nor `replacement`
/// depends on the package, so that nothing has to be parsed.
struct Edit {
    times: Times,
    text: &'static str,
    replacement: &'static str,
}

enum Times {
    Once,
    AtMostOnce,
    Any,
}

enum Imports {
    /// One function makes the object that the instance is given.
    Object(Edit),
    /// Each is a function that the file exports.
    Functions,
}

const fn once(text: &'static str, replacement: &'static str) -> Edit {
    Edit {
        times: Times::Once,
        text,
        replacement,
    }
}

const fn optional(text: &'static str, replacement: &'static str) -> Edit {
    Edit {
        times: Times::AtMostOnce,
        text,
        replacement,
    }
}

const fn every(text: &'static str, replacement: &'static str) -> Edit {
    Edit {
        times: Times::Any,
        text,
        replacement,
    }
}

/// A body that JavaScript may suspend, which takes the genuine export.
const PROMISING: Edit = every(
    "WebAssembly.promising(wasm.",
    "__wasm_bulkhead.finishedPromising(wasm.",
);

/// What the glue does with objects and closures of an instance that has been replaced; only
/// glue that can make a second one has their marks.
const STALE: &[Edit] = &[
    every(
        "throw new Error('Invalid stale object from previous Wasm instance');",
        "throw __wasm_bulkhead.staleObject();",
    ),
    every(
        "throw new Error('Cannot invoke closure from previous WASM instance');",
        "return __wasm_bulkhead.staleClosure(f);",
    ),
    // Which of them a `JsFuture` has made is known by that function.
    every(
        "
    real._wbg_cb_unref = () => {
",
        "
    real.__wasm_bulkhead_invoke = f;
    real._wbg_cb_unref = () => {
",
    ),
    // Nobody else looks at the mark of an object that is freed.
    every(
        "
    free() {
        const ptr = this.__destroy_into_raw();
",
        "
    free() {
        if (this.__wbg_inst !== undefined && this.__wbg_inst !== __wbg_instance_id) return;
        const ptr = this.__destroy_into_raw();
",
    ),
    // Nor at that of one that Rust takes out of a `JsValue`.
    every(
        "
        return jsValue.__destroy_into_raw();
",
        "
        if (jsValue.__wbg_inst !== undefined && jsValue.__wbg_inst !== __wbg_instance_id) return 0;
        return jsValue.__destroy_into_raw();
",
    ),
];

/// `__wbg_reset_state`.
const RESET: Edit = optional(
    "
    wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
    wasm = wasmInstance.exports;
",
    "
    wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
    wasm = __wasm_bulkhead.finishedExports(wasmInstance.exports);
",
);

const GET_IMPORTS: Imports = Imports::Object(once(
    "
function __wbg_get_imports(",
    "
function __wbg_get_imports(...args) {
    return __wasm_bulkhead.finishedImports(__wasm_bulkhead_imports(...args));
}
function __wasm_bulkhead_imports(",
));

const TARGETS: &[Target] = &[
    // web
    Target {
        glue: &[
            once(
                "
    wasmInstance = instance;
    wasm = instance.exports;
",
                "
    wasmInstance = instance;
    wasm = __wasm_bulkhead.finishedExports(instance.exports);
",
            ),
            RESET,
            PROMISING,
        ],
        entry: &[],
        imports: GET_IMPORTS,
    },
    // nodejs, experimental-nodejs-module and module
    Target {
        glue: &[
            once(
                "
let wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
let wasm = wasmInstance.exports;
",
                "
let wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
let wasm = __wasm_bulkhead.finishedExports(wasmInstance.exports);
",
            ),
            RESET,
            PROMISING,
        ],
        entry: &[],
        imports: GET_IMPORTS,
    },
    // nodejs and experimental-nodejs-module with shared memory
    Target {
        glue: &[
            once(
                "
    wasmInstance = new WebAssembly.Instance(wasmModule, wasmImports);
    wasm = wasmInstance.exports;
",
                "
    wasmInstance = new WebAssembly.Instance(wasmModule, wasmImports);
    wasm = __wasm_bulkhead.finishedExports(wasmInstance.exports);
",
            ),
            RESET,
            PROMISING,
        ],
        entry: &[],
        imports: GET_IMPORTS,
    },
    // deno
    Target {
        glue: &[
            once(
                "
const wasmInstance = wasmInstantiated.instance;
const wasm = wasmInstance.exports;
",
                // So that there can be a second one.
                "
const wasmModule = wasmInstantiated.module;
let wasmInstance = wasmInstantiated.instance;
let wasm = __wasm_bulkhead.finishedExports(wasmInstance.exports);
",
            ),
            RESET,
            PROMISING,
        ],
        entry: &[],
        imports: GET_IMPORTS,
    },
    // bundler
    Target {
        glue: &[
            once(
                "
export function __wbg_set_wasm(val) {
    wasm = val;
}",
                "
let wasmModule;
export function __wbg_set_wasm(val, ...module) {
    wasmModule = __wasm_bulkhead.bundledModule(...module);
    wasm = __wasm_bulkhead.finishedExports(val);
    return wasm;
}",
            ),
            optional(
                "
    wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
    wasm = wasmInstance.exports;
",
                "
    wasm = __wasm_bulkhead.finishedExports(wasmModule.instantiate().exports);
",
            ),
            PROMISING,
        ],
        entry: &[
            once(
                "
__wbg_set_wasm(wasm);
",
                "
const __wasm_bulkhead_wasm = __wbg_set_wasm(wasm, ...__wasm_bulkhead_module);
",
            ),
            optional(
                "
wasm.__wbindgen_start();
",
                "
__wasm_bulkhead_wasm.__wbindgen_start();
",
            ),
            optional(
                "
export { wasm as __wasm }",
                "
export { __wasm_bulkhead_wasm as __wasm }",
            ),
        ],
        imports: Imports::Functions,
    },
];

/// Lines that the guard counts on: whatever mentions the first is the second.
const COUNTED_ON: &[(&str, &str)] = &[
    (
        "wasm.__instance_terminated",
        "    __wbg_terminated_addr ??= wasm.__instance_terminated.value / 4;",
    ),
    (
        "wasm.__abort_handler",
        "        const idx = getInt32ArrayMemory0()[wasm.__abort_handler.value / 4];",
    ),
];

/// How a line begins that assigns the exports.
const ASSIGNMENTS: &[&str] = &["wasm = ", "let wasm = ", "const wasm = ", "var wasm = "];

/// Stands in glue whose module has wasm-bindgen's catch wrappers around its imports. Those
/// look for the end of the instance themselves.
const CHECKED_IN_WASM: &str = "\nconst __wbindgen_wrapped_jstag = new WebAssembly.Tag(";

/// The delivery in `bulkhead.js`.
const DELIVERY: Edit = once(
    "\nconst DELIVERY = \"plain\";\n",
    "\nconst DELIVERY = \"finished\";\n",
);

/// The files of one output of wasm-bindgen that have to do with its exports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glue {
    /// The text that has the exports.
    pub(crate) glue: String,
    /// The text that starts the module on the bundler target.
    pub(crate) entry: Option<String>,
    /// What the module imports from.
    pub(crate) modules: Vec<String>,
}

/// Why a text is not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    Glue,
    Entry,
}

impl Glue {
    /// With the guard between the glue and the exports; `specifier` is how it imports
    /// `bulkhead.js`.
    pub(crate) fn finish(&self, specifier: &str) -> Result<Glue, Unknown> {
        let (target, glue) = TARGETS
            .iter()
            .filter(|target| target.entry.is_empty() == self.entry.is_none())
            .find_map(|target| Some((target, apply(target.glue, &apply(STALE, &self.glue)?)?)))
            .filter(|(_, glue)| is_as_counted_on(glue))
            .ok_or(Unknown::Glue)?;
        let glue = match &target.imports {
            _ if glue.contains(CHECKED_IN_WASM) => glue,
            Imports::Object(edit) => edit.apply(&glue).ok_or(Unknown::Glue)?,
            Imports::Functions => check_functions(glue),
        };
        let entry = self
            .entry
            .as_deref()
            .map(|entry| bring_module(&apply(target.entry, entry)?, &self.modules))
            .map(|entry| entry.ok_or(Unknown::Entry));
        Ok(Glue {
            glue: import(glue, specifier),
            entry: entry.transpose()?,
            modules: self.modules.clone(),
        })
    }
}

/// `bulkhead.js` as finished glue expects it, or `None` where it is of another version.
pub(crate) fn finish_module(module: &str) -> Option<String> {
    DELIVERY.apply(module)
}

/// How the glue imports `bulkhead.js`, such as `./snippets/wasm-bulkhead-…/js/bulkhead.js`.
pub(crate) fn specifier(glue: &str) -> Option<&str> {
    const START: &str = "./snippets/wasm-bulkhead-";
    const END: &str = "/js/bulkhead.js";
    glue.lines()
        .filter(|line| is_import(line))
        .find_map(|line| {
            let from = &line[line.find(START)?..];
            Some(&from[..from.find(END)? + END.len()])
        })
}

/// An `import` of a module, or a `require` by which CommonJS does the same.
fn is_import(line: &str) -> bool {
    line.starts_with("import ") || line.starts_with("const ") && line.contains(" = require(")
}

/// Imports `bulkhead.js` once more, by a name of our own.
fn import(glue: String, specifier: &str) -> String {
    let at = |line: &str| is_import(line) && line.contains(specifier);
    let Some(first) = glue.lines().find(|line| at(line)) else {
        return glue;
    };
    let ours = match first.starts_with("import ") {
        true => format!("import * as __wasm_bulkhead from \"{specifier}\";"),
        false => format!("const __wasm_bulkhead = require(String.raw`{specifier}`);"),
    };
    if first == ours {
        return glue;
    }
    glue.replacen(first, &format!("{ours}\n{first}"), 1)
}

fn is_as_counted_on(glue: &str) -> bool {
    glue.lines().all(|line| {
        let known = |(word, known): &(&str, &str)| !line.contains(word) || line == *known;
        let assigns = |start: &&str| line.trim_start().starts_with(start);
        COUNTED_ON.iter().all(known)
            && (!ASSIGNMENTS.iter().any(assigns) || line.contains("__wasm_bulkhead."))
    })
}

/// Has each exported function that wasm imports replaced by a checked one. Declarations of
/// functions are variables, and whoever imports one sees what it is assigned.
fn check_functions(mut glue: String) -> String {
    let names: Vec<_> = glue
        .lines()
        .filter_map(|line| line.strip_prefix("export function ")?.split('(').next())
        .filter(|name| name.starts_with("__wb") && *name != "__wbg_set_wasm")
        .collect();
    let names = names.join(", ");
    let statement = format!(
        "\n({{ own: {{ {names} }} }} = __wasm_bulkhead.finishedImports({{ own: {{ {names} }} }}));\n"
    );
    if !glue.ends_with(&statement) {
        glue.push_str(&statement);
    }
    glue
}

/// Has the entry bring what a second instance is made of: the module, which bundlers follow by its
/// address, and the imports that the first one has.
fn bring_module(entry: &str, modules: &[String]) -> Option<String> {
    const IMPORT: &str = "import { __wbg_set_wasm } from \"./";
    const END: &str = "_bg.js\";";
    let line = entry.lines().find(|line| line.starts_with(IMPORT))?;
    let stem = line.strip_prefix(IMPORT)?.strip_suffix(END)?;
    let name = |at| format!("__wasm_bulkhead_from{at}");
    let imports: String = (modules.iter().enumerate())
        .map(|(at, from)| format!("import * as {} from {from:?};\n", name(at)))
        .collect();
    let from: Vec<_> = (modules.iter().enumerate())
        .map(|(at, from)| format!("{from:?}: {}", name(at)))
        .collect();
    let from = from.join(", ");
    let ours = format!(
        "{imports}const __wasm_bulkhead_module = [{{ {from} }}, \
         () => fetch(new URL(\"./{stem}_bg.wasm\", import.meta.url))];"
    );
    if entry.contains(&ours) {
        return Some(entry.to_owned());
    }
    Some(entry.replacen(line, &format!("{line}\n{ours}"), 1))
}

fn apply(edits: &[Edit], text: &str) -> Option<String> {
    edits
        .iter()
        .try_fold(text.to_owned(), |text, edit| edit.apply(&text))
}

impl Edit {
    /// The text with all replacements made, be it now or earlier; `None` when they are too
    /// few or too many.
    fn apply(&self, text: &str) -> Option<String> {
        let parts: Vec<_> = text.split(self.replacement).collect();
        let parts: Vec<_> = parts
            .iter()
            .map(|part| part.replace(self.text, self.replacement))
            .collect();
        let text = parts.join(self.replacement);
        let count = text.matches(self.replacement).count();
        let fits = match self.times {
            Times::Once => count == 1,
            Times::AtMostOnce => count <= 1,
            Times::Any => true,
        };
        fits.then_some(text)
    }
}

#[cfg(test)]
mod tests;
