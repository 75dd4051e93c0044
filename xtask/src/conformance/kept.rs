//! Results of earlier runs, kept beside what they were made of, so that a run that broke off can be
//! gone on with.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result};

/// A number that changes with any file of these directories but documents.
pub(super) fn fingerprint<'a>(directories: impl Iterator<Item = &'a Path>) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for directory in directories {
        add(directory, &mut hasher).with_context(|| directory.display().to_string())?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(directory: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory)? {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        if path.extension().is_some_and(|extension| extension == "md") {
            continue;
        }
        path.file_name().hash(hasher);
        if path.is_dir() {
            add(&path, hasher)?;
        } else {
            fs::read(&path)?.hash(hasher);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_is_seen() {
        let dir = std::env::temp_dir().join(format!("kept-{}", std::process::id()));
        fs::create_dir_all(dir.join("below")).unwrap();
        let now = || fingerprint([dir.as_path()].into_iter()).unwrap();
        let empty = now();
        fs::write(dir.join("below/file"), "one").unwrap();
        let one = now();
        fs::write(dir.join("below/file"), "two").unwrap();
        assert!(empty != one && one != now() && now() == now());
        fs::remove_dir_all(&dir).unwrap();
    }
}
