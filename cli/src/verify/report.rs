//! What is found of a module, for people and for machines.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::Serialize;
use serde_json::{json, Value};
use wasm_bulkhead_finish::Delivery;

use super::entries::Class;
use super::exceptions::{Encoding, Exceptions};
use super::gate::{Gating, Judge, Verdict};
use super::glue::{self, Glue};
use super::handlers::Misread;
use super::module::Module;
use super::names;
use crate::functions;
use crate::sections::BuildId;
use crate::terminal::{self, counted, paint, BOLD, DIM, GREEN, RED, YELLOW};
use crate::toolchain::SPLIT_CRITICAL_EDGES;

/// All that is found of one module.
pub(super) struct Report {
    file: PathBuf,
    size: usize,
    encoding: Encoding,
    /// Imports whose exceptions skip destructors, in unwind builds; `None` where that is not known.
    unhandled: Option<Vec<String>>,
    /// Handlers that read what is not there.
    misreads: Vec<Misread>,
    /// Whether functions have names, by which some are known that do not throw.
    is_named: bool,
    /// The place of the gate's word, where there is one.
    gate: Option<u32>,
    hooks: Vec<Hook>,
    entries: Vec<Entry>,
    glue: Option<Glue>,
    is_shared: bool,
    build_id: Option<BuildId>,
    weight: Weight,
}

/// An export of ours or of wasm-bindgen's that the guard needs.
#[derive(Serialize)]
struct Hook {
    name: &'static str,
    present: bool,
}

/// An export, and what is known of it.
#[derive(Serialize)]
struct Entry {
    name: String,
    class: Class,
    #[serde(flatten)]
    gating: Gating,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Weight {
    code: usize,
    data: usize,
    /// Of the code, what handles exceptions.
    handlers: Option<usize>,
    /// Of the code, what is ours.
    own: Option<usize>,
}

/// How many exports of a kind are told to people.
const TOLD: usize = 20;

/// What tells whose an instance is, and where its state lies. Its number is the version of what the
/// two halves of wasm-bulkhead have in common.
const HELLO: &str = "__wbh_2";

/// What the guard calls, of every build and of unwind builds alone.
const HOOKS: &[&str] = &[HELLO, "__wbh_install", "__wbh_panicking", "__wbh_run"];
const UNWIND_HOOKS: &[&str] = &["__wbh_recover"];

impl Report {
    pub(super) fn of(file: &Path, bytes: &[u8]) -> Result<Report> {
        let module = Module::parse(bytes)?;
        let exceptions = Exceptions::of(&module)?;
        let companion = names::companion(bytes, file);
        let named = companion.as_deref().unwrap_or(bytes);
        let names = functions::names(named);
        let is_unwind = exceptions.encoding != Encoding::None;
        let of_unwinding = UNWIND_HOOKS.iter().filter(|_| is_unwind);
        let hooks = HOOKS.iter().chain(of_unwinding).map(|name| Hook {
            name,
            present: module.exports.contains_key(name),
        });
        Ok(Report {
            file: file.to_owned(),
            size: bytes.len(),
            unhandled: match is_unwind {
                true => exceptions.unhandled,
                false => Some(Vec::new()),
            },
            encoding: exceptions.encoding,
            misreads: Misread::all_in(named)?,
            is_named: !names.is_empty(),
            gate: module.constants.get("__instance_terminated").copied(),
            hooks: hooks.collect(),
            entries: entries(&module, is_optimised(&names))?,
            glue: Glue::beside(file),
            is_shared: module.has_shared_memory,
            build_id: BuildId::of(bytes),
            weight: Weight {
                code: module.code_bytes,
                data: module.data_bytes,
                handlers: exceptions.handler_bytes,
                own: (!names.is_empty()).then(|| names::own_bytes(&module, &names)),
            },
        })
    }

