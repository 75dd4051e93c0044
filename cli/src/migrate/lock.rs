//! Cargo.lock, where there is one: what it names of wasm-bindgen is brought to the newest versions,
//! for older ones ask for less and a crate may compile with them alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{bail, Context, Result};
use toml::{Table, Value};

use super::check::Checker;
use super::configure::BINDGEN;
use super::scratch::Scratch;

/// What is released together. Each requires exact versions of others, so one that is left out
/// keeps all of them.
const CRATES: [&str; 5] = [
    "js-sys",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "wasm-bindgen-test",
    "web-sys",
];

/// A crate that Cargo.lock names by another version than before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub(super) name: &'static str,
    pub(super) from: String,
    pub(super) to: String,
}

/// Has the lock of the copy name the newest versions that the manifests allow.
///
/// # Errors
///
/// The lock is no TOML, Cargo cannot update it, or it keeps a wasm-bindgen that is too old.
pub(super) fn raise(checker: &Checker, scratch: &mut Scratch) -> Result<Vec<Raised>> {
    let lock = scratch.workspace_root().join("Cargo.lock");
    if !lock.is_file() {
        return Ok(Vec::new());
    }
    let before = versions(&lock)?;
    if before.is_empty() {
        return Ok(Vec::new());
    }
    scratch.track_lock();
    let specs = before
        .iter()
        .map(|(name, version)| format!("{name}@{version}"));
    update(specs, checker, scratch)?;
    let mut after = versions(&lock)?;
    if after.get("wasm-bindgen").is_some_and(|it| is_too_old(it)) {
        // Cargo keeps what these require where it can, and that may be too old for new ones.
        update([], checker, scratch)?;
        after = versions(&lock)?;
    }
    if let Some(kept) = after.get("wasm-bindgen").filter(|it| is_too_old(it)) {
        bail!(
            "Cargo.lock keeps wasm-bindgen {kept}, and the edits take {BINDGEN}\n\
             help: `cargo tree --invert wasm-bindgen` tells what requires it"
        );
    }
    Ok(raised(before, &after))
}

/// Has Cargo update these packages of the lock, or all where there are none.
///
/// # Errors
///
/// Cargo cannot be started, or fails.
pub(super) fn update(
    specs: impl IntoIterator<Item = String>,
    checker: &Checker,
    scratch: &Scratch,
) -> Result<()> {
    let toolchain = &checker.choice.toolchain;
    let output = Command::new(&toolchain.cargo)
        // Its version is what newer packages have to be content with.
        .env("RUSTC", &toolchain.rustc)
        .arg("update")
        .arg("--manifest-path")
        .arg(scratch.manifest())
        .args(specs)
        .current_dir(checker.dir())
        .output()
        .context("Cargo cannot be started")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        bail!("`cargo update` fails:\n{}", said.trim_end());
    }
    Ok(())
}

fn is_too_old(version: &str) -> bool {
    let parse = |text| semver::Version::parse(text).ok();
    parse(version)
        .zip(parse(BINDGEN))
        .is_some_and(|(it, least)| it < least)
}

fn versions(lock: &Path) -> Result<BTreeMap<&'static str, String>> {
    let shown = lock.display();
    let text = fs::read_to_string(lock).with_context(|| format!("{shown} cannot be read"))?;
    of(&text).with_context(|| format!("{shown} is no TOML"))
}

fn of(text: &str) -> Result<BTreeMap<&'static str, String>> {
    let table: Table = text.parse()?;
    let packages = table.get("package").and_then(Value::as_array);
    let found = packages.into_iter().flatten().filter_map(|package| {
        let name = package.get("name")?.as_str()?;
        let version = package.get("version")?.as_str()?;
        let known = CRATES.into_iter().find(|it| *it == name)?;
        Some((known, version.to_owned()))
    });
    Ok(found.collect())
}

fn raised(
    before: BTreeMap<&'static str, String>,
    after: &BTreeMap<&'static str, String>,
) -> Vec<Raised> {
    let pairs = before.into_iter().filter_map(|(name, from)| {
        let to = after.get(name).filter(|to| **to != from)?.clone();
        Some(Raised { name, from, to })
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_released_together_is_compared() {
        let lock = |bindgen: &str, other: &str| {
            let package = |name: &str, version: &str| {
                format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n")
            };
            let text = package("js-sys", "0.3.1") + &package("a", other);
            of(&(text + &package("wasm-bindgen", bindgen))).unwrap()
        };
        let after = lock("0.2.9", "2.0.0");
        let expected = Raised {
            name: "wasm-bindgen",
            from: "0.2.8".into(),
            to: "0.2.9".into(),
        };
        assert_eq!(raised(lock("0.2.8", "1.0.0"), &after), [expected]);
        assert_eq!(raised(lock("0.2.9", "1.0.0"), &after), []);
        assert!(of("").unwrap().is_empty());
    }

    #[test]
    fn what_has_no_twins_is_too_old() {
        assert!(is_too_old("0.2.100"));
        assert!(!is_too_old(BINDGEN));
        assert!(!is_too_old("0.2.130"));
    }
}
