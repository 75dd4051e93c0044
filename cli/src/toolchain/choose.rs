//! Which compiler takes on a build.

use std::path::Path;
use std::process::Command;

use anyhow::{bail, Result};

use super::{all, remedy, Panic, Toolchain, TARGET};

/// Where a build takes std from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Std {
    /// The compiler brings it for wasm32.
    Shipped,
    /// Cargo builds it from the sources that the compiler brings.
    Rebuilt,
}

/// A compiler that can do a build, and how.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) toolchain: Toolchain,
    pub(crate) std: Std,
}

impl Toolchain {
    /// Where this compiler would take std from, or why it cannot do the build.
    pub(crate) fn std_for(&self, panic: Panic) -> Result<Std, &'static str> {
        if panic == Panic::Abort && self.has_target() {
            return Ok(Std::Shipped);
        }
        match (self.is_unstable(), self.is_recent(), self.has_sources()) {
            (false, ..) if panic == Panic::Abort => Err("has no std for wasm32"),
            (false, ..) => Err("is a stable compiler, which cannot rebuild std"),
            (true, false, _) => Err("is older than 1.96"),
            (true, true, false) => Err("has no sources of std"),
            (true, true, true) => Ok(Std::Rebuilt),
        }
    }
}

impl Choice {
    /// Begins a Cargo command for wasm32 with this compiler, as it is run in `dir`.
    pub(crate) fn cargo(&self, verb: &str, panic: Panic, dir: &Path) -> Command {
        let mut command = self.plain_cargo(verb, TARGET, dir);
        if self.std == Std::Rebuilt {
            if !self.toolchain.is_nightly() {
                command.env("RUSTC_BOOTSTRAP", "1");
            }
            command.arg(format!("-Zbuild-std={}", panic.build_std()));
        }
        command
    }

    /// Begins a Cargo command for this machine, whatever target the configuration has.
    pub(crate) fn native_cargo(&self, verb: &str, dir: &Path) -> Command {
        self.plain_cargo(verb, &self.toolchain.host, dir)
    }

    fn plain_cargo(&self, verb: &str, target: &str, dir: &Path) -> Command {
        let Toolchain { cargo, rustc, .. } = &self.toolchain;
        let mut command = Command::new(cargo);
        command
            .current_dir(dir)
            .env("CARGO", cargo)
            .env("RUSTC", rustc)
            // It would lead a proxy of rustup's in a build script to another compiler.
            .env_remove("RUSTUP_TOOLCHAIN")
            .arg(verb)
            .arg(format!("--target={target}"));
        command
    }
}

/// The first of the compilers that can do the build, or the one that is asked for by its name.
pub(crate) fn choose(panic: Panic, name: Option<&str>, dir: &Path) -> Result<Choice> {
    let mut all = all(dir);
    if let Some(name) = name {
        let known: Vec<_> = all.iter().map(Toolchain::short_name).collect();
        all.retain(|it| it.is_called(name));
        if all.is_empty() {
            bail!(
                "there is no toolchain `{name}` here; there are: {}",
                known.join(", ")
            );
        }
    }
    let chosen = all
        .iter()
        .find_map(|it| Some((it.clone(), it.std_for(panic).ok()?)));
    let Some((toolchain, std)) = chosen else {
        bail!("{}", refusal(panic, &all));
    };
    Ok(Choice { toolchain, std })
}

/// Says of each compiler why it does not do, and what to run.
fn refusal(panic: Panic, all: &[Toolchain]) -> String {
    let strategy = panic.strategy();
    let mut text = format!("no compiler here can build for {TARGET} with panic={strategy}");
    for it in all {
        if let Err(why) = it.std_for(panic) {
            text += &format!("\n  {} {why}", it.name);
        }
    }
    text + "\nhelp: " + &remedy(panic, all).to_string()
}

impl Toolchain {
    /// What `--toolchain` calls it.
    pub(crate) fn short_name(&self) -> String {
        match &self.rustup {
            Some(name) => name.clone(),
            None => self.sysroot.display().to_string(),
        }
    }

    /// Whether `name` means this one: `nightly` means `nightly-x86_64-unknown-linux-gnu`.
    fn is_called(&self, name: &str) -> bool {
        let own = self.short_name();
        own == name || own == format!("{name}-{}", self.host)
    }
}
