//! The files of an output of wasm-bindgen: which they are, and how they are replaced.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::glue::{self, Unknown};
use crate::module::{self, Module};
use crate::Error;

/// What wasm-bindgen wrote for one module.
pub(crate) struct Output {
    dir: PathBuf,
    /// What all its files are named after.
    stem: String,
}

impl Output {
    pub(crate) fn all_in(dir: &Path) -> Result<Vec<Output>, Error> {
        let mut outputs = Vec::new();
        for entry in fs::read_dir(dir).map_err(Error::at(dir))? {
            let name = entry.map_err(Error::at(dir))?.file_name();
            if let Some(stem) = name.to_str().and_then(|name| name.strip_suffix("_bg.wasm")) {
                outputs.push(Output {
                    dir: dir.to_owned(),
                    stem: stem.to_owned(),
                });
            }
        }
        if outputs.is_empty() {
            return Err(Error::NoOutput {
                dir: dir.to_owned(),
            });
        }
        Ok(outputs)
    }

    /// Adds what is to be changed to `changes`.
    pub(crate) fn finish(&self, changes: &mut Changes) -> Result<(), Error> {
        let file = self.file("_bg.wasm");
        let bytes = fs::read(&file).map_err(Error::at(&file))?;
        let module = Module::read(&self.stem, &bytes);
        let unknown = |file: &Path, Unknown(what)| Error::UnknownGlue {
            file: file.to_owned(),
            what,
            version: module::wasm_bindgen_version(&bytes),
        };

        let entry = self.file(".js");
        // The bundler target has two files, and its glue is the second.
        let bundler = Some(self.file("_bg.js")).filter(|file| file.exists());
        let file = bundler.as_ref().unwrap_or(&entry);
        let before = read(file)?;
        let core = glue::core_of(&before).map_err(|what| unknown(file, what))?;
        let Some(specifier) = core else {
            return Err(Error::NoBulkhead { file: file.clone() });
        };
        let after = glue::finish(&before, &module).map_err(|what| unknown(file, what))?;
        if bundler.is_some() {
            let before = read(&entry)?;
            let finished = glue::finish_entry(&before, &after, &module);
            let finished = finished.map_err(|what| unknown(&entry, what))?;
            changes.add(&entry, &before, finished);
        }
        let core = self.dir.join(specifier.trim_start_matches("./"));
        let core_before = read(&core)?;
        if !is_of_this_version(&core_before) {
            return Err(Error::UnknownBulkhead { file: core });
        }

        // The core is the last, for a core of that kind relies on the glue.
        changes.add(file, &before, after);
        changes.add(&core, &core_before, CORE.to_owned());
        Ok(())
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.dir.join(format!("{}{ending}", self.stem))
    }
}

/// The core of a finished package; `cargo xtask js` makes it.
const CORE: &str = include_str!("../js/core.js");

/// Whether a core says that it is of the version of ours, in its first line.
fn is_of_this_version(core: &str) -> bool {
    core.lines().next() == CORE.lines().next()
}

fn read(file: &Path) -> Result<String, Error> {
    fs::read_to_string(file).map_err(Error::at(file))
}

/// Files to be replaced, all or none.
#[derive(Default)]
pub(crate) struct Changes(Vec<Change>);

struct Change {
    file: PathBuf,
    /// The same without symbolic links, which stay.
    target: PathBuf,
    text: String,
}

impl Changes {
    fn add(&mut self, file: &Path, before: &str, after: String) {
        let known = self.0.iter().any(|other| other.file == file);
        if before != after && !known {
            self.0.push(Change {
                file: file.to_owned(),
                target: fs::canonicalize(file).unwrap_or(file.to_owned()),
                text: after,
            });
        }
    }

    /// Replaces the files, in the order in which they were added.
    pub(crate) fn write(self) -> Result<Vec<PathBuf>, Error> {
        let fresh: Vec<_> = (self.0.iter())
            .map(|change| beside(&change.target))
            .collect();
        let result = self.write_by_way_of(&fresh);
        if result.is_err() {
            for file in fresh {
                let _ = fs::remove_file(file);
            }
        }
        result
    }

    fn write_by_way_of(self, fresh: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
        for (change, fresh) in self.0.iter().zip(fresh) {
            write_like(&change.target, fresh, &change.text).map_err(Error::at(&change.file))?;
        }
        let mut written = Vec::new();
        for (change, fresh) in self.0.into_iter().zip(fresh) {
            fs::rename(fresh, &change.target).map_err(Error::at(&change.file))?;
            written.push(change.file);
        }
        Ok(written)
    }
}

/// Writes a new file that has the mode of another.
fn write_like(other: &Path, fresh: &Path, text: &str) -> io::Result<()> {
    fs::write(fresh, text)?;
    fs::set_permissions(fresh, fs::metadata(other)?.permissions())
}

/// A name for the new text of `file`, in the same directory so that it can be moved.
fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or(OsStr::new("glue"));
    file.with_file_name(format!(
        ".{}.{}.new",
        name.to_string_lossy(),
        std::process::id()
    ))
}
