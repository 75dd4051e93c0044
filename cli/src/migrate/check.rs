//! What the compiler says of a crate, in each of its builds.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::scratch::Scratch;
use crate::cargo_config::{CargoConfig, Rustflags};
use crate::progress::Task;
use crate::toolchain::{self, Choice, Encoding, Panic, Std};

/// A way to build a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Build {
    /// For wasm32 with panic=unwind.
    Unwind,
    /// For wasm32 with panic=abort.
    Abort,
    /// For this machine.
    Native,
}

impl Build {
    /// What people call it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Build::Unwind => "with panic=unwind",
            Build::Abort => "with panic=abort",
            Build::Native => "for this machine",
        }
    }

    /// What a panic does in it, unless that is for the host to say.
    fn panic(self) -> Option<Panic> {
        match self {
            Build::Unwind => Some(Panic::Unwind(Encoding::Legacy)),
            Build::Abort => Some(Panic::Abort),
            Build::Native => None,
        }
    }

    /// A compiler for it, the active one where that can do it.
    fn choose(self, name: Option<&str>, dir: &Path) -> Result<Choice> {
        if let Some(panic) = self.panic() {
            return toolchain::choose(panic, name, dir);
        }
        let toolchain = toolchain::all(dir).into_iter().next();
        Ok(Choice {
            toolchain: toolchain.context("there is no compiler here")?,
            std: Std::Shipped,
        })
    }

    /// All flags for the compiler, with those of Cargo's own configuration, which are left to Cargo
    /// where nothing has to be added.
    fn flags(self, dir: &Path) -> Result<Option<Vec<String>>> {
        let Some(panic) = self.panic() else {
            return Ok(None);
        };
        let theirs = Rustflags::of(&CargoConfig::read(dir)?);
        let mut ours = panic.rustflags();
        theirs.lacking(&ours)?;
        if panic == Panic::Abort && theirs.codegen("panic") == Some("unwind") {
            ours.push("-Cpanic=abort".into());
        }
        // In the same order before and after the crate's own configuration has them: Cargo
        // rebuilds std where they are others.
        let mut flags = theirs.flags;
        flags.retain(|flag| !ours.contains(flag));
        flags.extend(ours);
        Ok(Some(flags))
    }
}

/// How a crate is checked, each time alike.
pub(super) struct Checker {
    pub(super) choice: Choice,
    build: Build,
    flags: Option<Vec<String>>,
    /// Where Cargo is started, so that its configuration counts.
    dir: PathBuf,
    target_dir: PathBuf,
    package: String,
    /// Arguments for Cargo: features and the like.
    args: Vec<String>,
}

/// What one check finds.
#[derive(Default)]
pub(super) struct Checked {
    pub(super) errors: Vec<Error>,
    /// Whether everything compiles.
    pub(super) is_clean: bool,
    /// What Cargo says itself, where it does not come to compiling.
    pub(super) stderr: String,
}

/// An error of the compiler's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Error {
    /// The manifest of the package that it is in.
    pub(super) manifest: PathBuf,
    pub(super) code: Option<String>,
    pub(super) message: String,
    /// The primary spans first.
    pub(super) places: Vec<Place>,
    pub(super) rendered: String,
}

/// Where something is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: PathBuf,
    pub(super) range: Range<usize>,
    pub(super) line: usize,
    pub(super) is_primary: bool,
}

impl Checker {
    /// Picks a compiler for the build, or takes the one that `toolchain` names.
    ///
    /// # Errors
    ///
    /// No compiler here can do the build, or Cargo's configuration forbids what it takes.
    pub(super) fn new(
        build: Build,
        toolchain: Option<&str>,
        dir: &Path,
        target_dir: &Path,
        (package, args): (&str, Vec<String>),
    ) -> Result<Checker> {
        // Apart, or each would rebuild what the other has built by other flags.
        let part = match build {
            Build::Unwind => "check",
            Build::Abort | Build::Native => "others",
        };
        Ok(Checker {
            choice: build.choose(toolchain, dir)?,
            build,
            flags: build.flags(dir)?,
            dir: dir.to_owned(),
            target_dir: target_dir.join("bulkhead/migrate").join(part),
            package: package.to_owned(),
            args,
        })
    }

