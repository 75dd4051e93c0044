//! What came of a build, beside the one before it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::{bindgen, shown, Build};
use crate::sections::BuildId;
use crate::terminal::{self, paint, DIM, GREEN, YELLOW};
use crate::toolchain::Panic;

/// What is kept of a build, and what machines get.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    schema: u32,
    command: String,
    package: String,
    version: String,
    out: PathBuf,
    target: String,
    panic: String,
    encoding: Option<String>,
    profile: String,
    toolchain: String,
    optimised: bool,
    finished: bool,
    build_id: Option<String>,
    companion: Option<PathBuf>,
    wasm: Size,
    javascript: Size,
    /// The sizes of all files at the top, by name.
    files: BTreeMap<String, u64>,
}

/// A size, and that of the build before.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Size {
    bytes: u64,
    previous: Option<u64>,
}

/// The report on one build.
pub(super) struct Report {
    record: Record,
    previous: Option<Record>,
    file: PathBuf,
}

impl Report {
    /// Measures what is in `dir`, which is to become `out`.
    pub(super) fn of(
        build: &Build<'_>,
        stem: &str,
        dir: &Path,
        out: &Path,
        build_id: Option<&BuildId>,
    ) -> Result<Report> {
        let file = build.record();
        // One that cannot be read is of another version, and there is nothing to compare with.
        let previous = fs::read(&file).ok();
        let previous = previous.and_then(|bytes| serde_json::from_slice::<Record>(&bytes).ok());
        let files = sizes(dir)?;
        let wasm = files
            .get(&format!("{stem}_bg.wasm"))
            .copied()
            .unwrap_or_default();
        let javascript = javascript(dir)?;
        let before = previous.as_ref();
        let companion = out.join(format!("{stem}_bg.debug.wasm"));
        let record = Record {
            schema: 1,
            command: "build".into(),
            package: build.package.name.clone(),
            version: build.package.version.clone(),
            out: out.to_owned(),
            target: bindgen::name(build.args.target).into(),
            panic: build.panic.strategy().into(),
            encoding: match build.panic {
                Panic::Unwind(encoding) => Some(encoding.name().into()),
                Panic::Abort => None,
            },
            profile: build.args.profile().into(),
            toolchain: build.choice.toolchain.short_name(),
            optimised: build.args.wasm_opt.is_some(),
            finished: build.args.finish,
            build_id: build_id.map(ToString::to_string),
            companion: build_id.map(|_| companion),
            wasm: Size {
                bytes: wasm,
                previous: before.map(|it| it.wasm.bytes),
            },
            javascript: Size {
                bytes: javascript,
                previous: before.map(|it| it.javascript.bytes),
            },
            files,
        };
        Ok(Report {
            record,
            previous,
            file,
        })
    }

    /// The files of the build before, if it went to the same directory.
    pub(super) fn previous_files(&self) -> Vec<String> {
        let previous = self.previous.iter().filter(|it| it.out == self.record.out);
        previous.flat_map(|it| it.files.keys().cloned()).collect()
    }

    /// Keeps it for the next build.
    pub(super) fn remember(&self) -> Result<()> {
        let dir = self.file.parent().context("a file is in a directory")?;
        fs::create_dir_all(dir)?;
        fs::write(&self.file, self.to_json()?)
            .with_context(|| format!("{} cannot be written", self.file.display()))
    }

    pub(super) fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(&self.record)? + "\n")
    }

    /// Tells people.
    pub(super) fn tell(&self) {
        let it = &self.record;
        let out = shown(&it.out);
        terminal::say(&format!("{} {out}", paint(GREEN, "built:")));
        terminal::say(&format!("  module      {}", it.wasm));
        terminal::say(&format!("  JavaScript  {}", it.javascript));
        if let (Some(companion), Some(id)) = (&it.companion, &it.build_id) {
            let note = paint(DIM, format!("(build id {id}; it is not for shipping)"));
            terminal::say(&format!("  companion   {} {note}", shown(companion)));
        }
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>9} bytes", grouped(self.bytes))?;
        match self.previous {
            None => Ok(()),
            Some(previous) if previous == self.bytes => f.write_str(", as before"),
            Some(previous) => {
                let difference = self.bytes.abs_diff(previous);
                let sign = if self.bytes > previous { '+' } else { '-' };
                let text = format!("{sign}{}", grouped(difference));
                write!(f, ", {} since the build before", paint(YELLOW, text))
            }
        }
    }
}

/// The number with commas between the thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The sizes of the files at the top.
fn sizes(dir: &Path) -> Result<BTreeMap<String, u64>> {
    let mut sizes = BTreeMap::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        sizes.insert(name, entry.metadata()?.len());
    }
    Ok(sizes)
}

/// How much JavaScript there is, snippets included.
fn javascript(dir: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            bytes += javascript(&path)?;
        } else if path
            .extension()
            .is_some_and(|it| it == "js" || it == "mjs" || it == "cjs")
        {
            bytes += path.metadata()?.len();
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let all = [0, 12, 123, 1234, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "123", "1,234", "1,234,567"]);
    }
}
