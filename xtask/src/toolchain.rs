//! Compilers for wasm32: which are there, and how one is installed where there is none.
//!
//! An unwind build rebuilds std, so it needs the sources of std and a compiler that may use
//! unstable flags: rustup's nightly with `rust-src`, or Debian's own packages, whose compiler
//! stands beside any of rustup's. An abort build is content with any compiler that brings a
//! std for wasm32, and is otherwise built like the other.

mod flags;
mod shipped;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};
use clap::ValueEnum;

pub(crate) use self::flags::Flags;
use crate::child;
use crate::progress::Task;

/// The target everything here is built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The oldest minor version of Rust 1 an unwind build was tried with.
const OLDEST_UNWINDING: u32 = 96;

/// Debian's packages. `rust-web-llvm` brings the LLVM that belongs to the compiler, and the
/// linker of the same LLVM is named by `apt_lld`.
const DEBIAN: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];

/// How exceptions are written into the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub(crate) enum Encoding {
    /// `try` and `catch`, which every engine runs.
    Legacy,
    /// `try_table` and `exnref`, which is what the standard became.
    Exnref,
}

/// What a panic does in a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Panic {
    /// It unwinds, and can be caught.
    Unwind(Encoding),
    /// It ends the instance, as on stable Rust.
    Abort,
}

impl Panic {
    /// All of them, in the order of every table.
    pub(crate) const ALL: [Panic; 3] = [
        Panic::Unwind(Encoding::Legacy),
        Panic::Unwind(Encoding::Exnref),
        Panic::Abort,
    ];

    /// A word for directories.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Panic::Unwind(Encoding::Legacy) => "unwind-legacy",
            Panic::Unwind(Encoding::Exnref) => "unwind-exnref",
            Panic::Abort => "abort",
        }
    }

    /// `unwind` or `abort`.
    pub(crate) fn build(self) -> &'static str {
        match self {
            Panic::Unwind(_) => "unwind",
            Panic::Abort => "abort",
        }
    }

    /// The encoding of exceptions, or `none` where there are none.
    pub(crate) fn encoding(self) -> &'static str {
        match self {
            Panic::Unwind(Encoding::Legacy) => "legacy",
            Panic::Unwind(Encoding::Exnref) => "exnref",
            Panic::Abort => "none",
        }
    }
}

impl std::fmt::Display for Panic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Panic::Unwind(_) => write!(f, "unwind, {}", self.encoding()),
            Panic::Abort => f.write_str("abort"),
        }
    }
}

/// Where a build takes std from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Std {
    /// The compiler brings it for wasm32.
    Shipped,
    /// Cargo builds it from the sources the compiler brings.
    Rebuilt,
}

/// A compiler with its Cargo, fit for one kind of build.
pub(crate) struct Toolchain {
    name: String,
    /// Its name for rustup, where it is one of rustup's.
    rustup: Option<String>,
    bin: PathBuf,
    std: Std,
    flags: Flags,
}

impl Toolchain {
    /// Finds a toolchain for builds of this kind, or installs one, saying so.
    pub(crate) fn find_or_install(panic: Panic) -> Result<Toolchain> {
        if let Some(found) = find(panic) {
            return Ok(found);
        }
        // Debian's first: its compiler stands beside rustup's toolchains, which are the user's.
        let apt = install_with_apt();
        if let Some(found) = find(panic) {
            return Ok(found);
        }
        let rustup = install_with_rustup(panic, &rustup_toolchains());
        if let Some(found) = find(panic) {
            return Ok(found);
        }
        match apt {
            Err(apt) => bail!(
                "no compiler here can build for {TARGET}, and none could be installed. With rustup \
                 ({rustup}) run `rustup toolchain install nightly --component rust-src` and try \
                 again; with Debian's packages, {apt:#}"
            ),
            Ok(()) => bail!(
                "Debian's packages are installed, yet their compiler cannot build std for wasm32; \
                 `apt-get install --reinstall rust-web-src` may help"
            ),
        }
    }

    /// Finds a toolchain for builds with these flags, or installs one: no std is shipped for
    /// modules whose memory can be shared.
    pub(crate) fn with_flags(panic: Panic, flags: Flags) -> Result<Toolchain> {
        let kind = match panic {
            Panic::Abort if flags.threads => Panic::Unwind(Encoding::Legacy),
            panic => panic,
        };
        Ok(Toolchain {
            flags,
            ..Toolchain::find_or_install(kind)?
        })
    }

