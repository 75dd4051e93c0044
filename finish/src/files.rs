//! The files of an output of wasm-bindgen: which they are, and how they are replaced.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::glue::{self, Core, Unknown};
use crate::inline;
use crate::module::{self, Module};
use crate::Error;

/// Where the JavaScript of wasm-bulkhead is afterwards.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Files {
    /// In files of its own, where wasm-bindgen put it.
    Beside,
    /// In the glue.
    Inside,
}

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
    pub(crate) fn finish(&self, files: Files, changes: &mut Changes) -> Result<(), Error> {
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
        let specifier = match core {
            Core::At(specifier) => specifier,
            Core::Inlined => return Ok(()),
            Core::None => return Err(Error::NoBulkhead { file: file.clone() }),
        };
        let mut after = glue::finish(&before, &module).map_err(|what| unknown(file, what))?;
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

        if files == Files::Inside {
            let dir = core.parent().unwrap_or(&self.dir);
            after = inline::inline(&after, |name| match name {
                "core.js" => Ok(CORE.to_owned()),
                _ => read(&dir.join(name)).map_err(Problem::File),
            })
            .map_err(|problem| match problem {
                Problem::Glue(what) => unknown(file, what),
                Problem::File(error) => error,
            })?;
            changes.add(file, &before, after);
            changes.remove(dir.parent().unwrap_or(dir));
            return Ok(());
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

/// Why our files are not put into the glue.
enum Problem {
    Glue(Unknown),
    File(Error),
}

impl From<Unknown> for Problem {
    fn from(what: Unknown) -> Self {
        Problem::Glue(what)
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

/// Files to be replaced, all or none, and directories that are needed no more then.
#[derive(Default)]
pub(crate) struct Changes {
    changes: Vec<Change>,
    removed: Vec<PathBuf>,
}

struct Change {
    file: PathBuf,
    /// The same without symbolic links, which stay.
    target: PathBuf,
    text: String,
}

impl Changes {
    fn add(&mut self, file: &Path, before: &str, after: String) {
        let known = self.changes.iter().any(|other| other.file == file);
        if before != after && !known {
            self.changes.push(Change {
                file: file.to_owned(),
                target: fs::canonicalize(file).unwrap_or(file.to_owned()),
                text: after,
            });
        }
    }

    fn remove(&mut self, dir: &Path) {
        if !self.removed.iter().any(|other| other == dir) {
            self.removed.push(dir.to_owned());
        }
    }

    /// Replaces the files, in the order in which they were added.
    pub(crate) fn write(self) -> Result<Vec<PathBuf>, Error> {
        let fresh: Vec<_> = (self.changes.iter())
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
        for (change, fresh) in self.changes.iter().zip(fresh) {
            write_like(&change.target, fresh, &change.text).map_err(Error::at(&change.file))?;
        }
        let mut written = Vec::new();
        for (change, fresh) in self.changes.into_iter().zip(fresh) {
            fs::rename(fresh, &change.target).map_err(Error::at(&change.file))?;
            written.push(change.file);
        }
        for dir in self.removed {
            // What is left of it is loaded by no glue.
            let _ = fs::remove_dir_all(&dir);
            // Where the package has snippets of others, they stay.
            let _ = dir.parent().map(fs::remove_dir);
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
