//! The files of an output of wasm-bindgen: which they are, and how they are replaced.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use wasmparser::{Parser, Payload};

use crate::glue::{self, Glue, Unknown};
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
        let (entry, bundler) = (self.file(".js"), self.file("_bg.js"));
        // The bundler target has both, and its glue is the second.
        let (file, before) = if bundler.exists() {
            let before = Glue {
                glue: read(&bundler)?,
                entry: Some(read(&entry)?),
                modules: self.imported_modules()?,
            };
            (&bundler, before)
        } else {
            let before = Glue {
                glue: read(&entry)?,
                entry: None,
                modules: Vec::new(),
            };
            (&entry, before)
        };

        let Some(specifier) = glue::specifier(&before.glue) else {
            return Err(Error::NoBulkhead { file: file.clone() });
        };
        let after = before
            .finish(specifier)
            .map_err(|unknown| Error::UnknownGlue {
                file: match unknown {
                    Unknown::Glue => file.clone(),
                    Unknown::Entry => entry.clone(),
                },
                version: self.wasm_bindgen_version(),
            })?;
        let module = self.dir.join(specifier.trim_start_matches("./"));
        let module_before = read(&module)?;
        let Some(module_after) = glue::finish_module(&module_before) else {
            return Err(Error::UnknownBulkhead { file: module });
        };

        changes.add(file, &before.glue, after.glue);
        if let (Some(before), Some(after)) = (before.entry, after.entry) {
            changes.add(&entry, &before, after);
        }
        // The last, for it relies on the glue.
        changes.add(&module, &module_before, module_after);
        Ok(())
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.dir.join(format!("{}{ending}", self.stem))
    }

    /// What the module imports from, each once; a module that cannot be read imports nothing.
    fn imported_modules(&self) -> Result<Vec<String>, Error> {
        let file = self.file("_bg.wasm");
        let module = fs::read(&file).map_err(Error::at(&file))?;
        let mut modules = Vec::new();
        for payload in Parser::new(0).parse_all(&module).map_while(Result::ok) {
            let Payload::ImportSection(section) = payload else {
                continue;
            };
            for import in section.into_imports().map_while(Result::ok) {
                if !modules.iter().any(|known| known == import.module) {
                    modules.push(import.module.to_owned());
                }
            }
        }
        Ok(modules)
    }

    /// As the module's section `producers` has it: a name, then a version, each behind a byte
    /// with its length.
    fn wasm_bindgen_version(&self) -> Option<String> {
        const NAME: &[u8] = b"\x0cwasm-bindgen";
        let module = fs::read(self.file("_bg.wasm")).ok()?;
        let at = module
            .windows(NAME.len())
            .rposition(|bytes| bytes == NAME)?;
        let (length, rest) = module[at + NAME.len()..].split_first()?;
        let version = std::str::from_utf8(rest.get(..usize::from(*length))?).ok()?;
        let is_version = version.starts_with(|c: char| c.is_ascii_digit());
        is_version.then(|| version.to_owned())
    }
}

fn read(file: &Path) -> Result<String, Error> {
    fs::read_to_string(file).map_err(Error::at(file))
}

/// Files to be replaced, all or none.
#[derive(Default)]
pub(crate) struct Changes(Vec<(PathBuf, String)>);

impl Changes {
    fn add(&mut self, file: &Path, before: &str, after: String) {
        let known = self.0.iter().any(|(other, _)| other == file);
        if before != after && !known {
            self.0.push((file.to_owned(), after));
        }
    }

    /// Replaces the files, in the order in which they were added.
    pub(crate) fn write(self) -> Result<Vec<PathBuf>, Error> {
        let fresh: Vec<_> = self.0.iter().map(|(file, _)| beside(file)).collect();
        let result = self.write_by_way_of(&fresh);
        if result.is_err() {
            for file in fresh {
                let _ = fs::remove_file(file);
            }
        }
        result
    }

    fn write_by_way_of(self, fresh: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
        for ((file, text), fresh) in self.0.iter().zip(fresh) {
            fs::write(fresh, text).map_err(Error::at(file))?;
        }
        let mut written = Vec::new();
        for ((file, _), fresh) in self.0.into_iter().zip(fresh) {
            fs::rename(fresh, &file).map_err(Error::at(&file))?;
            written.push(file);
        }
        Ok(written)
    }
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