    /// Finds a toolchain that also has Clippy, or installs that.
    pub(crate) fn with_clippy(panic: Panic) -> Result<Toolchain> {
        let toolchain = Toolchain::find_or_install(panic)?;
        if !toolchain.bin.join("cargo-clippy").is_file() {
            match &toolchain.rustup {
                Some(name) => rustup(&["component", "add", "clippy", "--toolchain", name])?,
                None => apt_install(&["rust-web-clippy"])?,
            }
        }
        Ok(toolchain)
    }

    /// Begins `cargo build` for wasm32 with everything this kind of build needs.
    pub(crate) fn build(&self, panic: Panic) -> Command {
        self.command("cargo", "build", panic)
    }

    /// Begins `cargo check` likewise.
    pub(crate) fn check(&self, panic: Panic) -> Command {
        self.command("cargo", "check", panic)
    }

    /// Begins `cargo test` likewise, which is to hand the tests to a runner.
    pub(crate) fn test(&self, panic: Panic) -> Command {
        self.command("cargo", "test", panic)
    }

    /// Begins `cargo clippy` likewise.
    pub(crate) fn clippy(&self, panic: Panic) -> Command {
        // By its path, because `cargo` would take the first `cargo-clippy` on the search path,
        // which may belong to another compiler.
        self.command("cargo-clippy", "clippy", panic)
    }

    fn command(&self, program: &str, verb: &str, panic: Panic) -> Command {
        let mut command = Command::new(self.bin.join(program));
        child::forget_cargo(&mut command);
        command
            .env("CARGO", self.bin.join("cargo"))
            .env("RUSTC", self.bin.join("rustc"))
            .arg(verb)
            .arg(format!("--target={TARGET}"));
        if self.std == Std::Rebuilt {
            // Debian's compiler is a stable one, which this allows to use `-Z`.
            command.env("RUSTC_BOOTSTRAP", "1");
            command.arg(format!("-Zbuild-std={}", rebuilt(panic)));
        }
        if let Some(flags) = self.flags.line(panic) {
            command.env("RUSTFLAGS", flags);
        }
        command
    }

    /// Has `command`, which is a builder that calls `cargo` and `rustc` by these names, build with
    /// this toolchain. Scripts of these names go to `dir`, and that before all on its path.
    ///
    /// A builder may ask rustup's proxies for a nightly, which is what is not there where the
    /// toolchain is Debian's, and it may look for a std that comes with the compiler.
    pub(crate) fn lend(&self, panic: Panic, command: &mut Command, dir: &Path) -> Result<()> {
        child::create_dir(dir)?;
        child::forget_cargo(command);
        let bin = self.bin.display();
        let mut cargo = String::from(NO_PROXY);
        let mut rustc = String::from(NO_PROXY);
        if self.std == Std::Rebuilt {
            command.env("RUSTC_BOOTSTRAP", "1");
            command.env("CARGO_UNSTABLE_BUILD_STD", rebuilt(panic));
            let there = dir.display();
            rustc += &format!("case \"$*\" in *target-libdir*) echo '{there}'; exit ;; esac\n");
        }
        if let Some(flags) = self.flags.line(panic) {
            // Spelt as for all builds, so that these find the std of those.
            cargo += &format!("export RUSTFLAGS='{flags}'\n");
        }
        cargo += &format!("RUSTC='{bin}/rustc' exec '{bin}/cargo' \"$@\"\n");
        rustc += &format!("exec '{bin}/rustc' \"$@\"\n");
        write_script(&dir.join("cargo"), &cargo)?;
        write_script(&dir.join("rustc"), &rustc)?;
        // Asked whether the nightly has the sources of std.
        write_script(&dir.join("rustup"), "echo 'rust-src (installed)'\n")?;
        let given = command.get_envs().find(|(name, _)| *name == "PATH");
        let path = match given {
            Some((_, path)) => path.map(ToOwned::to_owned),
            None => std::env::var_os("PATH"),
        };
        let path = path.unwrap_or_default();
        let path = std::iter::once(dir.to_owned()).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(path)?);
        Ok(())
    }

    /// What this toolchain is, for people.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// Takes the `+nightly` from the arguments of a script.
const NO_PROXY: &str = "case \"$1\" in +*) shift ;; esac\n";

