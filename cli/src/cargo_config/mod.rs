//! Cargo's own configuration: `.cargo/config.toml` of a directory and of those above it.
//!
//! `cargo config get` is unstable, so the files are read here, as Cargo's reference describes.
//! What `include` brings in is not seen.

mod rustflags;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml::{Table, Value};

pub(crate) use rustflags::{Rustflags, Source};

/// All files that count in a directory.
pub(crate) struct CargoConfig {
    /// The nearest first, which is the one that wins.
    files: Vec<ConfigFile>,
}

struct ConfigFile {
    path: PathBuf,
    table: Table,
}

/// A value with the file that it stands in.
pub(crate) struct Found<'a> {
    pub(crate) value: &'a Value,
    pub(crate) file: &'a Path,
}

impl CargoConfig {
    /// Reads the files that Cargo reads when it is started in `dir`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or is no TOML, by its name.
    pub(crate) fn read(dir: &Path) -> Result<CargoConfig> {
        let mut files: Vec<ConfigFile> = Vec::new();
        let homes = cargo_home().into_iter();
        let dirs = dir.ancestors().map(|dir| dir.join(".cargo")).chain(homes);
        for path in dirs.filter_map(|dir| file_in(&dir)) {
            if files.iter().any(|known| known.path == path) {
                continue;
            }
            let shown = path.display().to_string();
            let text =
                fs::read_to_string(&path).with_context(|| format!("{shown} cannot be read"))?;
            let table = text
                .parse()
                .with_context(|| format!("{shown} is no TOML"))?;
            files.push(ConfigFile { path, table });
        }
        Ok(CargoConfig { files })
    }

    /// The value that wins for this path of keys.
    pub(crate) fn get<'a>(&'a self, keys: &'a [&'a str]) -> Option<Found<'a>> {
        self.all(keys).next()
    }

    /// The values of all files, the one that wins first.
    pub(crate) fn all<'a>(&'a self, keys: &'a [&str]) -> impl Iterator<Item = Found<'a>> {
        self.files.iter().filter_map(|ConfigFile { path, table }| {
            let (first, rest) = keys.split_first()?;
            let value = rest
                .iter()
                .try_fold(table.get(*first)?, |it, key| it.get(key))?;
            Some(Found { value, file: path })
        })
    }

    /// The nearest file, or where it would be.
    pub(crate) fn nearest_or_new(&self, dir: &Path) -> PathBuf {
        let nearest = self.files.iter().map(|file| &file.path);
        let mut below = nearest.filter(|path| path.starts_with(dir));
        let new = || dir.join(".cargo/config.toml");
        below.next().cloned().unwrap_or_else(new)
    }
}

fn cargo_home() -> Option<PathBuf> {
    let home = || env::home_dir().map(|home| home.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)
}

/// Of the two names that Cargo knows it prefers the one without an ending.
fn file_in(dir: &Path) -> Option<PathBuf> {
    let files = ["config", "config.toml"].map(|name| dir.join(name));
    files.into_iter().find(|file| file.is_file())
}
