//! What the crate's own configuration has to say, so that it is built to unwind: the flags, std,
//! the compiler, the profile, and a wasm-bindgen that has what the edits call.

use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use toml::de::{DeTable, DeValue};
use toml::Spanned;

use super::scratch::Scratch;
use crate::cargo_config::{CargoConfig, Rustflags, Source};
use crate::edits::{self, Edit};
use crate::toolchain::{Choice, Encoding, Panic, TARGET};

/// The first wasm-bindgen whose constructors all have twins that assert.
pub(super) const BINDGEN: &str = "0.2.112";

/// Writes into the copy what is lacking.
///
/// # Errors
///
/// A file cannot be read or written, or is no TOML.
pub(super) fn configure(scratch: &mut Scratch, choice: &Choice, dir: &Path) -> Result<()> {
    let config = scratch.fetch(".cargo/config.toml")?;
    edit(scratch, &config, |text| with_flags(text, dir))?;
    let root = scratch.workspace_root().join("Cargo.toml");
    edit(scratch, &root, |text| Ok(with_unwinding_profiles(text)))?;
    let is_nightly = choice.toolchain.is_nightly() && choice.toolchain.rustup.is_some();
    if is_nightly {
        let file = scratch.fetch("rust-toolchain.toml")?;
        let old = scratch.fetch("rust-toolchain")?;
        if !file.is_file() && !old.is_file() {
            scratch.write(&file, &toolchain())?;
        }
    }
    Ok(())
}

/// Has a manifest ask for a wasm-bindgen that has what assertions call.
pub(super) fn raise_bindgen(scratch: &mut Scratch) -> Result<()> {
    let manifests = [
        scratch.manifest().to_owned(),
        scratch.workspace_root().join("Cargo.toml"),
    ];
    for manifest in manifests {
        edit(scratch, &manifest, |text| Ok(with_bindgen(text)))?;
    }
    Ok(())
}

/// Edits a file that may not be there yet.
fn edit(scratch: &mut Scratch, file: &Path, by: impl FnOnce(&str) -> Result<String>) -> Result<()> {
    let before = std::fs::read_to_string(file).unwrap_or_default();
    let after = by(&before).with_context(|| format!("{} cannot be edited", file.display()))?;
    if before != after {
        scratch.write(file, &after)?;
    }
    Ok(())
}

fn toolchain() -> String {
    format!(
        "# Rebuilding std, which unwinding takes, is for nightlies.\n[toolchain]\n\
         channel = \"nightly\"\ncomponents = [\"rust-src\"]\ntargets = [\"{TARGET}\"]\n"
    )
}

/// Cargo's configuration with the flags of an unwind build.
fn with_flags(text: &str, dir: &Path) -> Result<String> {
    let theirs = Rustflags::of(&CargoConfig::read(dir)?);
    let unwind = Panic::Unwind(Encoding::Legacy);
    // Which encoding is for whoever deploys.
    let wanted: Vec<_> = unwind
        .rustflags()
        .into_iter()
        .filter(|flag| !flag.contains("legacy-eh"))
        .collect();
    let mut lacking = theirs.lacking(&wanted)?;
    if theirs.codegen("panic") == Some("unwind") {
        lacking.retain(|flag| flag != "-Cpanic=unwind");
    }
    // Flags for a target hide those of `build`.
    if matches!(theirs.source, Source::Build(_)) {
        lacking.splice(0..0, theirs.flags.iter().cloned());
    }
    let root = DeTable::parse(text)?;
    let mut edits = Vec::new();
    if get(root.get_ref(), &["unstable", "build-std"]).is_none() {
        let line = "build-std = [\"std\", \"panic_unwind\"]\n";
        edits.push(below(text, "[unstable]", line));
    }
    if !lacking.is_empty() {
        let rustflags = get(root.get_ref(), &["target", TARGET, "rustflags"]);
        edits.push(match rustflags {
            Some(list) => into_list(text, list, &lacking),
            None => {
                let flags = lacking.iter().map(|flag| format!("    \"{flag}\",\n"));
                let line = format!("rustflags = [\n{}]\n", flags.collect::<String>());
                below(text, &format!("[target.{TARGET}]"), &line)
            }
        });
    }
    edits::apply(text, &edits).map(|text| text.trim_start().to_owned())
}

/// A line below a header, or both at the end.
fn below(text: &str, header: &str, line: &str) -> Edit {
    let mut at = 0;
    for found in text.split_inclusive('\n') {
        at += found.len();
        if found.trim() == header {
            return Edit::insert(at, line);
        }
    }
    let gap = if text.is_empty() || text.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    Edit::insert(text.len(), format!("{gap}{header}\n{line}"))
}

/// More flags in a list or a string of flags.
fn into_list(text: &str, value: &Spanned<DeValue<'_>>, flags: &[String]) -> Edit {
    let end = value.span().end - 1;
    match value.get_ref().as_array() {
        None => Edit::insert(end, format!(" {}", flags.join(" "))),
        Some(items) => {
            let flags: Vec<_> = flags.iter().map(|flag| format!("\"{flag}\"")).collect();
            let last = items.iter().next_back().map(|item| item.span().end);
            let rest = last.map_or("", |last| &text[last..end]);
            let comma = if last.is_none() || rest.contains(',') {
                ""
            } else {
                ", "
            };
            let at = match rest.find(',') {
                Some(found) => last.unwrap_or(end) + found + 1,
                None => last.unwrap_or(end),
            };
            let gap = if rest.contains(',') { " " } else { "" };
            let after = if rest.contains(',') { "," } else { "" };
            Edit::insert(at, format!("{comma}{gap}{}{after}", flags.join(", ")))
        }
    }
}