/// Writes a program of these commands of the shell's.
pub(crate) fn write_script(path: &Path, commands: &str) -> Result<()> {
    std::fs::write(path, format!("#!/bin/sh\n{commands}"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}

/// What of std is rebuilt.
fn rebuilt(panic: Panic) -> &'static str {
    match panic {
        Panic::Unwind(_) => "std,panic_unwind",
        Panic::Abort => "std,panic_abort",
    }
}

/// The best toolchain that is there already.
fn find(panic: Panic) -> Option<Toolchain> {
    let mut all = rustup_toolchains();
    all.extend(debian_toolchain());
    if panic == Panic::Abort {
        if let Some(at) = all.iter().position(|t| t.sysroot().has_target()) {
            return Some(all.swap_remove(at).into_toolchain(Std::Shipped));
        }
    }
    let at = all.iter().position(Candidate::can_rebuild_std)?;
    Some(all.swap_remove(at).into_toolchain(Std::Rebuilt))
}

/// A compiler that may or may not do.
struct Candidate {
    name: String,
    /// Its name for rustup, where it is one of rustup's.
    rustup: Option<String>,
    bin: PathBuf,
    /// Whether it is one to use unstable flags with: a nightly, or Debian's, which has no
    /// nightly to go to.
    unstable: bool,
}

impl Candidate {
    fn sysroot(&self) -> Sysroot {
        let rustc = self.bin.join("rustc");
        Sysroot(child::answer(Command::new(rustc).args(["--print", "sysroot"])).unwrap_or_default())
    }

    fn can_rebuild_std(&self) -> bool {
        self.unstable
            && self.minor_version() >= Some(OLDEST_UNWINDING)
            && self.sysroot().has_sources()
    }

    fn minor_version(&self) -> Option<u32> {
        let version = child::answer(Command::new(self.bin.join("rustc")).arg("--version"));
        version.as_deref().and_then(minor_version)
    }

    fn into_toolchain(self, std: Std) -> Toolchain {
        Toolchain {
            name: self.name,
            rustup: self.rustup,
            bin: self.bin,
            std,
            flags: Flags::default(),
        }
    }
}

struct Sysroot(String);

impl Sysroot {
    fn has_target(&self) -> bool {
        self.rustlib().join(TARGET).join("lib").is_dir()
    }

    fn has_sources(&self) -> bool {
        self.rustlib()
            .join("src/rust/library/std/Cargo.toml")
            .is_file()
    }

    fn rustlib(&self) -> PathBuf {
        Path::new(&self.0).join("lib/rustlib")
    }
}

/// Rustup's toolchains, the default one first among the stable, the nightly ones before all.
fn rustup_toolchains() -> Vec<Candidate> {
    let list = child::answer(Command::new("rustup").args(["toolchain", "list"]));
    let mut all: Vec<_> = list
        .iter()
        .flat_map(|list| list.lines())
        .filter_map(|line| {
            let name = line.split_whitespace().next()?;
            let which = ["which", "rustc", "--toolchain", name];
            let rustc = child::answer(Command::new("rustup").args(which))?;
            Some(Candidate {
                name: format!("rustup's {name}"),
                rustup: Some(name.to_owned()),
                bin: Path::new(&rustc).parent()?.to_owned(),
                unstable: name.starts_with("nightly"),
            })
        })
        .collect();
    all.sort_by_key(|candidate| !candidate.unstable);
    all
}

/// The compiler of the distribution. `/usr/bin/rustc` may also be a proxy of Debian's `rustup`
/// package, which the list above has covered; a proxy's sysroot is not `/usr`.
fn debian_toolchain() -> Option<Candidate> {
    let candidate = Candidate {
        name: "Debian's compiler".into(),
        rustup: None,
        bin: "/usr/bin".into(),
        unstable: true,
    };
    let own = candidate.sysroot().0 == "/usr" && candidate.bin.join("cargo").is_file();
    own.then_some(candidate)
}

/// The 96 of `rustc 1.96.0 (…)`.
fn minor_version(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(1)?;
    let mut parts = number.split('.');
    (parts.next()? == "1").then_some(())?;
    parts.next()?.parse().ok()
}

/// Asks rustup for what is missing: a std for wasm32 beside the default toolchain where that is
/// enough, else the sources of std beside a nightly. A nightly that is there already is not
/// moved to a newer one. Gives back what came of it, as words for the middle of a sentence.
fn install_with_rustup(panic: Panic, there: &[Candidate]) -> String {
    if child::answer(Command::new("rustup").arg("--version")).is_none() {
        return "rustup is not installed".into();
    }
    let nightly = there.iter().find(|candidate| {
        let version = candidate.minor_version();
        candidate.unstable && candidate.rustup.is_some() && version >= Some(OLDEST_UNWINDING)
    });
    let args = match (panic, nightly.and_then(|n| n.rustup.as_deref())) {
        (Panic::Abort, _) => vec!["target", "add", TARGET],
        (_, Some(nightly)) => vec!["component", "add", "rust-src", "--toolchain", nightly],
        (_, None) => vec![
            "toolchain",
            "install",
            "nightly",
            "--profile=minimal",
            "--component=rust-src",
            "--no-self-update",
        ],
    };
    let words = args.join(" ");
    match rustup(&args) {
        Ok(()) => format!("`rustup {words}` succeeded and was not enough"),
        Err(_) => {
            eprintln!("  rustup cannot have it from its server");
            format!("`rustup {words}` failed")
        }
    }
}

fn rustup(args: &[&str]) -> Result<()> {
    let words = args.join(" ");
    let task = Task::start(format!("rustup {words}"));
    let mut command = Command::new("rustup");
    child::forget_cargo(&mut command);
    child::run(command.args(args), &task)
        .with_context(|| format!("`rustup {words}` failed; is there a network?"))?;
    task.done();
    Ok(())
}

/// Installs Debian's compiler, its sources and its linker.
fn install_with_apt() -> Result<()> {
    let lld = apt_lld()?;
    let packages: Vec<&str> = DEBIAN.iter().copied().chain([lld.as_str()]).collect();
    apt_install(&packages)
}

/// Installs packages with `apt-get`, or says in one sentence what to run.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    let words = packages.join(" ");
    if child::answer(Command::new("apt-get").arg("--version")).is_none() {
        bail!("the packages are {words}, but there is no apt-get here");
    }
    if child::answer(Command::new("id").arg("-u")).as_deref() != Some("0") {
        bail!("run `sudo apt-get update && sudo apt-get install {words}` and try again");
    }
    apt("apt-get update", &["update"])?;
    let label = format!("apt-get install {words}");
    // A compiler from the distribution that is there already is the user's to remove.
    let install = ["install", "--yes", "--no-install-recommends", "--no-remove"];
    apt(&label, &[&install, packages].concat())
}

