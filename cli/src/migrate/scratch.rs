//! A copy of the workspace, which is edited and checked in the place of the real one: that one is
//! never half edited, and what would change can be shown without changing it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::Metadata;

use crate::changes::FileChange;
use crate::packages;

/// The copy.
pub(super) struct Scratch {
    /// What of the real files it stands for, and where it is.
    real: PathBuf,
    copy: PathBuf,
    /// The manifest of the package, in the copy.
    manifest: PathBuf,
    workspace_root: PathBuf,
    /// What the files had in them, by their paths in the copy. A file that is made has nothing.
    before: BTreeMap<PathBuf, Option<String>>,
}

impl Scratch {
    /// Copies the workspace, and all packages that it takes from elsewhere on this machine, to
    /// `name` below Cargo's target directory.
    pub(super) fn make(metadata: &Metadata, manifest: &Path, name: &str) -> Result<Scratch> {
        let root = metadata.workspace_root.as_std_path();
        let dirs = workspaces(metadata)?;
        let real = common(&dirs);
        let copy = metadata
            .target_directory
            .as_std_path()
            .join("bulkhead/migrate")
            .join(name);
        if copy.exists() {
            fs::remove_dir_all(&copy).with_context(|| format!("{} stays", copy.display()))?;
        }
        let scratch = Scratch {
            manifest: copy.join(manifest.strip_prefix(&real)?),
            workspace_root: copy.join(root.strip_prefix(&real)?),
            real,
            copy,
            before: BTreeMap::new(),
        };
        for dir in dirs {
            scratch.copy_dir(&dir)?;
        }
        Ok(scratch)
    }

    pub(super) fn manifest(&self) -> &Path {
        &self.manifest
    }

    pub(super) fn workspace_root(&self) -> &Path {
        &self.workspace_root
    }

    /// Whether a file is one of those that may be edited.
    pub(super) fn has(&self, file: &Path) -> bool {
        file.starts_with(&self.copy)
    }

    /// The path that a file of the copy stands for.
    pub(super) fn real(&self, file: &Path) -> PathBuf {
        match file.strip_prefix(&self.copy) {
            Ok(inner) => self.real.join(inner),
            Err(_) => file.to_owned(),
        }
    }

    /// Remembers what a file has in it, which something is about to change.
    pub(super) fn track(&mut self, file: &Path) {
        let text = || fs::read_to_string(file).ok();
        self.before.entry(file.to_owned()).or_insert_with(text);
    }

    /// Remembers Cargo.lock, where the real workspace has one.
    pub(super) fn track_lock(&mut self) {
        let lock = self.workspace_root.join("Cargo.lock");
        if self.real(&lock).is_file() {
            self.track(&lock);
        }
    }

    /// The copy of a file of the workspace that was left out, or where it would be.
    pub(super) fn fetch(&self, name: &str) -> Result<PathBuf> {
        let copy = self.workspace_root.join(name);
        let real = self.real(&copy);
        if real.is_file() && !copy.is_file() {
            let dir = copy.parent().context("a file is in a directory")?;
            fs::create_dir_all(dir)
                .and_then(|()| fs::copy(&real, &copy).map(drop))
                .with_context(|| format!("{} cannot be copied", real.display()))?;
        }
        Ok(copy)
    }

    /// The files below a directory that were written.
    pub(super) fn written_below(&self, dir: &Path) -> Vec<PathBuf> {
        let files = self.before.keys().filter(|file| file.starts_with(dir));
        files.cloned().collect()
    }

    /// Writes a file of the copy.
    pub(super) fn write(&mut self, file: &Path, text: &str) -> Result<()> {
        self.track(file);
        let dir = file.parent().context("a file is in a directory")?;
        fs::create_dir_all(dir)
            .and_then(|()| fs::write(file, text))
            .with_context(|| format!("{} cannot be written", file.display()))
    }

    /// What has become of the files, as changes of the real ones.
    pub(super) fn changes(&self) -> Result<Vec<FileChange>> {
        let mut changes = Vec::new();
        for (file, before) in &self.before {
            let after = fs::read_to_string(file).ok();
            if after != *before {
                changes.push(FileChange {
                    path: self.real(file),
                    before: before.clone(),
                    after,
                });
            }
        }
        Ok(changes)
    }

    fn copy_dir(&self, dir: &Path) -> Result<()> {
        let to = self.copy.join(dir.strip_prefix(&self.real)?);
        fs::create_dir_all(&to).with_context(|| format!("{} cannot be made", to.display()))?;
        for entry in fs::read_dir(dir).with_context(|| format!("{} is gone", dir.display()))? {
            let path = entry?.path();
            let copy = self.copy.join(path.strip_prefix(&self.real)?);
            if path.is_dir() {
                if !is_left_out(&path) && !self.copy.starts_with(&path) {
                    self.copy_dir(&path)?;
                }
            } else if path.is_file() {
                fs::copy(&path, &copy)
                    .with_context(|| format!("{} cannot be copied", path.display()))?;
            }
        }
        Ok(())
    }
}

/// The directories of the workspace, and of all that its packages take from elsewhere by a path.
fn workspaces(metadata: &Metadata) -> Result<Vec<PathBuf>> {
    let mut dirs: Vec<PathBuf> = vec![metadata.workspace_root.clone().into()];
    let paths = |metadata: &Metadata| -> Vec<PathBuf> {
        let packages = metadata.packages.iter();
        let dependencies = packages.flat_map(|package| &package.dependencies);
        let paths = dependencies.filter_map(|it| it.path.clone());
        paths.map(PathBuf::from).collect()
    };
    let mut left = paths(metadata);
    while let Some(path) = left.pop() {
        if dirs.iter().any(|dir| path.starts_with(dir)) {
            continue;
        }
        let other = packages::read(Some(&path.join("Cargo.toml")), &path)?;
        left.extend(paths(&other));
        dirs.push(other.workspace_root.into());
    }
    Ok(dirs)
}

/// What is built or fetched, and not written by hand. Cargo's configuration counts from where
/// Cargo is started, which is the real directory.
fn is_left_out(dir: &Path) -> bool {
    let name = dir.file_name().unwrap_or_default();
    let is_hidden = name.to_string_lossy().starts_with('.');
    is_hidden || name == "node_modules" || dir.join("CACHEDIR.TAG").is_file()
}

/// The deepest directory that all of them are in.
fn common(dirs: &[PathBuf]) -> PathBuf {
    let mut ancestors = dirs[0].ancestors();
    let found = ancestors.find(|ancestor| dirs.iter().all(|dir| dir.starts_with(ancestor)));
    found.unwrap_or(Path::new("/")).to_owned()
}
