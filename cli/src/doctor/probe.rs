//! Small modules that show what an engine, or `wasm-opt`, understands.

use serde::Deserialize;
use wasm_encoder::{
    BlockType, Catch, CodeSection, ExportKind, ExportSection, Function, FunctionSection, HeapType,
    InstructionSink, MemArg, MemorySection, MemoryType, Module, RefType, TableSection, TableType,
    TagKind, TagSection, TagType, TypeSection, ValType,
};

/// What an engine said of the modules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answers {
    /// It runs what rustc and wasm-bindgen emit in any build.
    pub(super) base: bool,
    /// It runs exceptions in the legacy encoding.
    pub(super) legacy: bool,
    /// It runs exceptions in the exnref encoding.
    pub(super) exnref: bool,
    /// It has `WebAssembly.JSTag`.
    pub(super) js_tag: bool,
    /// It is a Node whose `require` takes ES modules; `None` elsewhere.
    pub(super) requires_modules: Option<bool>,
}

/// A script that prints [`Answers`] as JSON, the last thing that it does.
pub(super) fn script() -> String {
    let probes = [("base", base()), ("legacy", legacy()), ("exnref", exnref())];
    let probes = probes.map(|(name, bytes)| format!("{name}: \"{}\"", hex(&bytes)));
    format!("const probes = {{ {} }};\n{JAVASCRIPT}", probes.join(", "))
}

const JAVASCRIPT: &str = r#"
const answers = {};
for (const [name, hex] of Object.entries(probes)) {
  try {
    const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
    const { run } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
    answers[name] = run() === 42;
  } catch {
    answers[name] = false;
  }
}
answers.jsTag = "JSTag" in WebAssembly;
const isNode = typeof process === "object" && !process.versions.bun && !process.versions.deno;
answers.requiresModules = isNode ? process.features.require_module === true : null;
console.log(JSON.stringify(answers));
"#;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A table of `externref` that grows, bulk memory and sign extension, as in every module of
/// wasm-bindgen's.
fn base() -> Vec<u8> {
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::EXTERNREF,
        table64: false,
        minimum: 1,
        maximum: None,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let first = MemArg {
        offset: 0,
        align: 0,
        memory_index: 0,
    };
    let add = |module: &mut Module| {
        module.section(&tables).section(&memories);
    };
    module(add, |code| {
        code.ref_null(HeapType::EXTERN)
            .i32_const(4)
            .table_grow(0)
            .drop();
        code.i32_const(0).i32_const(42).i32_const(8).memory_fill(0);
        code.i32_const(0).i32_load8_s(first).i32_extend8_s();
    })
}

/// `try`, `throw` and `catch`.
pub(super) fn legacy() -> Vec<u8> {
    module(add_tag, |code| {
        code.try_(BlockType::Result(ValType::I32));
        code.throw(0);
        code.catch(0).i32_const(42).end();
    })
}

/// `try_table` and `throw`, with the exception as a value.
pub(super) fn exnref() -> Vec<u8> {
    module(add_tag, |code| {
        code.block(BlockType::Result(ValType::EXNREF));
        code.try_table(BlockType::Empty, [Catch::AllRef { label: 0 }]);
        code.throw(0).end();
        code.unreachable().end();
        code.drop().i32_const(42);
    })
}

fn add_tag(module: &mut Module) {
    let mut tags = TagSection::new();
    tags.tag(TagType {
        kind: TagKind::Exception,
        func_type_idx: 1,
    });
    module.section(&tags);
}

/// A module whose one function, `run`, returns a number. `add` adds what stands between the
/// functions' types and the exports.
fn module(add: impl FnOnce(&mut Module), body: impl FnOnce(&mut InstructionSink<'_>)) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], [ValType::I32]);
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut exports = ExportSection::new();
    exports.export("run", ExportKind::Func, 0);
    let mut function = Function::new([]);
    let mut code = function.instructions();
    body(&mut code);
    code.end();
    let mut bodies = CodeSection::new();
    bodies.function(&function);

    let mut module = Module::new();
    module.section(&types).section(&functions);
    add(&mut module);
    module.section(&exports).section(&bodies);
    module.finish()
}