/// The manifest without profiles that say `panic = "abort"`, which Cargo would tell the compiler
/// beside the flag.
fn with_unwinding_profiles(text: &str) -> String {
    let Ok(root) = DeTable::parse(text) else {
        return text.to_owned();
    };
    let profiles = root.get_ref().get("profile");
    let profiles = profiles.and_then(|it| it.get_ref().as_table());
    let values = profiles.into_iter().flatten().filter_map(|(_, profile)| {
        let value = profile.get_ref().as_table()?.get("panic")?;
        (value.get_ref().as_str() == Some("abort")).then(|| value.span())
    });
    replace(text, values.collect(), "\"unwind\"")
}

/// The manifest with a requirement that leaves out each wasm-bindgen that is too old.
fn with_bindgen(text: &str) -> String {
    let Ok(root) = DeTable::parse(text) else {
        return text.to_owned();
    };
    let root = root.get_ref();
    let mut tables = vec![
        get(root, &["dependencies", "wasm-bindgen"]),
        get(root, &["workspace", "dependencies", "wasm-bindgen"]),
    ];
    let targets = root.get("target").and_then(|it| it.get_ref().as_table());
    for (_, target) in targets.into_iter().flatten() {
        let target = target.get_ref().as_table();
        tables.push(target.and_then(|it| get(it, &["dependencies", "wasm-bindgen"])));
    }
    let versions = tables
        .into_iter()
        .flatten()
        .filter_map(|it| match it.get_ref().as_table() {
            Some(fields) => fields.get("version"),
            None => Some(it),
        });
    let old = versions.filter(|it| it.get_ref().as_str().is_some_and(is_too_old));
    replace(
        text,
        old.map(Spanned::span).collect(),
        &format!("\"{BINDGEN}\""),
    )
}

/// Whether a requirement allows a version that is too old. Only plain ones are touched.
fn is_too_old(requirement: &str) -> bool {
    let plain = requirement.trim().trim_start_matches('^');
    let newest = || semver::Version::parse(BINDGEN).ok();
    let parts: Vec<_> = plain.split('.').collect();
    match parts.as_slice() {
        ["0", "2"] => true,
        ["0", "2", patch] => patch
            .parse::<u64>()
            .is_ok_and(|patch| newest().is_some_and(|it| patch < it.patch)),
        _ => false,
    }
}

fn replace(text: &str, ranges: Vec<Range<usize>>, by: &str) -> String {
    let edits: Vec<_> = ranges
        .into_iter()
        .map(|range| Edit {
            range,
            text: by.to_owned(),
        })
        .collect();
    edits::apply(text, &edits).unwrap_or_else(|_| text.to_owned())
}

fn get<'a, 'i>(table: &'a DeTable<'i>, keys: &[&str]) -> Option<&'a Spanned<DeValue<'i>>> {
    let (first, rest) = keys.split_first()?;
    let value = table.get(*first)?;
    match rest {
        [] => Some(value),
        rest => get(value.get_ref().as_table()?, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) -> toml::Table {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join(".cargo")).unwrap();
        let file = dir.path().join(".cargo/config.toml");
        std::fs::write(&file, text).unwrap();
        let after = with_flags(text, dir.path()).unwrap();
        std::fs::write(&file, &after).unwrap();
        assert_eq!(
            with_flags(&after, dir.path()).unwrap(),
            after,
            "once is enough"
        );
        after.parse().unwrap()
    }

    #[test]
    fn flags_are_added_to_what_is_there() {
        for text in [
            "",
            "[build]\ntarget = \"wasm32-unknown-unknown\"\n",
            "[target.wasm32-unknown-unknown]\nrunner = \"x\"\n",
            "[target.wasm32-unknown-unknown]\nrustflags = [\"-Ca=1\"]\n",
            "[target.wasm32-unknown-unknown]\nrustflags = [\n    \"-Ca=1\", # why\n]\n",
            "[target.wasm32-unknown-unknown]\nrustflags = []\n",
            "[target.wasm32-unknown-unknown]\nrustflags = \"-Ca=1\"\n",
            "[build]\nrustflags = [\"-Ca=1\"]\n",
            "[unstable]\nx = true",
        ] {
            let table = check(text);
            let flags = table["target"][TARGET]["rustflags"].to_string();
            assert!(flags.contains("-Cpanic=unwind"), "{text}");
            assert!(flags.contains("split-all"), "{text}");
            assert_eq!(flags.contains("-Ca=1"), text.contains("-Ca=1"), "{text}");
            assert!(table["unstable"]["build-std"].is_array(), "{text}");
        }
    }

    #[test]
    fn profiles_unwind() {
        let text = "[profile.release]\npanic = 'abort' # small\nlto = true\n";
        let after = with_unwinding_profiles(text);
        assert_eq!(after, text.replace("'abort'", "\"unwind\""));
        assert_eq!(with_unwinding_profiles(&after), after);
    }

    #[test]
    fn an_old_bindgen_is_not_allowed() {
        for (before, after) in [
            ("\"0.2\"", "\"0.2.112\""),
            ("\"^0.2.84\"", "\"0.2.112\""),
            (
                "{ version = \"0.2.9\", optional = true }",
                "{ version = \"0.2.112\", optional = true }",
            ),
            ("\"0.2.130\"", "\"0.2.130\""),
            ("\"=0.2.92\"", "\"=0.2.92\""),
            ("{ workspace = true }", "{ workspace = true }"),
        ] {
            let manifest = |it: &str| format!("[dependencies]\nwasm-bindgen = {it}\n");
            assert_eq!(with_bindgen(&manifest(before)), manifest(after));
        }
    }
}