    /// What is wrong, in sentences.
    pub(super) fn findings(&self, is_strict: bool) -> Vec<String> {
        let mut findings = Vec::new();
        let has_bulkhead = self.hooks.iter().any(|hook| hook.present);
        if self.gate.is_none() || !has_bulkhead {
            findings.push("there is no gate of ours: the module does not use wasm-bulkhead".into());
        } else if let Some(hook) = self.hooks.iter().find(|hook| !hook.present) {
            findings.push(format!(
                "`{}` is not exported, which the guard calls",
                hook.name
            ));
        }
        if self.encoding == Encoding::Mixed {
            findings.push("exceptions are in both encodings, which engines refuse".into());
        }
        match self.glue.as_ref().map(|glue| glue.delivery) {
            Some(None) => findings.push("the glue beside it is no JavaScript".into()),
            Some(Some(Delivery::None)) => {
                findings.push("the glue beside it does not import the guard".into());
            }
            _ => {}
        }
        // An allocator without its name may look like a call that throws.
        if !self.misreads.is_empty() && (self.is_named || is_strict) {
            findings.push(format!(
                "{} read in handlers, and assigned behind the call that threw: compile with \
                 {SPLIT_CRITICAL_EDGES}",
                counted(self.misreads.len(), "local")
            ));
        }
        let count = |verdict| {
            self.judged()
                .filter(|it| it.gating.verdict == verdict)
                .count()
        };
        match count(Verdict::Ungated) {
            0 => {}
            ungated => findings.push(format!(
                "{} can be reached past the gate",
                counted(ungated, "export")
            )),
        }
        match count(Verdict::Unknown) {
            unknown if is_strict && unknown > 0 => {
                findings.push(format!(
                    "of {} it cannot be proven",
                    counted(unknown, "export")
                ));
            }
            _ => {}
        }
        findings
    }

    /// The exports behind which there are bodies of the user's.
    fn judged(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.class == Class::Entry)
    }

    /// Tells people.
    pub(super) fn tell(&self, is_strict: bool) {
        let kind = match self.encoding {
            Encoding::None => "an abort build",
            Encoding::Legacy => "an unwind build, legacy exceptions",
            Encoding::Exnref => "an unwind build, exnref exceptions",
            Encoding::Mixed => "an unwind build, both encodings",
        };
        let threads = if self.is_shared {
            ", shared memory"
        } else {
            ""
        };
        terminal::say(&format!(
            "{} {kind}{threads}",
            paint(BOLD, format!("{}:", self.file.display()))
        ));
        let mut counts = BTreeMap::new();
        for entry in self.judged() {
            *counts.entry(word(entry.gating.verdict)).or_insert(0_usize) += 1;
        }
        let counts = counts.iter().map(|(word, count)| format!("{count} {word}"));
        let counts = counts.collect::<Vec<_>>().join(", ");
        terminal::say(&format!("  exports   {}: {counts}", self.judged().count()));
        self.tell_entries();
        self.tell_rest();
        match self.findings(is_strict).as_slice() {
            [] => terminal::say(&paint(GREEN, "  no findings")),
            findings => {
                for finding in findings {
                    terminal::say(&format!("  {} {finding}", paint(RED, "finding:")));
                }
            }
        }
    }

    fn tell_entries(&self) {
        for (verdict, style) in [(Verdict::Ungated, RED), (Verdict::Unknown, YELLOW)] {
            let all: Vec<_> = self
                .judged()
                .filter(|it| it.gating.verdict == verdict)
                .collect();
            for entry in all.iter().take(TOLD) {
                let reason = paint(DIM, entry.gating.reason.as_deref().unwrap_or_default());
                let word = paint(style, word(verdict));
                terminal::say(&format!("    {word} {}  {reason}", entry.name));
            }
            if let Some(more) = all.len().checked_sub(TOLD).filter(|more| *more > 0) {
                terminal::say(&format!("    and {more} more; --json has them all"));
            }
        }
    }

