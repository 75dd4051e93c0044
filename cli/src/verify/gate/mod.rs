//! Whether the body of an export can be reached without passing the gate.
//!
//! The gate is a word in linear memory, wasm-bindgen's `__instance_terminated`: a load of it, and
//! a branch on what was loaded. Followed is what is known on each way through a function: that
//! nothing was checked yet, that the gate is open, or that it is closed. Calls are followed by what
//! is known of the function that is called. Values are followed as far as they are numbers that
//! are known, places in the stack's own frame or in an argument's object, or what the gate's word
//! says.
//!
//! A body is anything that somebody could see: memory that is written beyond the frame, an import,
//! a call through a table. Where that happens before the gate, or after a gate that is closed
//! without ending the call, the answer is not `gated`. That an argument is borrowed, which is written
//! to its object, is seen by no caller that the gate keeps out.

mod value;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde::Serialize;

use super::module::Module;
use value::{Checked, Value};
pub(super) use walk::Early;

/// What is known of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Gating {
    pub(crate) verdict: Verdict,
    /// Why, where it is not `gated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// Nothing happens before the gate is passed, and nothing goes on when it is closed.
    Gated,
    /// There is a way past the gate, or something that may be a body comes before it on all ways.
    Ungated,
    /// The gate is on all ways, and on some something comes before it, or goes on behind a closed
    /// one; or it cannot be followed.
    Unknown,
}

/// What a call of a function means to its caller, if nothing was checked before it.
#[derive(Clone, Debug)]
pub(super) struct Summary {
    /// The first thing that happens before the gate is passed.
    early: Option<Early>,
    /// The arguments through which memory is written before the gate is passed, and where. It is
    /// the caller's frame, where something is returned that is no number.
    writes: BTreeMap<u32, Early>,
    /// What can be known when it returns; nothing if it never does.
    returns: Checked,
    /// The same for when it throws.
    throws: Checked,
    /// What it returns, where that is the same on all ways: optimised for size, a function tells
    /// the place of the gate's word, or what that says.
    result: Option<Value>,
}

impl Summary {
    /// Of a function of which nothing is known.
    fn unknown(why: Early) -> Summary {
        Summary {
            early: Some(why),
            writes: BTreeMap::new(),
            returns: Checked::ALL,
            throws: Checked::ALL,
            result: None,
        }
    }

    /// Of an import: a body, and it passes no gate for its caller.
    fn import(function: u32) -> Summary {
        Summary {
            early: Some(Early::import(function)),
            writes: BTreeMap::new(),
            returns: Checked::SKIPPED,
            throws: Checked::SKIPPED,
            result: None,
        }
    }

    fn gating(&self, module: &Module<'_>) -> Gating {
        let is_past = self.returns.may_be(Checked::NOT | Checked::SKIPPED);
        let ends = self.returns | self.throws;
        let written = self.writes.values().next();
        let (verdict, reason) = match self.early.as_ref().or(written) {
            Some(early) => {
                let is_body = is_past || !ends.may_be(Checked::OPEN);
                let verdict = match is_body && early.is_followed() {
                    true => Verdict::Ungated,
                    false => Verdict::Unknown,
                };
                let reason = format!("{} before the gate", early.describe(module));
                (verdict, reason)
            }
            None if is_past => (
                Verdict::Ungated,
                "it returns without having checked the gate".into(),
            ),
            None if self.returns.may_be(Checked::CLOSED) => (
                Verdict::Unknown,
                "it goes on although the gate is closed".into(),
            ),
            None if !ends.may_be(Checked::OPEN) => (
                Verdict::Unknown,
                "it never returns, and never passes the gate".into(),
            ),
            None => {
                return Gating {
                    verdict: Verdict::Gated,
                    reason: None,
                }
            }
        };
        Gating {
            verdict,
            reason: Some(reason),
        }
    }
}

/// Judges functions, and remembers what is known of each.
pub(super) struct Judge<'m, 'a> {
    module: &'m Module<'a>,
    /// The place of the gate's word.
    word: u32,
    /// Functions of wasm-bindgen's that put arguments in order, and are no bodies.
    harmless: Vec<u32>,
    summaries: BTreeMap<u32, Summary>,
}

/// What wasm-bindgen puts before a function that takes JavaScript values.
const HARMLESS: &[&str] = &["__externref_table_alloc", "__externref_table_dealloc"];

impl<'m, 'a> Judge<'m, 'a> {
    /// A judge for a module, if there is a gate in it.
    pub(super) fn new(module: &'m Module<'a>) -> Option<Judge<'m, 'a>> {
        let harmless = HARMLESS.iter().filter_map(|name| module.exports.get(name));
        Some(Judge {
            word: *module.constants.get("__instance_terminated")?,
            harmless: harmless.copied().collect(),
            module,
            summaries: BTreeMap::new(),
        })
    }

    /// Judges a function.
    ///
    /// # Errors
    ///
    /// Its code, or that of a function below it, is not known.
    pub(super) fn judge(&mut self, function: u32) -> Result<Gating> {
        self.summarize(function)?;
        Ok(match self.summaries.get(&function) {
            Some(summary) => summary.gating(self.module),
            None => Summary::unknown(Early::recursion(function)).gating(self.module),
        })
    }

    /// Summarizes a function after those that it calls, without recursion of our own: chains of
    /// calls may be longer than our stack.
    fn summarize(&mut self, function: u32) -> Result<()> {
        let mut pending = vec![(function, false)];
        let mut open = BTreeSet::new();
        while let Some((function, has_callees)) = pending.pop() {
            if self.summaries.contains_key(&function) {
                continue;
            }
            let Some(code) = self.module.code(function)? else {
                self.summaries.insert(function, Summary::import(function));
                continue;
            };
            if has_callees {
                // Of a function that is still open, which calls itself by way of this one, nothing
                // is known yet.
                let summary = walk::walk(&code, function, self);
                self.summaries.insert(function, summary);
                open.remove(&function);
                continue;
            }
            open.insert(function);
            pending.push((function, true));
            for callee in code.callees() {
                if !self.summaries.contains_key(&callee) && !open.contains(&callee) {
                    pending.push((callee, false));
                }
            }
        }
        Ok(())
    }

    /// What a call of a function means.
    fn summary(&self, function: u32) -> Summary {
        if self.harmless.contains(&function) {
            return Summary {
                early: None,
                writes: BTreeMap::new(),
                returns: Checked::NOT,
                throws: Checked::NONE,
                result: None,
            };
        }
        let known = self.summaries.get(&function).cloned();
        known.unwrap_or_else(|| Summary::unknown(Early::recursion(function)))
    }
}
