//! The engines on the search path, and the encodings of exceptions that each runs.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde_json::json;

use super::probe::{self, Answers};
use super::report::{Check, Group, Report};
use super::{config, Place};
use crate::child;
use crate::remedy::Remedy;
use crate::toolchain::Encoding;

/// An engine's program, and what stands between it and a script.
struct Engine {
    name: &'static str,
    program: &'static str,
    eval: &'static str,
}

const ENGINES: &[Engine] = &[
    Engine {
        name: "Node",
        program: "node",
        eval: "-e",
    },
    Engine {
        name: "Deno",
        program: "deno",
        eval: "eval",
    },
    Engine {
        name: "Bun",
        program: "bun",
        eval: "-e",
    },
];

pub(super) fn check(place: &Place, report: &mut Report) {
    let script = probe::script();
    let found: Vec<_> = ENGINES
        .iter()
        .filter_map(|engine| Some((engine, child::find(engine.program)?)))
        .collect();
    if found.is_empty() {
        let summary = "there is no Node, Deno or Bun on the search path; packages for browsers \
                       need none";
        report.add(Check::advice(Group::Engines, "engines", summary));
    }
    for (engine, program) in found {
        match engine.ask(&program, &script) {
            Ok((version, answers)) => engine.judge(&version, answers, place, report),
            Err(error) => {
                let summary = format!("{} at {} {error:#}", engine.name, program.display());
                report.add(Check::problem(Group::Engines, engine.id(""), summary));
            }
        }
    }
}

impl Engine {
    fn id(&self, about: &str) -> String {
        format!("engine:{}{about}", self.program)
    }

    /// Its version, and what it says of the modules.
    fn ask(&self, program: &PathBuf, script: &str) -> Result<(String, Answers)> {
        let version = child::answer(Command::new(program).arg("--version"));
        let version = version.context("does not tell its version")?;
        let mut command = Command::new(program);
        command.args([self.eval, script]).env_remove("NODE_OPTIONS");
        let output = child::output(&mut command, Duration::from_secs(60))?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            bail!(
                "fails ({}): {}",
                output.status,
                text.lines().next().unwrap_or_default()
            );
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let last = text.lines().last().unwrap_or_default();
        let answers = serde_json::from_str(last).context("prints something else than was asked")?;
        Ok((first_line(&version), answers))
    }

    fn judge(&self, version: &str, answers: Answers, place: &Place, report: &mut Report) {
        let Engine { name, .. } = self;
        let encodings = match (answers.legacy, answers.exnref) {
            (true, true) => "exceptions in both encodings",
            (true, false) => "exceptions in the legacy encoding, not in exnref",
            (false, true) => "exceptions in exnref, not in the legacy encoding",
            (false, false) => "no exceptions",
        };
        let summary = format!("{name} {version} runs {encodings}");
        report.add(
            Check::ok(Group::Engines, self.id(""), summary).facts(json!({
                "version": version,
                "base": answers.base,
                "legacy": answers.legacy,
                "exnref": answers.exnref,
                "jsTag": answers.js_tag,
                "requiresModules": answers.requires_modules,
            })),
        );
        if !answers.base {
            let summary =
                format!("{name} {version} cannot run what rustc and wasm-bindgen emit today");
            let check = Check::problem(Group::Engines, self.id(":base"), summary);
            report.add(check.remedy(Remedy::say(format!("update {name}"))));
        }
        let wanted = config::encoding(place);
        let runs = match wanted {
            Encoding::Legacy => answers.legacy,
            Encoding::Exnref => answers.exnref,
        };
        if place.wants_unwind && !runs {
            report.add(self.cannot_run(version, wanted));
        }
        if answers.requires_modules == Some(false) {
            report.add(cannot_require(version));
        }
    }

    fn cannot_run(&self, version: &str, encoding: Encoding) -> Check {
        let name = self.name;
        let (word, remedy) = match encoding {
            Encoding::Legacy => ("legacy", format!("update {name}")),
            Encoding::Exnref => (
                "exnref",
                format!("update {name}, or build with `cargo bulkhead build --eh legacy`"),
            ),
        };
        let summary = format!("{name} {version} cannot run unwind builds in the encoding {word}");
        let check = Check::problem(Group::Engines, self.id(":encoding"), summary);
        check.remedy(Remedy::say(remedy))
    }
}

/// The glue for Node is CommonJS and requires our modules, which are ES modules.
fn cannot_require(version: &str) -> Check {
    let summary = format!(
        "Node {version} cannot `require` ES modules: packages for the target nodejs that have \
         snippets, as wasm-bulkhead's, do not load"
    );
    let check = Check::advice(Group::Engines, "engine:node:require", summary);
    check.remedy(Remedy::say("use Node 20.19, 22.12 or later"))
}

/// Deno tells more than its version.
fn first_line(version: &str) -> String {
    let line = version.lines().next().unwrap_or_default();
    let line = line.strip_prefix("deno ").unwrap_or(line);
    let number = line.split_whitespace().next().unwrap_or_default();
    number.trim_start_matches('v').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers() {
        assert_eq!(first_line("v20.20.2"), "20.20.2");
        assert_eq!(
            first_line("deno 2.9.6 (stable, release, x86_64)\nv8 14"),
            "2.9.6"
        );
        assert_eq!(first_line("1.4.5"), "1.4.5");
    }
}