    /// Where Cargo is started.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Checks the copy of the crate.
    ///
    /// # Errors
    ///
    /// Cargo cannot be started.
    pub(super) fn check(&self, scratch: &Scratch) -> Result<Checked> {
        let words = self.build.words();
        let task = Task::start(format!("checking {} {words}", self.package));
        let mut child = self
            .command(scratch)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| {
                let cargo = self.choice.toolchain.cargo.display();
                format!("{cargo} cannot be started")
            })?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (errors, stderr) = std::thread::scope(|scope| {
            // Both pipes are read while Cargo runs, or it would wait for room in them.
            let said = scope.spawn(move || stderr.map_or_else(String::new, read_to_end));
            let errors = stdout.map_or_else(Vec::new, |it| read_errors(BufReader::new(it)));
            (errors, said.join().unwrap_or_default())
        });
        let status = child.wait()?;
        task.done();
        Ok(Checked {
            errors: resolve(errors, scratch),
            is_clean: status.success(),
            stderr,
        })
    }

    fn command(&self, scratch: &Scratch) -> Command {
        let mut command = match self.build.panic() {
            None => self.choice.native_cargo("check", &self.dir),
            Some(panic) => {
                let mut command = self.choice.cargo("check", panic, &self.dir);
                let strategy = format!("profile.dev.panic=\"{}\"", panic.strategy());
                command.args(["--config", &strategy]);
                command
            }
        };
        if let Some(flags) = &self.flags {
            command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        }
        command
            .arg("--message-format=json")
            .arg("--keep-going")
            .arg("--manifest-path")
            .arg(scratch.manifest())
            .arg("--target-dir")
            .arg(&self.target_dir)
            .args(["--package", &self.package])
            .args(&self.args);
        command
    }
}

fn read_to_end(mut pipe: impl std::io::Read) -> String {
    let mut bytes = Vec::new();
    let _ = pipe.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The messages of Cargo's that matter here. Its own types leave out what they do not know.
#[derive(Deserialize)]
struct Message {
    reason: String,
    manifest_path: Option<PathBuf>,
    message: Option<Diagnostic>,
}

#[derive(Deserialize)]
struct Diagnostic {
    message: String,
    level: String,
    code: Option<Code>,
    spans: Vec<Span>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: PathBuf,
    byte_start: usize,
    byte_end: usize,
    line_start: usize,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

impl Span {
    /// Where it is written: what a macro expands to is where the macro is called.
    fn written(self) -> Span {
        match self.expansion {
            Some(expansion) => Span {
                is_primary: self.is_primary,
                ..expansion.span.written()
            },
            None => self,
        }
    }
}

fn read_errors(output: impl BufRead) -> Vec<Error> {
    let mut errors = Vec::new();
    for line in output.lines().map_while(Result::ok) {
        let Ok(message) = serde_json::from_str::<Message>(&line) else {
            continue;
        };
        if message.reason != "compiler-message" {
            continue;
        }
        let (Some(manifest), Some(diagnostic)) = (message.manifest_path, message.message) else {
            continue;
        };
        // The sentence that counts the errors has no place.
        if diagnostic.level == "error" && !diagnostic.spans.is_empty() {
            errors.push(error(manifest, diagnostic));
        }
    }
    errors
}

fn error(manifest: PathBuf, diagnostic: Diagnostic) -> Error {
    let spans = diagnostic.spans.into_iter().map(Span::written);
    let mut places: Vec<_> = spans
        .map(|span| Place {
            file: span.file_name,
            range: span.byte_start..span.byte_end,
            line: span.line_start,
            is_primary: span.is_primary,
        })
        .collect();
    places.sort_by_key(|place| !place.is_primary);
    Error {
        manifest,
        code: diagnostic.code.map(|it| it.code),
        message: diagnostic.message,
        places,
        rendered: diagnostic.rendered.unwrap_or_default(),
    }
}

/// Makes files absolute: the compiler names them from where Cargo started it, which is the
/// workspace for its members, and the package for others. Each error is kept once, however many
/// targets of the package it is in.
fn resolve(errors: Vec<Error>, scratch: &Scratch) -> Vec<Error> {
    let mut seen = BTreeSet::new();
    let mut resolved = Vec::new();
    for mut error in errors {
        let own = error.manifest.parent().unwrap_or(Path::new(""));
        for place in &mut error.places {
            let candidates = [scratch.workspace_root(), own].map(|dir| dir.join(&place.file));
            let found = candidates.into_iter().find(|file| file.is_file());
            place.file = found.unwrap_or_else(|| place.file.clone());
        }
        let first = error.places.first();
        let first = first.map(|place| (place.file.clone(), place.range.start, place.range.end));
        if seen.insert((first, error.message.clone(), error.manifest.clone())) {
            resolved.push(error);
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_read_with_where_they_are_written() {
        let span = |start: usize, expansion: &str| {
            format!(
                r#"{{"file_name":"src/a.rs","byte_start":{start},"byte_end":9,"line_start":2,"is_primary":true,"expansion":{expansion}}}"#
            )
        };
        let outer = format!(r#"{{"span":{}}}"#, span(4, "null"));
        let message = |level: &str, spans: &str| {
            format!(
                r#"{{"reason":"compiler-message","manifest_path":"/a/Cargo.toml","message":{{"message":"m","level":"{level}","code":{{"code":"E0277"}},"spans":[{spans}],"rendered":"r"}}}}"#
            )
        };
        let lines = [
            message("error", &span(7, &outer)),
            message("warning", &span(7, "null")),
            message("error", ""),
            r#"{"reason":"build-finished","success":false}"#.to_owned(),
            "no JSON".to_owned(),
        ];
        let errors = read_errors(lines.join("\n").as_bytes());
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].code.as_deref(), Some("E0277"));
        assert_eq!(errors[0].places[0].range, 4..9);
    }
}
