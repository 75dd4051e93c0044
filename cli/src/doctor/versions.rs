//! Versions that have to fit each other: those in Cargo.lock, and those of programs.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use semver::Version;
use serde_json::json;
use toml::{Table, Value};

use super::report::{Check, Group, Report};
use super::Place;
use crate::child;
use crate::remedy::Remedy;

/// What is worth telling of a Cargo.lock.
const TOLD: &[&str] = &[
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "js-sys",
    "web-sys",
    "wasm-bulkhead",
    "worker",
];

pub(super) fn check(place: &Place, report: &mut Report) {
    let locked = place.metadata.as_ref().and_then(|metadata| {
        let file = metadata.workspace_root.join("Cargo.lock");
        match Lock::read(file.as_std_path()) {
            Ok(lock) => lock,
            Err(error) => {
                report.add(Check::problem(Group::Crate, "lock", format!("{error:#}")));
                None
            }
        }
    });
    if let Some(lock) = &locked {
        check_lock(lock, report);
    }
    let bindgen = locked
        .as_ref()
        .and_then(|lock| lock.versions("wasm-bindgen").pop());
    if let Some(check) = bindgen_program(bindgen.as_ref()) {
        report.add(check);
    }
    if let Some(check) = wasm_pack() {
        report.add(check);
    }
}

/// The packages of a Cargo.lock, by name and version.
struct Lock(Vec<(String, Version)>);

impl Lock {
    /// Reads the file, or nothing where there is none.
    fn read(file: &std::path::Path) -> Result<Option<Lock>> {
        let Ok(text) = fs::read_to_string(file) else {
            return Ok(None);
        };
        let table: Table = text
            .parse()
            .with_context(|| format!("{} is no TOML", file.display()))?;
        let packages = table.get("package").and_then(Value::as_array);
        let packages = packages.into_iter().flatten().filter_map(|package| {
            let text = |key| package.get(key).and_then(Value::as_str);
            Some((text("name")?.to_owned(), text("version")?.parse().ok()?))
        });
        Ok(Some(Lock(packages.collect())))
    }

    /// The versions of a package, the latest last.
    fn versions(&self, name: &str) -> Vec<Version> {
        let of = self.0.iter().filter(|(it, _)| it == name);
        let mut versions: Vec<_> = of.map(|(_, version)| version.clone()).collect();
        versions.sort();
        versions
    }
}

fn check_lock(lock: &Lock, report: &mut Report) {
    let mut told = Vec::new();
    let mut facts = serde_json::Map::new();
    for name in TOLD {
        let versions: Vec<_> = lock.versions(name).iter().map(Version::to_string).collect();
        if !versions.is_empty() {
            told.push(format!("{name} {}", versions.join(" and ")));
            facts.insert((*name).to_owned(), json!(versions));
        }
    }
    if told.is_empty() {
        return;
    }
    let summary = format!("Cargo.lock has {}", told.join(", "));
    report.add(Check::ok(Group::Crate, "lock", summary).facts(facts.into()));
    let bindgen = lock.versions("wasm-bindgen");
    match bindgen.as_slice() {
        [] => {}
        [one] => report.add(glue(one)),
        [.., latest] => {
            let summary =
                "Cargo.lock has more than one wasm-bindgen: no glue can be written for both";
            let check = Check::problem(Group::Crate, "lock:wasm-bindgen", summary);
            report.add(check.remedy(Remedy::run(format!(
                "cargo update -p wasm-bindgen@{} --precise {latest}",
                bindgen[0]
            ))));
        }
    }
}

/// Whether `cargo bulkhead build` can write the glue.
fn glue(locked: &Version) -> Check {
    let own = wasm_bindgen_shared::SCHEMA_VERSION;
    let fits = own.parse().is_ok_and(|own: Version| *locked >= own);
    let id = "glue";
    match fits {
        true => Check::ok(
            Group::Crate,
            id,
            format!("`cargo bulkhead build` writes glue for wasm-bindgen {locked}"),
        ),
        false => {
            let summary = format!(
                "`cargo bulkhead build` writes glue for wasm-bindgen {own}, and Cargo.lock has {locked}"
            );
            let command = format!("cargo update -p wasm-bindgen --precise {own}");
            Check::problem(Group::Crate, id, summary).remedy(Remedy::run(command))
        }
    }
}

/// wasm-bindgen's own program fits one version, and refuses the others.
fn bindgen_program(locked: Option<&Version>) -> Option<Check> {
    let program = child::find("wasm-bindgen")?;
    let text = child::answer(Command::new(program).arg("--version"))?;
    let version: Version = text.split_whitespace().nth(1)?.parse().ok()?;
    let id = "wasm-bindgen";
    Some(match locked {
        Some(locked) if *locked != version => {
            let summary = format!(
                "wasm-bindgen {version} is on the search path, and Cargo.lock has {locked}"
            );
            let command = format!("cargo install wasm-bindgen-cli --version {locked} --locked");
            Check::advice(Group::Tools, id, summary).remedy(Remedy {
                command: Some(command),
                text: Some("`cargo bulkhead build` does without that program".into()),
            })
        }
        _ => Check::ok(Group::Tools, id, format!("wasm-bindgen {version}")),
    })
}

/// Up to 0.13 its packages leave out the modules that the glue imports.
fn wasm_pack() -> Option<Check> {
    let program = child::find("wasm-pack")?;
    let text = child::answer(Command::new(program).arg("--version"))?;
    let version: Version = text.split_whitespace().nth(1)?.parse().ok()?;
    let id = "wasm-pack";
    Some(match (version.major, version.minor) {
        (0, ..=13) => {
            let summary = format!(
                "wasm-pack {version} leaves `snippets/` out of the packages that it makes, and \
                 without our modules in there they do not load"
            );
            let command = "cargo install wasm-pack --locked";
            Check::problem(Group::Tools, id, summary).remedy(Remedy::run(command))
        }
        _ => Check::ok(Group::Tools, id, format!("wasm-pack {version}")),
    })
}
