//! Handlers that read what is not there, by the analysis of `verify/`.

use anyhow::Result;
use serde::Serialize;
use wasm_bulkhead_verify::unassigned_in_handlers;

use crate::explain::companion::{Companion, Place};
use crate::functions;

/// A handler that reads a local which is assigned only behind the call that threw.
#[derive(Serialize)]
pub(super) struct Misread {
    function: u32,
    name: Option<String>,
    local: u32,
    offset: usize,
    file: Option<String>,
    line: Option<u32>,
}

impl Misread {
    /// Reads a module that is known to be valid, best with its names and lines.
    pub(super) fn all_in(bytes: &[u8]) -> Result<Vec<Misread>> {
        let companion = Companion::parse(bytes).ok();
        let found = unassigned_in_handlers(bytes)?.into_iter().map(|found| {
            let companion = companion.as_ref();
            let place = companion.and_then(|companion| companion.line(found.offset));
            let Place { file, line, .. } = place.unwrap_or_default();
            Misread {
                function: found.function,
                name: found.name.as_deref().map(functions::without_hashes),
                local: found.local,
                offset: found.offset,
                file,
                line,
            }
        });
        Ok(found.collect())
    }

    /// Where it is, for people.
    pub(super) fn describe(&self) -> String {
        let function = match &self.name {
            Some(name) => name.clone(),
            None => format!("function {}", self.function),
        };
        let place = match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}"),
            _ => format!("{:#x}", self.offset),
        };
        format!("{function} at {place}, local {}", self.local)
    }
}
