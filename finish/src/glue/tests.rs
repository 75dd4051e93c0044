//! Excerpts of glue as wasm-bindgen 0.2.130 wrote it, hashes shortened.

use super::*;

const SPECIFIER: &str = "./snippets/wasm-bulkhead-17/js/bulkhead.js";

const ESM: &str = r#"/* @ts-self-types="./x.d.ts" */
import { adopt, capture } from './snippets/wasm-bulkhead-17/js/bulkhead.js';
import * as import1 from "./snippets/wasm-bulkhead-17/js/bulkhead.js"

"#;

const CJS: &str = r#"/* @ts-self-types="./x.d.ts" */
const { adopt, capture } = require(String.raw`./snippets/wasm-bulkhead-17/js/bulkhead.js`);

"#;

const GET_IMPORTS: &str = r#"
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_adopt_a5: function(arg0) {
            adopt(arg0 >>> 0);
        },
    };
    return {
        __proto__: null,
        "./x_bg.js": import0,
    };
}
"#;

const RESET_STATE: &str = "
export function __wbg_reset_state () {
    __wbg_instance_id++;
    cachedUint8ArrayMemory0 = null;
    __wbg_reinit_scheduled = false;
    wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
    wasm = wasmInstance.exports;
    wasm.__wbindgen_start();
}
";

/// What unwind builds have, and abort builds with `--force-enable-abort-handler`.
const CALL_GUARD: &str = "
const __wbindgen_wrapped_jstag = new WebAssembly.Tag({ parameters: ['externref'] });

let __wbg_terminated_addr;
let __wbg_called_abort = false;
function __wbg_call_abort_hook() {
    __wbg_called_abort = true;
    try {
        const idx = getInt32ArrayMemory0()[wasm.__abort_handler.value / 4];
        if (idx) wasm.__wbindgen_export.get(idx)();
    } catch(_) {}
}
function __wbg_call_guard() {
    __wbg_terminated_addr ??= wasm.__instance_terminated.value / 4;
    const flag = getInt32ArrayMemory0()[__wbg_terminated_addr];
}
";

const JSPI: &str = "
export async function fetch_it() {
    const ret = await (__wbg_jspi_fetch_it ??= WebAssembly.promising(wasm.fetch_it))();
    return ret;
}
let __wbg_jspi_fetch_it;
";

const WEB: &str = "
let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}
async function __wbg_init(module_or_path) {
    if (wasm !== undefined) return wasm;
    const imports = __wbg_get_imports();
}
";

const WEB_THREADS: &str = "
let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module, thread_stack_size) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    wasm.__wbindgen_start(thread_stack_size);
    return wasm;
}
";

const NODE: &str = "
const wasmPath = `${__dirname}/x_bg.wasm`;
const wasmBytes = require('fs').readFileSync(wasmPath);
const wasmModule = new WebAssembly.Module(wasmBytes);
let wasmInstance = new WebAssembly.Instance(wasmModule, __wbg_get_imports());
let wasm = wasmInstance.exports;
wasm.__wbindgen_start();
";

const NODE_THREADS: &str = "
let wasm, wasmInstance, wasmModule, memory;
let __initialized = false;

exports.__wbg_get_imports = __wbg_get_imports;

exports.initSync = function(opts) {
    const wasmImports = __wbg_get_imports(mem);
    wasmInstance = new WebAssembly.Instance(wasmModule, wasmImports);
    wasm = wasmInstance.exports;
    memory = wasmImports['./x_bg.js'].memory;
    exports.__wasm = wasm;
};
";

const DENO: &str = "
const wasmUrl = new URL('x_bg.wasm', import.meta.url);
const wasmInstantiated = await WebAssembly.instantiateStreaming(fetch(wasmUrl), __wbg_get_imports());
const wasmInstance = wasmInstantiated.instance;
const wasm = wasmInstance.exports;
wasm.__wbindgen_start();
";

const BUNDLER: &str = "
export function greet() {
    wasm.greet();
}
export function __wbg_adopt_a5(arg0) {
    adopt(arg0 >>> 0);
}
export function __wbg_call_40() { return handleError(function (arg0, arg1) {
    const ret = arg0.call(arg1);
    return ret;
}, arguments); }
export function __wbindgen_init_externref_table() {
}

let wasm;
export function __wbg_set_wasm(val) {
    wasm = val;
}
";

const BUNDLER_ENTRY: &str = r#"/* @ts-self-types="./x.d.ts" */
import * as wasm from "./x_bg.wasm";
import { __wbg_set_wasm } from "./x_bg.js";

__wbg_set_wasm(wasm);
wasm.__wbindgen_start();
export {
    greet
} from "./x_bg.js";
export { wasm as __wasm }"#;

