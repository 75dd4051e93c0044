//! What a core dump tells besides the stack: the fault, the instance, its memory and statics.

use anyhow::{bail, Result};
use serde_json::{json, Value};

use super::core::Core;
use crate::statics::Static;
use crate::terminal::{paint, BOLD, DIM};

/// What is told of a core dump.
pub(super) struct PostMortem<'a> {
    core: &'a Core,
    statics: Vec<(Static, Option<&'a [u8]>)>,
}

impl<'a> PostMortem<'a> {
    /// With the statics of these names.
    ///
    /// # Errors
    ///
    /// There is none of such a name.
    pub(super) fn of(core: &'a Core, known: &[Static], names: &[String]) -> Result<PostMortem<'a>> {
        if known.is_empty() && !names.is_empty() {
            bail!("the companion names no statics; those that `cargo bulkhead build --companion` writes do");
        }
        let mut statics = Vec::new();
        for name in names {
            let found: Vec<_> = known.iter().filter(|one| one.is(name)).cloned().collect();
            if found.is_empty() {
                bail!(
                    "there is no static `{name}` in the module; the optimiser may have removed it"
                );
            }
            statics.extend(found);
        }
        let read = |one: Static| {
            let bytes = core.read(one.address, one.size);
            (one, bytes)
        };
        Ok(PostMortem {
            core,
            statics: statics.into_iter().map(read).collect(),
        })
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |what: &str, told: String| {
            text += &format!("{} {told}\n", paint(BOLD, format!("{what:<9}")));
        };
        let (fault, state) = (&self.core.told["fault"], &self.core.told["state"]);
        if let Some(kind) = fault["kind"].as_str() {
            let boundary = fault["boundary"].as_str();
            let place = boundary.map_or(String::new(), |name| format!(" in `{name}`"));
            let id = fault["faultId"].as_str().unwrap_or("?");
            line("fault", format!("{kind}{place}, id {id}"));
        }
        if state.is_object() {
            let build = match state["unwind"].as_bool() {
                Some(true) => "unwind build",
                _ => "abort build",
            };
            let guard = state["guard"].as_str().unwrap_or("?");
            let mut told = format!("generation {}, guard {guard}, {build}", state["generation"]);
            for (key, words) in [("boundary", "; inside"), ("outer", ", which began within")] {
                if let Some(name) = state[key].as_str() {
                    told += &format!("{words} `{name}`");
                }
            }
            line("instance", told);
        }
        line("memory", format!("{} bytes", self.core.memory));
        for (name, value) in self.core.globals() {
            let value = match i32::try_from(value) {
                Ok(value) => format!("{value} ({value:#x})"),
                Err(_) => format!("{value} ({value:#x})"),
            };
            line("global", format!("{name} = {value}"));
        }
        for (one, bytes) in &self.statics {
            let value = match bytes {
                Some(bytes) => shown(bytes),
                None => "not in the dump".to_owned(),
            };
            let aside = paint(DIM, format!("{} bytes at {:#x}", one.size, one.address));
            line("static", format!("{} = {value}  {aside}", one.name));
        }
        text
    }

    pub(super) fn to_json(&self) -> Value {
        let statics = self.statics.iter().map(|(one, bytes)| {
            json!({
                "name": one.name,
                "address": one.address,
                "size": one.size,
                "bytes": bytes.map(hex),
                "value": bytes.and_then(number),
            })
        });
        let globals = self
            .core
            .globals()
            .map(|(name, value)| json!({ "name": name, "value": value }));
        json!({
            "fault": self.core.told["fault"],
            "state": self.core.told["state"],
            "memory": self.core.memory,
            "globals": globals.collect::<Vec<_>>(),
            "statics": statics.collect::<Vec<_>>(),
        })
    }
}

/// The linker knows no types: the bytes, as a number where there are as many as one has.
fn shown(bytes: &[u8]) -> String {
    match number(bytes) {
        Some(number) => format!("{number} ({})", hex(bytes)),
        None => hex(bytes),
    }
}

fn number(bytes: &[u8]) -> Option<u64> {
    if !matches!(bytes.len(), 1 | 2 | 4 | 8) {
        return None;
    }
    let digits = bytes.iter().rev();
    Some(digits.fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Bytes as they lie in memory.
fn hex(bytes: &[u8]) -> String {
    let bytes: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(" ")
}
