//! The companion of a module: the same code with its names and line numbers, tied to the module
//! by a build id.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use wasm_encoder::{CustomSection, Encode, Section};

use crate::sections::{sections, BuildId, BUILD_ID};
use crate::statics::{self, Static};

/// Takes names and line numbers out of the module, and writes it with them beside it, as
/// `….debug.wasm`, to which it adds where the statics lie. The code of both begins at the same place, so
/// that offsets mean the same.
pub(super) fn split(module: &Path, statics: &[Static]) -> Result<BuildId> {
    let bytes = fs::read(module).with_context(|| format!("{} cannot be read", module.display()))?;
    let mut stripped = bytes[..8.min(bytes.len())].to_vec();
    let mut full = stripped.clone();
    for section in sections(&bytes) {
        let section = section?;
        let name = section.custom_name();
        if name == Some(BUILD_ID) {
            continue;
        }
        full.extend(section.bytes);
        if !name.is_some_and(is_debug) {
            stripped.extend(section.bytes);
        }
    }
    let digest = Sha256::digest(&stripped);
    let id = BuildId(digest[..16].to_vec());
    append_id(&mut stripped, &id);
    statics::append(&mut full, statics)?;
    append_id(&mut full, &id);
    let companion = module.with_extension("debug.wasm");
    fs::write(&companion, full)
        .with_context(|| format!("{} cannot be written", companion.display()))?;
    fs::write(module, stripped)
        .with_context(|| format!("{} cannot be written", module.display()))?;
    Ok(id)
}

fn is_debug(name: &str) -> bool {
    name == "name" || name.starts_with(".debug_") || name == "sourceMappingURL"
}

/// As the tool conventions have it: a length, and so many bytes.
fn append_id(module: &mut Vec<u8>, id: &BuildId) {
    let mut data = Vec::new();
    id.0.as_slice().encode(&mut data);
    let section = CustomSection {
        name: BUILD_ID.into(),
        data: data.into(),
    };
    section.append_to(module);
}
