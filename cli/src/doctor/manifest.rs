//! The crate's own manifest: what it makes, what it depends on, and its profiles.

use std::fs;

use cargo_metadata::{Metadata, Package, TargetKind};
use serde_json::json;
use toml::Table;

use super::report::{Check, Group, Report};
use super::Place;
use crate::remedy::Remedy;

pub(super) fn check(place: &Place, report: &mut Report) {
    let Some(metadata) = &place.metadata else {
        return;
    };
    let packages = packages(place, metadata);
    if packages.is_empty() {
        let summary = "no crate here depends on wasm-bindgen";
        report.add(Check::advice(Group::Crate, "dependencies", summary));
    }
    for package in &packages {
        check_package(package, report);
    }
    check_profiles(place, metadata, report);
}

/// The packages that this is about: the one in this directory, or all of a workspace that have
/// to do with wasm-bindgen.
fn packages<'a>(place: &Place, metadata: &'a Metadata) -> Vec<&'a Package> {
    let members = metadata.workspace_packages();
    let here = members.iter().find(|it| {
        let dir = it.manifest_path.parent();
        dir.is_some_and(|dir| dir.as_std_path() == place.dir)
    });
    match here {
        Some(package) if depends_on(package, BINDGEN) => vec![package],
        _ => {
            let all = members.into_iter();
            all.filter(|package| depends_on(package, BINDGEN)).collect()
        }
    }
}

/// The packages through which a crate has wasm-bindgen.
const BINDGEN: &[&str] = &[
    "wasm-bindgen",
    "wasm-bulkhead",
    "worker",
    "wasm-bulkhead-worker",
];
const BULKHEAD: &[&str] = &[
    "wasm-bulkhead",
    "wasm-bulkhead-bindgen",
    "wasm-bulkhead-worker",
];

fn depends_on(package: &Package, names: &[&str]) -> bool {
    let mut names_of = package.dependencies.iter().map(|it| it.name.as_str());
    names_of.any(|name| names.contains(&name))
}

fn check_package(package: &Package, report: &mut Report) {
    let name = &package.name;
    let makes = match makes_module(package) {
        true => "makes a module",
        false => "is a library, and no module of its own",
    };
    let id = format!("package:{name}");
    let check = match depends_on(package, BULKHEAD) {
        true => {
            let summary = format!("{name} {makes}, with wasm-bulkhead");
            Check::ok(Group::Crate, id, summary)
        }
        false => {
            let summary = format!("{name} {makes}, without wasm-bulkhead");
            Check::advice(Group::Crate, id, summary)
        }
    };
    let kinds = package.targets.iter().flat_map(|target| &target.kind);
    let kinds: Vec<_> = kinds.map(ToString::to_string).collect();
    report.add(check.facts(json!({ "targets": kinds })));
}

fn makes_module(package: &Package) -> bool {
    let mut kinds = package.targets.iter().flat_map(|target| &target.kind);
    kinds.any(|kind| matches!(kind, TargetKind::CDyLib | TargetKind::Bin))
}

/// Reads the profiles as they are written, because `cargo metadata` does not tell them.
fn check_profiles(place: &Place, metadata: &Metadata, report: &mut Report) {
    let root = metadata.workspace_root.join("Cargo.toml");
    let text = fs::read_to_string(&root).unwrap_or_default();
    let profiles = profiles(&text);
    for (name, profile) in &profiles {
        let panic = profile.get("panic").and_then(|panic| panic.as_str());
        if panic == Some("abort") && place.wants_unwind {
            let summary = format!(
                "profile {name} in {root} says panic = \"abort\", and unwind builds are wanted"
            );
            let check = Check::problem(Group::Crate, format!("profile:{name}:panic"), summary);
            report.add(check.remedy(Remedy::say(
                "take that line out; `cargo bulkhead build --panic unwind` overrides it for its own builds",
            )));
        }
    }
    for package in metadata.workspace_packages() {
        if package.manifest_path == root {
            continue;
        }
        let text = fs::read_to_string(&package.manifest_path).unwrap_or_default();
        if !self::profiles(&text).is_empty() {
            let path = &package.manifest_path;
            let summary = format!(
                "Cargo ignores the profiles in {path}: it is not the root of its workspace"
            );
            let check = Check::advice(
                Group::Crate,
                format!("profile:ignored:{}", package.name),
                summary,
            );
            report.add(check.remedy(Remedy::say(format!("move them to {root}"))));
        }
    }
}

fn profiles(manifest: &str) -> Vec<(String, Table)> {
    let table: Table = manifest.parse().unwrap_or_default();
    let profiles = table.get("profile").and_then(|it| it.as_table());
    let profiles = profiles.into_iter().flatten();
    profiles
        .filter_map(|(name, profile)| Some((name.clone(), profile.as_table()?.clone())))
        .collect()
}