    fn tell_rest(&self) {
        match self.unhandled.as_deref() {
            Some([]) => {}
            Some(names) => {
                let names = names.join(", ");
                terminal::say(&format!(
                    "  imports   whose exceptions skip destructors: {names}"
                ));
            }
            None => terminal::say("  imports   cannot be told by whether they `catch`"),
        }
        for misread in self.misreads.iter().take(TOLD) {
            terminal::say(&format!("  handler   {}", misread.describe()));
        }
        if !self.misreads.is_empty() && !self.is_named {
            terminal::say("            (without the names of functions that is not sure)");
        }
        match &self.glue {
            None => terminal::say("  glue      none beside it"),
            Some(glue) => {
                let how = match glue.delivery {
                    Some(Delivery::Plain) => "imports the guard",
                    Some(Delivery::Finished) => "has the guard in it",
                    Some(_) => "is without the guard",
                    None => "is no JavaScript",
                };
                terminal::say(&format!("  glue      {} {how}", glue.file.display()));
            }
        }
        let Weight {
            code,
            data,
            handlers,
            own,
        } = &self.weight;
        let mut parts = vec![
            format!("{} bytes", self.size),
            format!("code {code}"),
            format!("data {data}"),
        ];
        parts.extend(
            handlers
                .filter(|_| self.encoding != Encoding::None)
                .map(|it| format!("handlers {it}")),
        );
        parts.extend(own.map(|it| format!("wasm-bulkhead {it}")));
        terminal::say(&format!("  size      {}", parts.join(", ")));
    }

    fn to_json(&self, is_strict: bool) -> Value {
        let glue = self.glue.as_ref();
        json!({
            "file": self.file,
            "bytes": self.size,
            "panic": if self.encoding == Encoding::None { "abort" } else { "unwind" },
            "encoding": self.encoding,
            "sharedMemory": self.is_shared,
            "gate": self.gate,
            "hooks": self.hooks,
            "entries": self.entries,
            "misreads": self.misreads,
            "skipsDestructors": self.unhandled,
            "glue": glue.map(|glue| json!({
                "file": glue.file,
                "delivery": glue.delivery.map(glue::word),
            })),
            "buildId": self.build_id.as_ref().map(ToString::to_string),
            "weight": self.weight,
            "findings": self.findings(is_strict),
        })
    }
}

/// All reports as one document.
pub(super) fn to_json(reports: &[Report], is_strict: bool) -> Result<String> {
    let modules: Vec<_> = reports
        .iter()
        .map(|report| report.to_json(is_strict))
        .collect();
    let document = json!({ "schema": 1, "command": "verify", "modules": modules });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// Whether the compiler has optimised the module: else the load of the gate's word is a function
/// of its own, and its place goes through memory.
fn is_optimised(names: &BTreeMap<u32, String>) -> bool {
    !names.values().any(|name| name.contains("atomic_load"))
}

/// Judges what is exported, but for wasm-bindgen's own and ours.
fn entries(module: &Module<'_>, is_optimised: bool) -> Result<Vec<Entry>> {
    let mut judge = Judge::new(module);
    let mut entries = Vec::new();
    for (name, function) in &module.exports {
        let class = Class::of(name);
        if class == Class::Runtime {
            continue;
        }
        let gating = match &mut judge {
            Some(judge) => match judge.judge(*function)? {
                Gating {
                    verdict: Verdict::Ungated,
                    ..
                } if !is_optimised => Gating {
                    verdict: Verdict::Unknown,
                    reason: Some(
                        "the module is not optimised, and its gate cannot be followed".into(),
                    ),
                },
                gating => gating,
            },
            None => Gating {
                verdict: Verdict::Ungated,
                reason: Some("there is no gate".into()),
            },
        };
        entries.push(Entry {
            name: (*name).to_owned(),
            class,
            gating,
        });
    }
    Ok(entries)
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Gated => "gated",
        Verdict::Ungated => "ungated",
        Verdict::Unknown => "unknown",
    }
}