/// Finishes glue of one file, once and then again.
fn finish(parts: &[&str]) -> Result<String, Unknown> {
    let glue = Glue {
        glue: parts.concat(),
        entry: None,
        modules: Vec::new(),
    };
    assert_eq!(specifier(&glue.glue), Some(SPECIFIER));
    let finished = glue.finish(SPECIFIER)?;
    assert_eq!(finished.finish(SPECIFIER), Ok(finished.clone()));
    assert_eq!(finished.entry, None);
    Ok(finished.glue)
}

/// The lines that are new in `after`.
fn added(before: &[&str], after: &str) -> String {
    let before = before.concat();
    let new = |line: &&str| !before.lines().any(|old| old == *line);
    after.lines().filter(new).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_target_is_known() {
    for (head, loading, guarded) in [
        (ESM, WEB, "    wasm = "),
        (ESM, WEB_THREADS, "    wasm = "),
        (CJS, NODE, "let wasm = "),
        (ESM, NODE, "let wasm = "),
        (CJS, NODE_THREADS, "    wasm = "),
        (ESM, DENO, "let wasm = "),
    ] {
        let finished = finish(&[head, GET_IMPORTS, CALL_GUARD, loading]).expect(loading);
        let assignment = format!("\n{guarded}__wasm_bulkhead.finishedExports(");
        assert_eq!(finished.matches(&assignment).count(), 1, "{finished}");
    }
}

#[test]
fn an_abort_build_for_the_web() {
    let parts = [ESM, GET_IMPORTS, WEB];
    let expected = r#"import * as __wasm_bulkhead from "./snippets/wasm-bulkhead-17/js/bulkhead.js";
function __wbg_get_imports(...args) {
    return __wasm_bulkhead.finishedImports(__wasm_bulkhead_imports(...args));
function __wasm_bulkhead_imports() {
    wasm = __wasm_bulkhead.finishedExports(instance.exports);"#;
    assert_eq!(added(&parts, &finish(&parts).unwrap()), expected);
}

#[test]
fn an_unwind_build_for_node_leaves_the_imports_to_the_wasm() {
    let parts = [CJS, GET_IMPORTS, CALL_GUARD, NODE];
    let expected = "\
const __wasm_bulkhead = require(String.raw`./snippets/wasm-bulkhead-17/js/bulkhead.js`);
let wasm = __wasm_bulkhead.finishedExports(wasmInstance.exports);";
    assert_eq!(added(&parts, &finish(&parts).unwrap()), expected);
}

#[test]
fn the_directive_for_types_stays_first() {
    let finished = finish(&[ESM, GET_IMPORTS, WEB]).unwrap();
    assert!(finished.starts_with("/* @ts-self-types="));
}

#[test]
fn what_a_reset_makes_is_guarded() {
    let finished = finish(&[ESM, RESET_STATE, GET_IMPORTS, CALL_GUARD, WEB]).unwrap();
    assert_eq!(finished.matches(".finishedExports(").count(), 2);
    assert!(!finished.contains("wasm = wasmInstance.exports;"));
}

const STALE_OBJECTS: &str = "
export class Counter {
    static __unwrap(jsValue) {
        if (!(jsValue instanceof Counter)) {
            return 0;
        }
        return jsValue.__destroy_into_raw();
    }
    free() {
        const ptr = this.__destroy_into_raw();
        __wbg_call_guard();
        wasm.__wbg_counter_free(ptr, 0);
    }
    add() {
        if (this.__wbg_inst !== undefined && this.__wbg_inst !== __wbg_instance_id) {
            throw new Error('Invalid stale object from previous Wasm instance');
        }
    }
}
";

const STALE_CLOSURES: &str = "
function makeClosure(arg0, arg1, f) {
    const real = (...args) => {
        if (state.instance !== __wbg_instance_id) {
            throw new Error('Cannot invoke closure from previous WASM instance');
        }
    };
    real._wbg_cb_unref = () => {
    };
}
";

#[test]
fn what_is_stale_does_no_harm_and_says_so() {
    let parts = [
        ESM,
        STALE_OBJECTS,
        STALE_CLOSURES,
        RESET_STATE,
        GET_IMPORTS,
        CALL_GUARD,
        DENO,
    ];
    let expected = r#"import * as __wasm_bulkhead from "./snippets/wasm-bulkhead-17/js/bulkhead.js";
        if (jsValue.__wbg_inst !== undefined && jsValue.__wbg_inst !== __wbg_instance_id) return 0;
        if (this.__wbg_inst !== undefined && this.__wbg_inst !== __wbg_instance_id) return;
            throw __wasm_bulkhead.staleObject();
            return __wasm_bulkhead.staleClosure(f);
    real.__wasm_bulkhead_invoke = f;
    wasm = __wasm_bulkhead.finishedExports(wasmInstance.exports);
const wasmModule = wasmInstantiated.module;
let wasmInstance = wasmInstantiated.instance;
let wasm = __wasm_bulkhead.finishedExports(wasmInstance.exports);"#;
    assert_eq!(added(&parts, &finish(&parts).unwrap()), expected);
}

#[test]
fn promising_functions_get_the_genuine_export() {
    let finished = finish(&[ESM, JSPI, GET_IMPORTS, WEB]).unwrap();
    assert!(finished.contains("??= __wasm_bulkhead.finishedPromising(wasm.fetch_it))()"));
}

#[test]
fn the_bundler_target_in_two_files() {
    let before = Glue {
        glue: [ESM, BUNDLER].concat(),
        entry: Some(BUNDLER_ENTRY.to_owned()),
        modules: vec!["./x_bg.js".to_owned(), "./own.js".to_owned()],
    };
    let after = before.finish(SPECIFIER).unwrap();
    assert_eq!(after.finish(SPECIFIER), Ok(after.clone()));
    assert_eq!(
        added(&[&before.glue], &after.glue),
        r#"import * as __wasm_bulkhead from "./snippets/wasm-bulkhead-17/js/bulkhead.js";
let wasmModule;
export function __wbg_set_wasm(val, ...module) {
    wasmModule = __wasm_bulkhead.bundledModule(...module);
    wasm = __wasm_bulkhead.finishedExports(val);
    return wasm;
({ own: { __wbg_adopt_a5, __wbg_call_40, __wbindgen_init_externref_table } } = __wasm_bulkhead.finishedImports({ own: { __wbg_adopt_a5, __wbg_call_40, __wbindgen_init_externref_table } }));"#
    );
    assert_eq!(
        added(&[BUNDLER_ENTRY], &after.entry.unwrap()),
        r#"import * as __wasm_bulkhead_from0 from "./x_bg.js";
import * as __wasm_bulkhead_from1 from "./own.js";
const __wasm_bulkhead_module = [{ "./x_bg.js": __wasm_bulkhead_from0, "./own.js": __wasm_bulkhead_from1 }, () => fetch(new URL("./x_bg.wasm", import.meta.url))];
const __wasm_bulkhead_wasm = __wbg_set_wasm(wasm, ...__wasm_bulkhead_module);
__wasm_bulkhead_wasm.__wbindgen_start();
export { __wasm_bulkhead_wasm as __wasm }"#
    );
}

#[test]
fn glue_that_is_not_known_is_refused() {
    let changed = |loading: &str, from: &str, to: &str| {
        assert!(loading.contains(from));
        finish(&[ESM, GET_IMPORTS, CALL_GUARD, &loading.replace(from, to)])
    };
    let web = "wasm = instance.exports;";
    for (loading, from, to) in [
        (WEB, web, "wasm = exportsOf(instance);"),
        (WEB, web, "({ exports: wasm } = instance);"),
        // One place more than is known.
        (WEB, "return wasm;", "wasm = { ...wasm };\n    return wasm;"),
        (DENO, "const wasm =", "let wasm ="),
    ] {
        assert_eq!(changed(loading, from, to), Err(Unknown::Glue), "{to}");
    }
    let twice = [ESM, GET_IMPORTS, WEB, WEB];
    assert_eq!(finish(&twice), Err(Unknown::Glue));
    let call_guard = CALL_GUARD.replace("wasm.__abort_handler.value", "wasm.__abort_handler()");
    let parts = [ESM, GET_IMPORTS, &call_guard, WEB];
    assert_eq!(finish(&parts), Err(Unknown::Glue));
    assert_eq!(finish(&[ESM, WEB]), Err(Unknown::Glue), "no imports");
}

#[test]
fn an_entry_that_is_not_known_is_refused() {
    let glue = Glue {
        glue: [ESM, BUNDLER].concat(),
        entry: Some("import init from './x_bg.js';\n".to_owned()),
        modules: Vec::new(),
    };
    assert_eq!(glue.finish(SPECIFIER), Err(Unknown::Entry));
}

#[test]
fn a_comment_does_not_import() {
    let glue = format!(" * import x from '{SPECIFIER}'\n{WEB}");
    assert_eq!(specifier(&glue), None);
}

#[test]
fn the_module_is_switched_once() {
    let plain = "// Text.\nconst DELIVERY = \"plain\";\n\nconst ABI = 1;\n";
    let finished = finish_module(plain).unwrap();
    assert_eq!(added(&[plain], &finished), "const DELIVERY = \"finished\";");
    assert_eq!(finish_module(&finished), Some(finished));
    assert_eq!(finish_module("const ABI = 1;\n"), None);
}

/// The file that the edit is for.
#[test]
fn our_own_module_can_be_switched() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/js/bulkhead.js");
    let module = std::fs::read_to_string(file).unwrap();
    assert!(finish_module(&module).is_some());
    for name in [
        "finishedExports",
        "finishedImports",
        "finishedPromising",
        "bundledModule",
        "staleObject",
        "staleClosure",
    ] {
        assert!(
            module.contains(&format!("export function {name}(")),
            "{name}"
        );
    }
}
