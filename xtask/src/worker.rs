//! The Worker of `examples/worker`, as worker-build makes it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{ensure, Context, Result};

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::{bindgen, child, toolchain, web, workspace};

/// In the version of the crate `worker` that the example uses.
const WORKER_BUILD: &str = "0.8.7";

/// The builds of it. The runtime runs either encoding; this is the one that lasts.
pub(crate) const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Exnref), Panic::Abort];

/// Longer than any run should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// How the Worker comes back after its instance has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// Not at all: without wasm-bulkhead, and the recovery of workers-rs switched off.
    Alone,
    /// Without wasm-bulkhead, by the shim that worker-build writes.
    Recovering,
    /// With wasm-bulkhead, by that shim.
    Unrecovered,
    /// By wasm-bulkhead, below the same shim.
    Guarded,
}

impl Variant {
    /// A word for directories and for scripts.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Variant::Alone => "alone",
            Variant::Recovering => "recovering",
            Variant::Unrecovered => "unrecovered",
            Variant::Guarded => "guarded",
        }
    }
}

/// worker-build, and the programs that it would download.
pub(crate) struct Tools {
    worker_build: PathBuf,
    bindgen: PathBuf,
    wasm_opt: PathBuf,
    esbuild: PathBuf,
}

impl Tools {
    /// Finds them or installs them.
    pub(crate) fn find_or_install() -> Result<Tools> {
        Ok(Tools {
            worker_build: worker_build()?,
            bindgen: bindgen::build("bindgen")?,
            wasm_opt: wasm_opt()?,
            esbuild: esbuild()?,
        })
    }

    /// Has worker-build make the Worker, and gives the directory of what it wrote.
    pub(crate) fn build(&self, variant: Variant, panic: Panic) -> Result<PathBuf> {
        let dir = workspace::target_dir()?.join("worker");
        let out = dir.join(format!("{}-{}", panic.slug(), variant.slug()));
        let package = match variant {
            Variant::Guarded | Variant::Unrecovered => directory(),
            Variant::Alone | Variant::Recovering => directory().join("alone"),
        };
        let target = workspace::target_dir()?.join("wasm").join(panic.slug());
        let scripts = dir.join(format!("bin-{}", panic.slug()));
        let mut command = Command::new(&self.worker_build);
        Toolchain::find_or_install(panic)?.lend(panic, &mut command, &scripts)?;
        command
            .current_dir(package)
            .env("CARGO_TARGET_DIR", target)
            .env("WASM_BINDGEN_BIN", &self.bindgen)
            .env("WASM_OPT_BIN", &self.wasm_opt)
            .env("ESBUILD_BIN", &self.esbuild)
            .arg("--out-dir")
            .arg(&out);
        if let Panic::Unwind(_) = panic {
            command.arg("--panic-unwind");
        }
        if variant == Variant::Alone {
            command.arg("--no-panic-recovery");
        }
        if variant == Variant::Unrecovered {
            // For the test alone, which is quicker so.
            command.arg("--no-opt");
        }
        // From here on they are Cargo's.
        command.arg("--locked");
        if variant == Variant::Unrecovered {
            command.args(["--no-default-features", "--features=bulkhead"]);
        }
        let task = Task::start(format!("worker-build ({panic}, {})", variant.slug()));
        child::run(&mut command, &task)?;
        task.done();
        Ok(out)
    }
}

/// Finds worker-build in the version that is wanted, or installs it.
fn worker_build() -> Result<PathBuf> {
    let root = workspace::target_dir()?.join("worker-build");
    let program = root.join("bin/worker-build");
    if child::answer(Command::new(&program).arg("--version")).as_deref() == Some(WORKER_BUILD) {
        return Ok(program);
    }
    provide_openssl()?;
    let task = Task::start(format!("cargo install worker-build@{WORKER_BUILD}"));
    let mut cargo = Command::new(env!("CARGO"));
    child::forget_cargo(&mut cargo);
    cargo
        .args(["install", "--locked", "--debug", "--bin", "worker-build"])
        .arg(format!("worker-build@{WORKER_BUILD}"))
        .arg("--root")
        .arg(&root)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_TARGET_DIR", root.join("target"));
    child::run(&mut cargo, &task)?;
    task.done();
    Ok(program)
}

/// worker-build links it on Linux, though with its binaries given it downloads nothing.
fn provide_openssl() -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let there = |library| child::answer(Command::new("pkg-config").args(["--modversion", library]));
    match there("openssl") {
        Some(_) => Ok(()),
        None => toolchain::apt_install(&["libssl-dev", "pkg-config"]),
    }
}

/// Binaryen's, which npm has for Node, and distributions too old.
fn wasm_opt() -> Result<PathBuf> {
    let dir = workspace::target_dir()?.join("worker");
    child::create_dir(&dir)?;
    let script = web::packages()?.join("node_modules/binaryen/bin/wasm-opt");
    let node = web::node()?;
    let (node, script) = (node.program().display(), script.display());
    let program = dir.join("wasm-opt");
    toolchain::write_script(&program, &format!("exec '{node}' '{script}' \"$@\"\n"))?;
    Ok(program)
}

/// The program itself, in the package that npm has for this machine.
fn esbuild() -> Result<PathBuf> {
    let packages = web::packages()?.join("node_modules/@esbuild");
    let programs =
        fs::read_dir(&packages)?.filter_map(|entry| Some(entry.ok()?.path().join("bin/esbuild")));
    let mut programs = programs.filter(|program| program.is_file());
    programs
        .next()
        .context("npm installed no esbuild for this machine")
}

/// Begins what runs the example: it asserts what it shows.
pub(crate) fn example(panic: Panic) -> Result<Command> {
    let tools = Tools::find_or_install()?;
    let mut command = web::script(&directory().join("test.mjs"), &[])?;
    for variant in [Variant::Guarded, Variant::Unrecovered, Variant::Recovering] {
        command.arg(tools.build(variant, panic)?);
    }
    command.arg(panic.build());
    Ok(command)
}

/// What the Worker promises in both builds, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for panic in BUILDS {
        let mut command = example(panic)?;
        let task = Task::start(format!("the Worker on workerd ({panic})"));
        let mut note = |line: &str| task.note(line);
        let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut note)?;
        let is_through = ended.out.lines().any(|line| line.ends_with(" failed"));
        ensure!(is_through, "the script broke off: {}", ended.complaints());
        for line in ended.out.lines() {
            match line.split_once(' ') {
                Some(("ok", _)) => tally.passed += 1,
                Some(("FAILED", what)) => tally.check("on workerd", Some(what.to_owned())),
                _ => {}
            }
        }
        task.done();
    }
    Ok(tally)
}

/// Where the example is.
pub(crate) fn directory() -> PathBuf {
    workspace::root().join("examples/worker")
}
