//! The output directory, which is replaced once everything has succeeded.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use tempfile::TempDir;

/// Where the package goes.
pub(super) struct Place {
    dir: PathBuf,
    parent: PathBuf,
}

/// A new directory for the package. It goes away if nothing comes of the build.
pub(super) struct Fresh {
    /// In the same file system as the place, and the user's alone.
    around: TempDir,
    dir: PathBuf,
}

impl Fresh {
    pub(super) fn path(&self) -> &Path {
        &self.dir
    }
}

impl Place {
    /// The directory, which may or may not be there.
    ///
    /// # Errors
    ///
    /// It holds files and no earlier build, so that it must be meant for something else.
    pub(super) fn new(dir: &Path) -> Result<Place> {
        // A link stays one.
        let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let shown = dir.display();
        if dir.exists() && !dir.is_dir() {
            bail!("{shown} is a file; name a directory with --out-dir");
        }
        let names = names(&dir);
        let is_module = |name: &String| name.ends_with("_bg.wasm");
        let is_manifest = |name: &String| name == "package.json";
        if !names.iter().any(is_module) && !names.iter().all(is_manifest) {
            bail!("{shown} holds no earlier build and is not empty; name another with --out-dir");
        }
        let parent = dir
            .parent()
            .with_context(|| format!("{shown} cannot be a package"))?;
        Ok(Place {
            parent: parent.to_owned(),
            dir,
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.dir
    }

    /// A new directory beside it.
    pub(super) fn fresh(&self) -> Result<Fresh> {
        let parent = &self.parent;
        let made = fs::create_dir_all(parent);
        made.with_context(|| format!("{} cannot be made", parent.display()))?;
        let around = tempfile::Builder::new()
            .prefix(".bulkhead-")
            .tempdir_in(parent);
        let around =
            around.with_context(|| format!("{} cannot be written to", parent.display()))?;
        let dir = around.path().join("new");
        fs::create_dir(&dir)?;
        Ok(Fresh { around, dir })
    }

    /// Puts the new directory in the place of the old one. What is in the old one and was not
    /// written by an earlier build, of which `ours` are the files, moves to the new one.
    pub(super) fn replace(&self, fresh: Fresh, ours: &[String]) -> Result<()> {
        if !self.dir.exists() {
            return rename(&fresh.dir, &self.dir);
        }
        let old = fresh.around.path().join("old");
        rename(&self.dir, &old)?;
        if let Err(error) = rename(&fresh.dir, &self.dir) {
            rename(&old, &self.dir)?;
            return Err(error);
        }
        for name in names(&old) {
            let (from, to) = (old.join(&name), self.dir.join(&name));
            let is_stale = ours.contains(&name) || name == "snippets" || to.exists();
            if is_stale {
                continue;
            }
            if let Err(error) = rename(&from, &to) {
                // What is in there must not go away with it.
                let kept = fresh.around.keep();
                return Err(error.context(format!("files are left in {}", kept.display())));
            }
        }
        Ok(())
    }
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to)
        .with_context(|| format!("{} cannot be moved to {}", from.display(), to.display()))
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}
