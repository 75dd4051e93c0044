//! Writes files, all or none.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use tempfile::NamedTempFile;

use super::journal::Journal;
use super::plan::Plan;

/// Writes what is planned, and keeps in the journal how to take it back.
pub(super) fn write(plan: &Plan, journal: &mut Journal) -> Result<()> {
    let files = plan
        .files
        .iter()
        .map(|file| (file.path.clone(), file.before.clone(), file.after.clone()));
    let files: Vec<_> = files.collect();
    journal.add(plan)?;
    let written = replace_all(&files);
    if written.is_err() {
        journal.forget_last()?;
    }
    written
}

/// Replaces the text of each file, if it is what it is said to be. When one cannot be replaced
/// those before it are put back.
pub(super) fn replace_all(files: &[(PathBuf, String, String)]) -> Result<()> {
    let mut ready = Vec::new();
    for (path, before, after) in files {
        let shown = path.display();
        // A link stays one.
        let real = path
            .canonicalize()
            .with_context(|| format!("{shown} is gone"))?;
        ready.push((beside(&real, after)?, real, before));
    }
    for (_, path, before) in &ready {
        if fs::read_to_string(path).ok().as_ref() != Some(*before) {
            bail!("{} has just been changed by something else", path.display());
        }
    }
    let mut done: Vec<(PathBuf, &String)> = Vec::new();
    for (fresh, path, before) in ready {
        if let Err(error) = fresh.persist(&path) {
            for (path, before) in done {
                let _ = beside(&path, before).map(|fresh| fresh.persist(&path));
            }
            let shown = path.display();
            return Err(error.error).with_context(|| format!("{shown} cannot be written"));
        }
        done.push((path, before));
    }
    Ok(())
}

/// The text in a new file beside the old one, with its permissions.
fn beside(path: &Path, text: &str) -> Result<NamedTempFile> {
    let shown = path.display();
    let dir = path
        .parent()
        .with_context(|| format!("{shown} is no file"))?;
    let mut fresh = tempfile::Builder::new()
        .prefix(".bulkhead-")
        .tempfile_in(dir)
        .with_context(|| format!("{} cannot be written to", dir.display()))?;
    fresh.write_all(text.as_bytes())?;
    let metadata = fs::metadata(path).with_context(|| format!("{shown} cannot be read"))?;
    if metadata.permissions().readonly() {
        bail!("{shown} is read-only");
    }
    fs::set_permissions(fresh.path(), metadata.permissions())?;
    fresh.as_file().sync_all()?;
    Ok(fresh)
}
