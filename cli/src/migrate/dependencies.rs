//! Dependencies that do not compile: a newer version, or a copy that is migrated as well.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml::Table;

use super::check::{Checker, Error};
use super::lock;
use super::scratch::Scratch;
use crate::changes;

/// Where copies are, below the workspace.
const DIR: &str = "unwind-patches";

/// What was done about dependencies.
#[derive(Default)]
pub(super) struct Dependencies {
    /// Whether copies may be made.
    may_patch: bool,
    tried: BTreeSet<PathBuf>,
    /// Those that were updated, as `name version`.
    pub(super) updated: Vec<String>,
    pub(super) patched: Vec<Patched>,
}

/// A dependency of which there is a copy.
pub(super) struct Patched {
    pub(super) name: String,
    pub(super) version: String,
    /// Where it comes from.
    original: PathBuf,
    /// The copy, in the copy of the workspace.
    dir: PathBuf,
}

impl Patched {
    /// The copy, in the copy of the workspace.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }
}

impl Dependencies {
    pub(super) fn new(may_patch: bool) -> Dependencies {
        Dependencies {
            may_patch,
            ..Dependencies::default()
        }
    }

    /// Whether an error is in the copy of a dependency.
    pub(super) fn has(&self, error: &Error) -> bool {
        let mut dirs = self.patched.iter().map(|it| &it.dir);
        dirs.any(|dir| error.manifest.starts_with(dir))
    }

    /// Does what can be done about dependencies that have errors, and tells whether that is
    /// anything.
    pub(super) fn replace(
        &mut self,
        errors: &[&Error],
        checker: &Checker,
        scratch: &mut Scratch,
    ) -> Result<bool> {
        let manifests: BTreeSet<_> = errors
            .iter()
            .map(|error| &error.manifest)
            .filter(|manifest| !scratch.has(manifest) && !self.is_copied(manifest))
            .collect();
        let mut is_done = false;
        for manifest in manifests {
            let (name, version) = identity(manifest)?;
            if self.tried.insert(manifest.clone()) && update(&name, &version, checker, scratch)? {
                self.updated.push(format!("{name} {version}"));
                is_done = true;
            } else if self.may_patch {
                self.patch(manifest, name, version, scratch)?;
                is_done = true;
            }
        }
        Ok(is_done)
    }

    fn is_copied(&self, manifest: &Path) -> bool {
        let mut originals = self.patched.iter().map(|it| &it.original);
        originals.any(|original| manifest.starts_with(original))
    }

    /// Copies a package, and has the workspace take the copy.
    fn patch(
        &mut self,
        manifest: &Path,
        name: String,
        version: String,
        scratch: &mut Scratch,
    ) -> Result<()> {
        let original = manifest.parent().context("a manifest is in a directory")?;
        let slug = format!("{name}-{version}");
        let dir = scratch.workspace_root().join(DIR).join(&slug);
        copy(original, original, &dir, scratch)?;
        let root = scratch.workspace_root().join("Cargo.toml");
        let text = fs::read_to_string(&root)
            .with_context(|| format!("{} cannot be read", root.display()))?;
        scratch.track_lock();
        scratch.write(&root, &with_patch(&text, &name, &version))?;
        self.patched.push(Patched {
            name,
            version,
            original: original.to_owned(),
            dir,
        });
        Ok(())
    }

    /// Writes beside each copy what was changed in it, for its authors.
    pub(super) fn write_diffs(&self, scratch: &mut Scratch) -> Result<()> {
        for it in &self.patched {
            let mut text = String::new();
            for file in scratch.written_below(&it.dir) {
                let path = file.strip_prefix(&it.dir)?;
                let before = fs::read_to_string(it.original.join(path)).unwrap_or_default();
                let after = fs::read_to_string(&file).unwrap_or_default();
                if before != after {
                    let diff = changes::unified(path, &before, &after);
                    text += &anstream::adapter::strip_str(&diff).to_string();
                }
            }
            let file = it
                .dir
                .with_file_name(format!("{}-{}.diff", it.name, it.version));
            scratch.write(&file, &text)?;
        }
        Ok(())
    }
}

/// The name and the version that a manifest gives its package.
fn identity(manifest: &Path) -> Result<(String, String)> {
    let shown = manifest.display();
    let text = fs::read_to_string(manifest).with_context(|| format!("{shown} cannot be read"))?;
    let table: Table = text
        .parse()
        .with_context(|| format!("{shown} is no TOML"))?;
    let value = |key: &str| {
        let value = table.get("package").and_then(|it| it.get(key));
        let text = value.and_then(toml::Value::as_str).map(str::to_owned);
        text.with_context(|| format!("{shown} has no {key}"))
    };
    Ok((value("name")?, value("version")?))
}

/// Has Cargo take the newest version that the requirements allow, and tells whether there is one.
fn update(name: &str, version: &str, checker: &Checker, scratch: &mut Scratch) -> Result<bool> {
    let lock = scratch.workspace_root().join("Cargo.lock");
    let before = fs::read_to_string(&lock).unwrap_or_default();
    scratch.track_lock();
    // Where Cargo finds no such version it fails, and there is none to take.
    let is_updated = lock::update([format!("{name}@{version}")], checker, scratch).is_ok();
    let after = fs::read_to_string(&lock).unwrap_or_default();
    Ok(is_updated && before != after)
}

/// Copies all files that are text. What Cargo wrote for itself is left out.
fn copy(root: &Path, dir: &Path, to: &Path, scratch: &mut Scratch) -> Result<()> {
    const LEFT_OUT: [&str; 4] = [
        "Cargo.lock",
        "Cargo.toml.orig",
        ".cargo-ok",
        ".cargo_vcs_info.json",
    ];
    for entry in fs::read_dir(dir).with_context(|| format!("{} is gone", dir.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            copy(root, &path, to, scratch)?;
        } else if !LEFT_OUT.iter().any(|it| name == *it) {
            if let Ok(text) = fs::read_to_string(&path) {
                scratch.write(&to.join(path.strip_prefix(root)?), &text)?;
            }
        }
    }
    Ok(())
}

/// The manifest with a patch, below those that it has.
fn with_patch(text: &str, name: &str, version: &str) -> String {
    const HEADER: &str = "[patch.crates-io]";
    let key = format!("{name}-{version}").replace(['.', '+'], "-");
    let entry = format!(
        "# A copy that `cargo bulkhead migrate` made, for panic=unwind. Remove it when a release has\n\
         # what is in {DIR}/{name}-{version}.diff.\n\
         {key} = {{ package = \"{name}\", path = \"{DIR}/{name}-{version}\" }}\n"
    );
    let header = text.lines().find(|line| line.trim() == HEADER);
    match header {
        Some(header) => text.replacen(header, &format!("{header}\n{}", entry.trim_end()), 1),
        None => format!("{}\n\n{HEADER}\n{entry}", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_is_added_to_those_that_are_there() {
        let once = with_patch("[package]\nname = \"a\"\n", "b", "1.0.0");
        let twice = with_patch(&once, "b", "2.0.0");
        let table: Table = twice.parse().unwrap();
        let patches = table["patch"]["crates-io"].as_table().unwrap();
        let paths: Vec<_> = patches.values().map(|it| it["path"].as_str()).collect();
        assert_eq!(
            paths,
            [
                Some("unwind-patches/b-1.0.0"),
                Some("unwind-patches/b-2.0.0")
            ]
        );
    }
}
