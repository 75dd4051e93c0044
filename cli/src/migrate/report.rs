//! What is told of a migration.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use serde_json::{json, Value};

use super::check::Error;
use super::dependencies::Dependencies;
use super::fix::Kind;
use super::lock::Raised;
use super::others::{Other, State};
use super::round::{is_unwind, Applied, Migration};
use super::scratch::Scratch;
use crate::changes::{self, FileChange};
use crate::terminal::{self, counted, paint, BOLD, CYAN, DIM, GREEN, RED, YELLOW};

/// All that there is to tell.
pub(super) struct Report<'a> {
    pub(super) package: &'a str,
    pub(super) root: &'a Path,
    pub(super) raised: &'a [Raised],
    pub(super) migration: &'a Migration,
    pub(super) dependencies: &'a Dependencies,
    pub(super) others: &'a [Other],
    pub(super) scratch: &'a Scratch,
    pub(super) files: &'a [FileChange],
    /// Whether the changes were made.
    pub(super) is_written: bool,
}

impl Report<'_> {
    /// Tells people, or machines.
    pub(super) fn tell(&self, is_json: bool) -> Result<()> {
        if is_json {
            terminal::print(&(serde_json::to_string_pretty(&self.to_json())? + "\n"));
            return Ok(());
        }
        if !self.is_written {
            self.tell_diff();
        }
        terminal::say(&paint(BOLD, format!("{}:", self.package)));
        self.tell_raised();
        self.tell_edits();
        self.tell_dependencies();
        for error in &self.migration.left {
            self.tell_error("left:", error);
        }
        for other in self.others {
            self.tell_other(other);
        }
        self.tell_outcome();
        Ok(())
    }

    fn tell_diff(&self) {
        for file in self.files.iter().filter(|file| !self.is_copied(file)) {
            let path = file.path.strip_prefix(self.root).unwrap_or(&file.path);
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let diff = changes::unified(path, &text(&file.before), &text(&file.after));
            terminal::say(diff.trim_end());
        }
    }

    /// Whether a file is new with the copy of a dependency, whose diff is a file itself.
    fn is_copied(&self, file: &FileChange) -> bool {
        let mut dirs = self.dependencies.patched.iter().map(|it| it.dir());
        file.before.is_none() && dirs.any(|dir| file.path.starts_with(self.scratch.real(dir)))
    }

    fn tell_raised(&self) {
        for Raised { name, from, to } in self.raised {
            terminal::say(&format!("  Cargo.lock: {name} {from} becomes {to}"));
        }
        let is_bindgen = |it: &&Raised| it.name == "wasm-bindgen";
        if let Some(bindgen) = self.raised.iter().find(is_bindgen) {
            let words = format!("    the program wasm-bindgen has to be {} too", bindgen.to);
            terminal::say(&paint(DIM, words));
        }
    }

    fn tell_edits(&self) {
        let rounds = &self.migration.rounds;
        for (index, count) in rounds.iter().enumerate() {
            let round = index + 1;
            let own = counted(count.own, "error");
            let more = match count.dependencies {
                0 => String::new(),
                some => format!(", {some} in dependencies"),
            };
            terminal::say(&format!("  check {round}: {own}{more}"));
        }
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        for fix in &self.migration.fixes {
            *kinds.entry(fix.kind).or_default() += 1;
        }
        for (kind, count) in kinds {
            let count = counted(count, "edit");
            terminal::say(&format!("  {count:<9} {}", paint(DIM, kind.words())));
        }
        for fix in self.assertions() {
            let place = self.place(&fix.file, fix.line);
            let words = paint(DIM, fix.kind.words());
            terminal::say(&format!("  {} {place}  {words}", paint(YELLOW, "review:")));
        }
    }

    fn assertions(&self) -> impl Iterator<Item = &Applied> {
        let fixes = self.migration.fixes.iter();
        fixes.filter(|fix| fix.kind.is_assertion())
    }

    fn tell_dependencies(&self) {
        for it in &self.dependencies.updated {
            terminal::say(&format!("  {it} was updated"));
        }
        for it in &self.dependencies.patched {
            let place = self.scratch.real(it.dir());
            let place = place.strip_prefix(self.root).unwrap_or(&place).display();
            terminal::say(&format!("  {} {} is patched: {place}", it.name, it.version));
        }
    }

    fn tell_other(&self, other: &Other) {
        let (build, words) = (other.build.words(), other.state.words());
        terminal::say(&format!("  {build}: {words}"));
        if !other.reason.is_empty() {
            terminal::say(&paint(DIM, other.reason.as_str()));
        }
        for error in &other.errors {
            self.tell_error("broken:", error);
        }
    }

    fn tell_error(&self, word: &str, error: &Error) {
        let place = error.places.first();
        let place = place.map_or_else(String::new, |it| self.place(&it.file, it.line));
        terminal::say(&format!("{} {place}: {}", paint(RED, word), error.message));
        terminal::say(&paint(DIM, format!("      help: {}", self.help(error))));
    }

    /// What a person can do.
    fn help(&self, error: &Error) -> &'static str {
        let is_foreign = !self.scratch.has(&error.manifest);
        match (is_foreign, is_unwind(error)) {
            (true, _) => "--patch-dependencies migrates a copy of this dependency",
            (false, true) => {
                "give it a type that is unwind safe, such as `PoisonCell` for a `RefCell`, \
                 or wrap what is captured in `AssertUnwindSafe` and write why"
            }
            (false, false) => "this is not about unwinding; `cargo check` explains it",
        }
    }

    fn tell_outcome(&self) {
        let files = counted(self.files.len(), "file");
        let reviews = match self.assertions().count() {
            0 => String::new(),
            some => format!(", {} to review", counted(some, "assertion")),
        };
        if self.others.iter().any(|it| it.state == State::Broken) {
            terminal::say(&format!(
                "{} a build that compiled before does not with {files} changed; nothing is written",
                paint(RED, "broken:")
            ));
            return;
        }
        terminal::say(&match (self.files.is_empty(), self.is_written) {
            (true, _) => format!(
                "{} there is nothing to do in {}",
                paint(GREEN, "done:"),
                self.package
            ),
            (false, true) => format!(
                "{} {files} changed{reviews}; `cargo bulkhead migrate --undo` takes them back",
                paint(GREEN, "done:")
            ),
            (false, false) => format!(
                "{} {files} to change{reviews}; add --write to do it",
                paint(CYAN, "plan:")
            ),
        });
    }

    fn place(&self, file: &Path, line: usize) -> String {
        let real = self.scratch.real(file);
        let shown = real.strip_prefix(self.root).unwrap_or(&real).display();
        format!("{shown}:{line}")
    }

    fn to_json(&self) -> Value {
        let rounds = self.migration.rounds.iter();
        let rounds = rounds.map(|it| json!({ "own": it.own, "dependencies": it.dependencies }));
        let edits = self.migration.fixes.iter().map(|fix| {
            json!({
                "file": self.scratch.real(&fix.file),
                "line": fix.line,
                "kind": fix.kind,
                "asserts": fix.kind.is_assertion(),
            })
        });
        let raised = self.raised.iter();
        let raised = raised.map(|it| json!({ "name": it.name, "from": it.from, "to": it.to }));
        let left = self.migration.left.iter().map(|it| self.error_to_json(it));
        let others = self.others.iter().map(|it| {
            let errors = it.errors.iter().map(|it| self.error_to_json(it));
            json!({
                "build": it.build,
                "state": it.state,
                "reason": it.reason,
                "errors": errors.collect::<Vec<_>>(),
            })
        });
        let patched = self.dependencies.patched.iter();
        let patched = patched.map(|it| json!({ "name": it.name, "version": it.version }));
        json!({
            "schema": 1,
            "command": "migrate",
            "package": self.package,
            "written": self.is_written,
            "raised": raised.collect::<Vec<_>>(),
            "rounds": rounds.collect::<Vec<_>>(),
            "edits": edits.collect::<Vec<_>>(),
            "updated": self.dependencies.updated,
            "patched": patched.collect::<Vec<_>>(),
            "files": self.files.iter().map(|it| &it.path).collect::<Vec<_>>(),
            "left": left.collect::<Vec<_>>(),
            "others": others.collect::<Vec<_>>(),
        })
    }

    fn error_to_json(&self, error: &Error) -> Value {
        let place = error.places.first();
        json!({
            "file": place.map(|it| self.scratch.real(&it.file)),
            "line": place.map(|it| it.line),
            "code": error.code,
            "message": error.message,
            "help": self.help(error),
            "rendered": error.rendered,
        })
    }
}
