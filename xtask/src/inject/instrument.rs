//! Counters in a finished module: at the entry of each function, before each call, in the allocator.

use std::fs;
use std::path::Path;

use anyhow::{bail, Context, Result};
use walrus::ir::{
    dfs_pre_order_mut, BinaryOp, Call, Const, IfElse, Instr, InstrLocId, InstrSeq, MemArg, Return,
    StoreKind, Value, VisitorMut,
};
use walrus::{
    ConstExpr, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalId, GlobalKind, Module,
    ModuleConfig, ValType,
};

/// Exports of ours that read or write one word and call nothing: no trap can arise in them.
const CANNOT_FAIL: &[&str] = &[
    "__wbh_sp_get",
    "__wbh_sp_set",
    "__wbh_2",
    "__wbh_out_of_memory",
];

/// Writes the package in `from` to `to`, with counters in the module and in the imports.
pub(super) fn instrument(from: &Path, to: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(to);
    copy(from, to)?;
    let wasm = to.join("soak_bg.wasm");
    let module = counted(&fs::read(&wasm)?).with_context(|| wasm.display().to_string())?;
    fs::write(&wasm, module)?;
    let glue = to.join("soak.js");
    fs::write(&glue, announced(&fs::read_to_string(&glue)?)?)?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    crate::child::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The module with a point at each function's entry and before each call, and in the allocator.
fn counted(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut module = ModuleConfig::new()
        .strict_validate(false)
        .parse(bytes)
        .context("the module cannot be read")?;
    let functions: Vec<_> = module
        .funcs
        .iter_local()
        .map(|(id, _)| id)
        .filter(|&id| !cannot_fail(&module, id))
        .collect();
    let allocate = module.exports.get_func("soak_allocate")?;
    let point = add_point(&mut module)?;
    let starved = add_starved(&mut module);
    for id in functions {
        let FunctionKind::Local(function) = &mut module.funcs.get_mut(id).kind else {
            continue;
        };
        let entry = function.entry_block();
        dfs_pre_order_mut(&mut BeforeCalls(point), function, entry);
        let block = function.block_mut(entry);
        block.instrs.insert(0, located(Call { func: point }));
        if id == allocate {
            give_null(function, starved);
        }
    }
    Ok(module.emit_wasm())
}

fn cannot_fail(module: &Module, id: FunctionId) -> bool {
    let mut exports = module.exports.iter();
    exports.any(|export| match export.item {
        ExportItem::Function(function) => {
            function == id && CANNOT_FAIL.contains(&export.name.as_str())
        }
        _ => false,
    })
}

fn located(instr: impl Into<Instr>) -> (Instr, InstrLocId) {
    (instr.into(), InstrLocId::default())
}

/// Puts a call of the point before each call.
struct BeforeCalls(FunctionId);

impl VisitorMut for BeforeCalls {
    fn start_instr_seq_mut(&mut self, seq: &mut InstrSeq) {
        let mut instrs = Vec::with_capacity(seq.instrs.len());
        for (instr, location) in seq.instrs.drain(..) {
            if matches!(
                instr,
                Instr::Call(_) | Instr::CallIndirect(_) | Instr::CallRef(_)
            ) {
                instrs.push(located(Call { func: self.0 }));
            }
            instrs.push((instr, location));
        }
        seq.instrs = instrs;
    }
}

/// A mutable word that JavaScript reads and writes.
fn add_word(module: &mut Module, name: &str) -> GlobalId {
    let zero = ConstExpr::Value(Value::I32(0));
    let global = module.globals.add_local(ValType::I32, true, false, zero);
    module.exports.add(name, global);
    global
}

/// A function that counts itself, and traps when JavaScript's number is reached. It writes the
/// first word of the probe before, like all that ends the instance.
fn add_point(module: &mut Module) -> Result<FunctionId> {
    let passed = add_word(module, "inject_points");
    let at = add_word(module, "inject_at");
    let ended = probe_address(module)?;
    let memory = module.memories.iter().next().context("no memory")?.id();
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder
        .func_body()
        .global_get(passed)
        .i32_const(1)
        .binop(BinaryOp::I32Add)
        .global_set(passed)
        .global_get(passed)
        .global_get(at)
        .binop(BinaryOp::I32Eq)
        .if_else(
            None,
            |then| {
                let word = MemArg {
                    align: 4,
                    offset: 0,
                };
                then.i32_const(ended)
                    .i32_const(1)
                    .store(memory, StoreKind::I32 { atomic: false }, word)
                    .unreachable();
            },
            |_| {},
        );
    Ok(builder.finish(Vec::new(), &mut module.funcs))
}

/// A function that counts allocations, and tells whether this is the one to fail: the one of
/// JavaScript's number, and with `inject_lasting` all after it as well.
fn add_starved(module: &mut Module) -> FunctionId {
    let passed = add_word(module, "inject_allocations");
    let at = add_word(module, "inject_allocation_at");
    let lasting = add_word(module, "inject_lasting");
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
    builder
        .func_body()
        .global_get(passed)
        .i32_const(1)
        .binop(BinaryOp::I32Add)
        .global_set(passed)
        .global_get(passed)
        .global_get(at)
        .binop(BinaryOp::I32Eq)
        .global_get(lasting)
        .global_get(passed)
        .global_get(at)
        .binop(BinaryOp::I32GtU)
        .binop(BinaryOp::I32And)
        .binop(BinaryOp::I32Or);
    builder.finish(Vec::new(), &mut module.funcs)
}

/// Has the allocator give null when `starved` says so.
fn give_null(function: &mut walrus::LocalFunction, starved: FunctionId) {
    let builder = function.builder_mut();
    let mut null = builder.dangling_instr_seq(None);
    null.instr(Const {
        value: Value::I32(0),
    })
    .instr(Return {});
    let consequent = null.id();
    let alternative = builder.dangling_instr_seq(None).id();
    let entry = function.entry_block();
    let check = [
        located(Call { func: starved }),
        located(IfElse {
            consequent,
            alternative,
        }),
    ];
    function.block_mut(entry).instrs.splice(0..0, check);
}

/// Where the probe of soak/src/probe.rs is in linear memory.
fn probe_address(module: &Module) -> Result<i32> {
    let mut exports = module.exports.iter();
    let export = exports.find(|export| export.name == "SOAK_PROBE");
    let item = export.context("the module exports no SOAK_PROBE")?.item;
    let ExportItem::Global(global) = item else {
        bail!("SOAK_PROBE is no global");
    };
    match module.globals.get(global).kind {
        GlobalKind::Local(ConstExpr::Value(Value::I32(address))) => Ok(address),
        _ => bail!("SOAK_PROBE has no constant address"),
    }
}

/// The glue in which every import of the crate's own tells the harness that it is called, before
/// it does anything. Those of js-sys and of wasm-bindgen itself do not throw.
fn announced(glue: &str) -> Result<String> {
    let mut out = String::with_capacity(glue.len() + glue.len() / 8);
    let mut found = 0;
    let mut lines = glue.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(name) = import_that_begins(line) else {
            continue;
        };
        let body: Vec<_> = lines
            .clone()
            .take_while(|line| !ends_import(line))
            .collect();
        if body.iter().any(|line| line.contains(" soak.")) {
            out.push_str(&format!("globalThis.soak.point(\"{name}\");\n"));
            found += 1;
        }
    }
    if found == 0 {
        bail!("the glue has no imports where they were expected");
    }
    Ok(out)
}

/// The import whose function begins at the end of this line.
fn import_that_begins(line: &str) -> Option<&str> {
    let (name, rest) = line.trim().split_once(": function(")?;
    let is_import = name.starts_with("__wb") && !name.contains(' ');
    (is_import && rest.ends_with('{')).then_some(name)
}

/// `},` or `}, arguments); },`, as far in as an import's function begins.
fn ends_import(line: &str) -> bool {
    line.starts_with("        }")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = "\
        __wbg_adopt_0123456789abcdef: function(arg0) {
            adopt(arg0);
        },
        __wbg_visit_0123456789abcdef: function() { return wrapError(function (arg0) {
            const ret = soak.visit(arg0);
            return ret;
        }, arguments); },
";

    #[test]
    fn only_the_imports_of_the_crate_are_announced() {
        let out = announced(GLUE).unwrap();
        assert_eq!(out.matches("soak.point(").count(), 1);
        assert!(
            out.contains("(arg0) {\nglobalThis.soak.point(\"__wbg_visit_0123456789abcdef\");\n")
        );
        assert!(announced("nothing").is_err());
    }
}
