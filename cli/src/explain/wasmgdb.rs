//! A core dump and its module as the debugger wasmgdb reads them.
//!
//! It counts the places of frames from where the code begins, and it knows neither references nor
//! exceptions, so that it reads no module of wasm-bindgen's. Of the module it needs the names and lines.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasm_encoder::{
    CodeSection, CoreDumpStackSection, EntityType, Function as Body, FunctionSection,
    ImportSection, Module, Section, TypeSection,
};

use super::companion::{Companion, Explained};
use super::core::Core;
use super::stack::{self, Function, Line};
use crate::sections::sections;

/// Writes `core.wasm` and `module.wasm` to a directory.
pub(super) fn write(
    dir: &Path,
    dump: &Core,
    companion: &Companion<'_>,
    bytes: &[u8],
) -> Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", dir.display()))?;
    for (name, bytes) in [
        ("core.wasm", core(dump, companion)?),
        ("module.wasm", module(companion, bytes)?),
    ] {
        let path = dir.join(name);
        fs::write(&path, bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// The dump with the places of its frames, and without frames of other modules.
fn core(dump: &Core, companion: &Companion<'_>) -> Result<Vec<u8>> {
    let stack = dump.stack(companion);
    let mut section = CoreDumpStackSection::new("main");
    for line in stack::lines(&stack) {
        let Line::Wasm(frame) = line else { continue };
        if companion.explain(&frame) == Explained::Elsewhere {
            continue;
        }
        if let Function::Index(index) = frame.function {
            let place = frame
                .offset
                .and_then(|offset| companion.place_in_code(offset));
            section.frame(0, index, u32::try_from(place.unwrap_or(0))?, [], []);
        }
    }
    let mut bytes = Module::HEADER.to_vec();
    for part in sections(dump.bytes()) {
        let part = part?;
        match part.custom_name() {
            Some("corestack") => section.append_to(&mut bytes),
            _ => bytes.extend(part.bytes),
        }
    }
    Ok(bytes)
}

/// A module with as many functions, which do nothing, and the names and lines of the companion.
fn module(companion: &Companion<'_>, bytes: &[u8]) -> Result<Vec<u8>> {
    let (imported, defined) = companion.functions();
    let mut module = Module::new();
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut imports = ImportSection::new();
    for _ in 0..imported {
        imports.import("", "", EntityType::Function(0));
    }
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for _ in 0..defined {
        functions.function(0);
        let mut body = Body::new([]);
        body.instructions().unreachable().end();
        code.function(&body);
    }
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&code);
    let mut module = module.finish();
    for section in sections(bytes) {
        let section = section?;
        let name = section.custom_name().unwrap_or_default();
        if name == "name" || name.starts_with(".debug_") {
            module.extend(section.bytes);
        }
    }
    Ok(module)
}
