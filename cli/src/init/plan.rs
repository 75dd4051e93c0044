//! What is to be changed: which files, where, and why.

use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use cargo_metadata::TargetKind;
use serde::Serialize;

use super::{attributes, manifest, Args};
use crate::changes::FileChange;
use crate::edits::{self, Edit};
use crate::packages;
use crate::source::{self, Note};

/// How a crate is adopted. Each way is a set of kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The dependency alone; attributes are for the user to write.
    Dependency,
    /// The dependency, and the attribute above each item.
    Attributes,
}

/// The package to be edited.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) dir: PathBuf,
    pub(super) target_dir: PathBuf,
    manifest: PathBuf,
    /// The roots of its library and programs.
    roots: Vec<PathBuf>,
}

impl Package {
    /// Finds the package that the arguments mean.
    pub(super) fn find(args: &Args, here: &Path) -> Result<Package> {
        let manifest = args.manifest_path.as_deref();
        let metadata = packages::read(manifest, here)?;
        let dir = packages::dir(manifest, here)?;
        let package = packages::choose_user(&metadata, args.package.as_deref(), &dir)?;
        let is_edited = |kind: &TargetKind| {
            let others = [
                TargetKind::Test,
                TargetKind::Bench,
                TargetKind::Example,
                TargetKind::CustomBuild,
            ];
            !others.contains(kind)
        };
        let targets = package.targets.iter();
        let targets = targets.filter(|target| target.kind.iter().any(is_edited));
        let path = &package.manifest_path;
        Ok(Package {
            name: package.name.to_string(),
            dir: path
                .parent()
                .context("a manifest is in a directory")?
                .into(),
            target_dir: metadata.target_directory.clone().into(),
            manifest: path.clone().into(),
            roots: targets
                .map(|target| target.src_path.clone().into())
                .collect(),
        })
    }
}

/// All changes, file by file.
pub(super) struct Plan {
    pub(super) package: String,
    pub(super) dir: PathBuf,
    pub(super) files: Vec<FilePlan>,
    /// What a person has to look at.
    pub(super) notes: Vec<Note>,
}

/// What becomes of one file.
pub(super) struct FilePlan {
    pub(super) path: PathBuf,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) changes: Vec<Change>,
}

/// One change, for people and machines, and the edit that it is.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) kind: ChangeKind,
    pub(super) line: usize,
    /// What it is for.
    pub(super) about: String,
    /// What is written.
    pub(super) text: String,
    pub(super) edit: Edit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ChangeKind {
    /// A dependency in Cargo.toml.
    Dependency,
    /// A feature in Cargo.toml that switches the dependency on.
    Feature,
    /// `use` of the attribute.
    Import,
    /// The attribute above an item.
    Attribute,
}

impl Plan {
    /// Plans all changes; nothing is written.
    pub(super) fn make(package: &Package, way: Way) -> Result<Plan> {
        let mut plan = Plan {
            package: package.name.clone(),
            dir: package.dir.clone(),
            files: Vec::new(),
            notes: Vec::new(),
        };
        let manifest = manifest::Manifest::read(&package.manifest)?;
        let krate = manifest.name_of_bulkhead();
        let changes = manifest.plan()?;
        plan.add(package.manifest.clone(), manifest.text.clone(), changes)?;
        if way == Way::Attributes {
            plan.add_attributes(package, &krate)?;
        }
        Ok(plan)
    }

    /// The changes without their reasons.
    pub(super) fn file_changes(&self) -> Vec<FileChange> {
        let changes = self.files.iter().map(|file| FileChange {
            path: file.path.clone(),
            before: Some(file.before.clone()),
            after: Some(file.after.clone()),
        });
        changes.collect()
    }

    fn add_attributes(&mut self, package: &Package, krate: &str) -> Result<()> {
        let mut seen = Vec::new();
        for root in &package.roots {
            let (files, notes) = source::load(root)?;
            self.notes.extend(notes);
            for file in files {
                // A library and its programs may share files.
                if seen.contains(&file.path) {
                    continue;
                }
                let (changes, notes) = attributes::plan(&file, krate);
                self.notes.extend(notes);
                seen.push(file.path.clone());
                self.add(file.path, file.text, changes)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, path: PathBuf, before: String, mut changes: Vec<Change>) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        changes.sort_by_key(|change| change.edit.range.start);
        let edits: Vec<_> = changes.iter().map(|change| change.edit.clone()).collect();
        let after = edits::apply(&before, &edits);
        let after = after.with_context(|| format!("{} cannot be edited", path.display()))?;
        if before == after {
            bail!("the edits of {} change nothing", path.display());
        }
        self.files.push(FilePlan {
            path,
            before,
            after,
            changes,
        });
        Ok(())
    }
}
