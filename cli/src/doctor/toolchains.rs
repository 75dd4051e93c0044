//! Which compiler makes which kind of build.

use serde_json::json;

use super::report::{Check, Group, Report};
use super::Place;
use crate::remedy::Remedy;
use crate::toolchain::{self, choose, remedy, Encoding, Panic, Std, Toolchain, TARGET};

pub(super) fn check(place: &Place, report: &mut Report) {
    let all = toolchain::all(&place.dir);
    if all.is_empty() {
        let check = Check::problem(Group::Compilers, "rustc", "there is no Rust compiler here");
        report.add(check.remedy(remedy(Panic::Abort, &all)));
        return;
    }
    for it in &all {
        report.add(describe(it));
    }
    for (panic, matters) in [
        (Panic::Abort, place.wants_abort),
        (Panic::Unwind(Encoding::Legacy), place.wants_unwind),
    ] {
        report.add(can_build(panic, matters, &all, place));
    }
    for it in all.iter().filter(|it| it.linker().is_none()) {
        report.add(without_linker(it, place));
    }
}

fn describe(it: &Toolchain) -> Check {
    let mut parts = vec![match it.has_target() {
        true => "std for wasm32",
        false => "no std for wasm32",
    }];
    parts.push(match it.has_sources() {
        true => "sources of std",
        false => "no sources of std",
    });
    if it.is_active {
        parts.push("active here");
    }
    let (name, version) = (&it.name, &it.version);
    let summary = format!("{name}: {version}, {}", parts.join(", "));
    let id = format!("compiler:{}", it.short_name());
    Check::ok(Group::Compilers, id, summary).facts(json!({
        "rustc": it.rustc,
        "version": version.to_string(),
        "llvm": it.llvm,
        "host": it.host,
        "target": it.has_target(),
        "sources": it.has_sources(),
        "active": it.is_active,
        "linker": it.linker(),
    }))
}

fn can_build(panic: Panic, matters: bool, all: &[Toolchain], place: &Place) -> Check {
    let strategy = panic.strategy();
    let id = format!("build:{strategy}");
    match choose(panic, None, &place.dir) {
        Ok(choice) => {
            let how = match choice.std {
                Std::Shipped => "with the std that it brings",
                Std::Rebuilt => "with std rebuilt",
            };
            let name = &choice.toolchain.name;
            let summary = format!("{strategy} builds: {name}, {how}");
            Check::ok(Group::Compilers, id, summary)
                .facts(json!({ "toolchain": choice.toolchain.short_name() }))
        }
        Err(_) => {
            let summary = format!("no compiler here makes {strategy} builds for {TARGET}");
            let check = Check::problem_if(matters, Group::Compilers, id, summary);
            check.remedy(remedy(panic, all))
        }
    }
}

/// A compiler without its linker, unless Cargo is told of another one.
fn without_linker(it: &Toolchain, place: &Place) -> Check {
    let config = place.config.as_ref();
    let id = format!("linker:{}", it.short_name());
    let linker = config.and_then(|config| config.get(&["target", TARGET, "linker"]));
    if let Some(found) = linker {
        let summary = format!(
            "{} has no rust-lld; {} names {}",
            it.name,
            found.file.display(),
            found.value
        );
        return Check::ok(Group::Compilers, id, summary);
    }
    let matters = it.has_target() || it.has_sources();
    let summary = format!("{} has no linker for wasm32 (rust-lld)", it.name);
    let check = Check::problem_if(matters, Group::Compilers, id, summary);
    check.remedy(match &it.rustup {
        Some(name) => Remedy::run(format!("rustup toolchain install {name} --force")),
        None => Remedy::say("install LLVM's lld in the version of this compiler's LLVM; on Debian it is the package lld-22"),
    })
}
