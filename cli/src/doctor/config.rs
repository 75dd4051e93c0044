//! Cargo's configuration: whether the flags for unwind builds are there, all of them.

use serde_json::json;
use toml::Value;

use super::report::{Check, Group, Report};
use super::Place;
use crate::cargo_config::{CargoConfig, Found, Rustflags, Source};
use crate::remedy::Remedy;
use crate::toolchain::{Encoding, SPLIT_CRITICAL_EDGES, TARGET};

/// Whether plain `cargo build` makes unwind builds here.
pub(super) fn asks_for_unwinding(place: &Place) -> bool {
    let config = place.config.as_ref();
    config.is_some_and(|config| Rustflags::of(config).codegen("panic") == Some("unwind"))
}

/// The encoding that Cargo's configuration asks for.
pub(super) fn encoding(place: &Place) -> Encoding {
    let flags = place.config.as_ref().map(Rustflags::of);
    let exnref = |flags: Rustflags| flags.llvm_option("wasm-use-legacy-eh") == Some("false");
    match flags.is_some_and(exnref) {
        true => Encoding::Exnref,
        false => Encoding::Legacy,
    }
}

pub(super) fn check(place: &Place, report: &mut Report) {
    let Some(config) = &place.config else { return };
    let flags = Rustflags::of(config);
    report.add(describe(&flags));
    if let Some(check) = ignored(config, &flags) {
        report.add(check);
    }
    if flags.codegen("panic") == Some("unwind") {
        check_unwinding(place, config, &flags, report);
    }
    let features = flags.codegen("target-feature").unwrap_or_default();
    if features.split(',').any(|feature| feature == "+atomics") {
        let summary = "memory is shared by threads (+atomics): restart and `reset()` are refused, \
                       and an instance that ended stays closed";
        report.add(Check::advice(Group::Crate, "threads", summary));
    }
}

fn describe(flags: &Rustflags) -> Check {
    let summary = match flags.source {
        Source::Nowhere => format!("no flags of your own for {TARGET}"),
        _ => format!(
            "flags for {TARGET}, from {}: {}",
            flags.origin(),
            flags.flags.join(" ")
        ),
    };
    let facts = json!({ "rustflags": flags.flags, "origin": flags.origin() });
    Check::ok(Group::Crate, "rustflags", summary).facts(facts)
}

/// Flags in files that Cargo does not read because a variable, or another table, goes first.
fn ignored(config: &CargoConfig, flags: &Rustflags) -> Option<Check> {
    let build = config.get(&["build", "rustflags"]);
    let target = config.get(&["target", TARGET, "rustflags"]);
    let (lost, winner) = match &flags.source {
        Source::Environment(name) => (target.or(build)?, format!("the variable {name}")),
        Source::Target(_) => (build?, "`target.….rustflags`".into()),
        _ => return None,
    };
    let summary = format!(
        "Cargo ignores the rustflags in {}, because {winner} goes before them",
        lost.file.display()
    );
    Some(Check::advice(Group::Crate, "rustflags:ignored", summary))
}

fn check_unwinding(place: &Place, config: &CargoConfig, flags: &Rustflags, report: &mut Report) {
    let file = match &flags.source {
        Source::Environment(name) => format!("the variable {name}"),
        _ => config.nearest_or_new(&place.dir).display().to_string(),
    };
    if flags.llvm_option(split_critical_edges()) != Some("true") {
        let summary =
            "unwind builds without the flag that LLVM needs: from opt-level 2 up, also s \
                       and z, safe code may drop a value twice when it unwinds";
        let check = Check::problem(Group::Crate, "rustflags:split-critical-edges", summary);
        report.add(check.remedy(Remedy::say(format!(
            "add \"{SPLIT_CRITICAL_EDGES}\" to the rustflags in {file}"
        ))));
    }
    if flags.llvm_option("wasm-use-legacy-eh").is_none() {
        let summary = "the encoding of exceptions is not said, and its default differs between \
                       compilers";
        let check = Check::advice(Group::Crate, "rustflags:encoding", summary);
        report.add(check.remedy(Remedy::say(format!(
            "add \"-Cllvm-args=-wasm-use-legacy-eh=true\" to the rustflags in {file}; every \
             engine runs that encoding"
        ))));
    }
    check_build_std(place, config, report);
}

/// What LLVM calls the option.
fn split_critical_edges() -> &'static str {
    SPLIT_CRITICAL_EDGES.trim_start_matches("-Cllvm-args=-")
}

fn check_build_std(place: &Place, config: &CargoConfig, report: &mut Report) {
    let line = "build-std = [\"std\", \"panic_unwind\"]";
    let file = config.nearest_or_new(&place.dir);
    let found = config.get(&["unstable", "build-std"]);
    let id = "build-std";
    let check = match found {
        None if std::env::var_os("CARGO_UNSTABLE_BUILD_STD").is_some() => return,
        None => Check::advice(
            Group::Crate,
            id,
            "rustflags ask for unwinding, and Cargo is not told to rebuild std with it; a build \
             has to say -Zbuild-std=std,panic_unwind",
        ),
        Some(found) if has_panic_unwind(&found) => return,
        Some(found) => Check::problem(
            Group::Crate,
            id,
            format!("{} rebuilds std without panic_unwind", found.file.display()),
        ),
    };
    report.add(check.remedy(Remedy::say(format!(
        "write `{line}` under [unstable] in {}",
        file.display()
    ))));
}

fn has_panic_unwind(found: &Found<'_>) -> bool {
    match found.value {
        Value::Array(crates) => crates.iter().any(|it| it.as_str() == Some("panic_unwind")),
        Value::String(crates) => crates.split(',').any(|it| it == "panic_unwind"),
        _ => false,
    }
}
