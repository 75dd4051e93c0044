//! `wasm-opt`, asked by giving it modules in both encodings.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::probe;
use super::report::{Check, Group, Report};
use crate::child;
use crate::remedy::Remedy;

pub(super) fn check(report: &mut Report) {
    report.add(match child::find("wasm-opt") {
        None => absent(),
        Some(program) => match ask(&program) {
            Ok(check) => check,
            Err(error) => Check::problem(
                Group::Tools,
                "wasm-opt",
                format!("wasm-opt does not work: {error:#}"),
            ),
        },
    });
}

fn absent() -> Check {
    let summary = "there is no wasm-opt on the search path; builds are larger than they need be";
    let check = Check::advice(Group::Tools, "wasm-opt", summary);
    check.remedy(Remedy {
        command: Some("npm install --global binaryen".into()),
        text: Some("distributions call the package binaryen, too; theirs may be too old".into()),
    })
}

fn ask(program: &Path) -> Result<Check> {
    let version = child::answer(Command::new(program).arg("--version")).unwrap_or_default();
    let [legacy, exnref] = [probe::legacy(), probe::exnref()].map(|module| reads(program, &module));
    let (legacy, exnref) = (legacy?, exnref?);
    let facts = json!({ "version": version, "legacy": legacy, "exnref": exnref });
    let check = match (legacy, exnref) {
        (true, true) => Check::ok(
            Group::Tools,
            "wasm-opt",
            format!("{version} reads exceptions in both encodings"),
        ),
        (true, false) => Check::advice(
            Group::Tools,
            "wasm-opt",
            format!("{version} reads exceptions in the legacy encoding, not in exnref"),
        ),
        (false, _) => Check::advice(
            Group::Tools,
            "wasm-opt",
            format!("{version} reads no exceptions: it is for abort builds alone"),
        ),
    };
    let update = Remedy::run("npm install --global binaryen");
    Ok(match exnref {
        true => check.facts(facts),
        false => check.facts(facts).remedy(update),
    })
}

/// Whether it can optimise the module.
fn reads(program: &Path, module: &[u8]) -> Result<bool> {
    let dir = tempfile::tempdir()?;
    let [from, to] = ["in.wasm", "out.wasm"].map(|name| dir.path().join(name));
    fs::write(&from, module)?;
    let mut command = Command::new(program);
    command
        .args(["--all-features", "-O1", "-o"])
        .arg(&to)
        .arg(&from);
    let output = child::output(&mut command, Duration::from_secs(60))?;
    Ok(output.status.success() && to.is_file())
}