fn apt(label: &str, args: &[&str]) -> Result<()> {
    let task = Task::start(label);
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
    // With a pipe for its output apt-get reports progress on standard output only.
    let ended = child::run_to_end(&mut command, &task, None, &mut |line| task.note(line))?;
    if !ended.status.success() {
        let reason = ended.reason("E:");
        bail!("`{label}` failed, is there a network? apt-get says: {reason}");
    }
    task.done();
    Ok(())
}

/// The package with the linker that fits: `lld-22` where `rust-web-llvm` depends on `llvm-22`.
fn apt_lld() -> Result<String> {
    let depends = child::answer(Command::new("apt-cache").args(["depends", "rust-web-llvm"]));
    let llvm = depends.as_deref().and_then(llvm_of);
    Ok(format!("lld-{}", llvm.unwrap_or("22")))
}

/// The 22 of `Depends: llvm-22` in what apt-cache says.
fn llvm_of(depends: &str) -> Option<&str> {
    depends
        .lines()
        .find_map(|line| line.trim().strip_prefix("Depends: llvm-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_lent_toolchain_answers_for_a_nightly() {
        let dir = std::env::temp_dir().join(format!("lent-{}", std::process::id()));
        let bin = dir.join("bin");
        child::create_dir(&bin).unwrap();
        write_script(&bin.join("cargo"), "echo $RUSTFLAGS $@\n").unwrap();
        let toolchain = Toolchain {
            name: "a toolchain".into(),
            rustup: None,
            bin,
            std: Std::Rebuilt,
            flags: Flags::default(),
        };
        let builder = "cargo +nightly build; rustc +nightly --print target-libdir; \
                       rustup component list";
        let mut sh = Command::new("sh");
        let scripts = dir.join("scripts");
        let panic = Panic::Unwind(Encoding::Exnref);
        toolchain.lend(panic, &mut sh, &scripts).unwrap();
        let said = child::answer(sh.args(["-c", builder])).unwrap();
        std::fs::remove_dir_all(&dir).unwrap();
        let lines: Vec<_> = said.lines().collect();
        assert_eq!(
            lines[0],
            format!("{} build", Flags::default().line(panic).unwrap())
        );
        assert_eq!(lines[1], scripts.to_str().unwrap());
        assert!(lines[2].starts_with("rust-src") && lines[2].ends_with("(installed)"));
    }

    #[test]
    fn versions_are_read() {
        assert_eq!(
            minor_version("rustc 1.96.0 (ac68faa20 2026-05-25)"),
            Some(96)
        );
        assert_eq!(minor_version("rustc 1.97.0-nightly (e50aa6fba)"), Some(97));
        assert_eq!(minor_version("nonsense"), None);
    }

    #[test]
    fn the_linker_fits_the_compiler() {
        let depends = "rust-web-llvm\n  Depends: libc6\n  Depends: llvm-22\n";
        assert_eq!(llvm_of(depends), Some("22"));
    }
}
