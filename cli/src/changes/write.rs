//! Writes files, all or none.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use tempfile::NamedTempFile;

use super::{FileChange, Journal};

/// Writes what is planned, and keeps in the journal how to take it back.
///
/// # Errors
///
/// A file has changed since it was read, or cannot be written; then all files are as they were.
pub(crate) fn write(files: &[FileChange], journal: &mut Journal) -> Result<()> {
    journal.add(files)?;
    let written = replace_all(files);
    if written.is_err() {
        journal.forget_last()?;
    }
    written
}

/// A file that can be put in its place at once.
struct Ready<'a> {
    change: &'a FileChange,
    /// Where it really is. A link stays one.
    path: PathBuf,
    /// The new text, unless the file goes.
    fresh: Option<NamedTempFile>,
}

/// Replaces the text of each file, if it is what it is said to be. When one cannot be replaced
/// those before it are put back.
pub(super) fn replace_all(files: &[FileChange]) -> Result<()> {
    let mut ready = Vec::new();
    for change in files {
        ready.push(prepare(change)?);
    }
    for Ready { change, path, .. } in &ready {
        if read(path)? != change.before {
            bail!("{} has just been changed by something else", path.display());
        }
    }
    let mut done: Vec<(PathBuf, &FileChange)> = Vec::new();
    for Ready {
        change,
        path,
        fresh,
    } in ready
    {
        if let Err(error) = put(fresh, &path) {
            for (path, change) in done {
                let back = change.before.as_deref().map(|text| beside(&path, text));
                let _ = back.transpose().map(|fresh| put(fresh, &path));
            }
            let shown = path.display();
            return Err(error).with_context(|| format!("{shown} cannot be written"));
        }
        done.push((path, change));
    }
    Ok(())
}

fn prepare(change: &FileChange) -> Result<Ready<'_>> {
    let shown = change.path.display();
    let path = match change.before {
        Some(_) => change.path.canonicalize(),
        None => {
            let dir = change.path.parent().with_context(|| shown.to_string())?;
            fs::create_dir_all(dir).map(|()| change.path.clone())
        }
    };
    let path = path.with_context(|| format!("{shown} is gone"))?;
    let fresh = change.after.as_deref().map(|text| beside(&path, text));
    let fresh = fresh.transpose()?;
    Ok(Ready {
        change,
        path,
        fresh,
    })
}

fn put(fresh: Option<NamedTempFile>, path: &Path) -> std::io::Result<()> {
    match fresh {
        Some(fresh) => fresh.persist(path).map(drop).map_err(|it| it.error),
        None => fs::remove_file(path),
    }
}

/// The text of a file that may not be there.
pub(super) fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
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
    if let Ok(metadata) = fs::metadata(path) {
        if metadata.permissions().readonly() {
            bail!("{shown} is read-only");
        }
        fs::set_permissions(fresh.path(), metadata.permissions())?;
    } else {
        readable(fresh.path())?;
    }
    fresh.as_file().sync_all()?;
    Ok(fresh)
}

/// Gives a new file the permissions that files mostly have; a temporary one is its owner's alone.
#[cfg(unix)]
fn readable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(
        path,
        fs::Permissions::from_mode(0o644),
    )?)
}

#[cfg(not(unix))]
fn readable(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_made_and_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let new = dir.path().join("deep/new");
        let old = dir.path().join("old");
        fs::write(&old, "a").unwrap();
        let change = |path: &Path, before: Option<&str>, after: Option<&str>| FileChange {
            path: path.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        let mut journal = Journal::read(dir.path(), "test").unwrap();
        let changes = [
            change(&old, Some("a"), Some("b")),
            change(&new, None, Some("n")),
        ];
        write(&changes, &mut journal).unwrap();
        assert_eq!(read(&new).unwrap().as_deref(), Some("n"));

        // Neither is undone when one has changed.
        fs::write(&new, "mine").unwrap();
        assert!(journal.undo().is_err());
        assert_eq!(read(&old).unwrap().as_deref(), Some("b"));
        fs::write(&new, "n").unwrap();
        journal.undo().unwrap();
        assert_eq!(
            (read(&old).unwrap().as_deref(), read(&new).unwrap()),
            (Some("a"), None)
        );

        // Nor is one written where another is not as it was.
        let stale = [
            change(&old, Some("a"), Some("b")),
            change(&new, Some("n"), Some("m")),
        ];
        assert!(write(&stale, &mut journal).is_err());
        assert_eq!(read(&old).unwrap().as_deref(), Some("a"));
        assert!(journal.undo().is_err(), "nothing came of it");
    }
}
