//! Programs that build a package for others, as they come: wasm-pack and trunk.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{ensure, Result};

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::web::{self, Browser};
use crate::{child, engines, workspace};

const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// Longer than any of it should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// A program from crates.io.
struct Program {
    package: &'static str,
    version: &'static str,
    /// What it calls itself.
    name: &'static str,
    locked: bool,
}

/// The others look for wasm-bindgen's command in the version that Cargo.lock has of the library,
/// and would download it elsewhere.
const WASM_BINDGEN: Program = Program {
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    name: "wasm-bindgen",
    // Its lock file wants a version that was yanked.
    locked: false,
};
const WASM_PACK: Program = Program {
    package: "wasm-pack",
    version: "0.15.1",
    name: "wasm-pack",
    locked: true,
};
const TRUNK: Program = Program {
    package: "trunk",
    version: "0.21.14",
    name: "trunk",
    locked: true,
};

impl Program {
    /// Makes sure of it below `root`.
    fn provide(&self, root: &Path) -> Result<PathBuf> {
        let Program {
            package, version, ..
        } = self;
        let path = root.join("bin").join(self.name);
        let said = child::answer(Command::new(&path).arg("--version")).unwrap_or_default();
        if said.split_whitespace().any(|word| word == *version) {
            return Ok(path);
        }
        let task = Task::start(format!("cargo install {package}@{version}"));
        let mut cargo = workspace::host_cargo();
        cargo
            .arg("install")
            .arg(format!("{package}@{version}"))
            .args(self.locked.then_some("--locked"))
            .arg("--root")
            .arg(root)
            .env("CARGO_TARGET_DIR", root.join("build"));
        child::run(&mut cargo, &task)?;
        task.done();
        Ok(path)
    }
}

/// Builds `examples/lab` with each of them, and runs what comes out.
pub(crate) fn test() -> Result<Tally> {
    let root = workspace::target_dir()?.join("builders");
    WASM_BINDGEN.provide(&root)?;
    let wasm_pack = WASM_PACK.provide(&root)?;
    let trunk = TRUNK.provide(&root)?;
    let mut tally = Tally::default();
    for panic in BUILDS {
        let builder = Builder::find(&root, panic)?;
        let packages = root.join("wasm-pack").join(panic.build());
        for target in ["web", "bundler"] {
            builder.pack(&wasm_pack, target, &packages.join(target))?;
        }
        let args = ["web", "bundler"];
        tally.add(builder.run("test.mjs", &packages, &args, "wasm-pack")?);
        let dist = root.join("trunk").join(panic.build());
        builder.trunk(&trunk, &dist)?;
        tally.add(builder.run("trunk.mjs", &dist, &[], "trunk")?);
    }
    Ok(tally)
}

/// What all of them need for one kind of build.
struct Builder {
    panic: Panic,
    toolchain: Toolchain,
    /// Where they find wasm-bindgen, wasm-opt, Cargo and Node.
    path: std::ffi::OsString,
}

impl Builder {
    fn find(root: &Path, panic: Panic) -> Result<Builder> {
        let toolchain = Toolchain::find_or_install(panic)?;
        let node = engines::named(web::NODE).find_or_install()?;
        let mut path = vec![root.join("bin"), web::packages()?.join("node_modules/.bin")];
        path.extend(node.program().parent().map(Path::to_owned));
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        path.extend(std::env::split_paths(&inherited));
        Ok(Builder {
            panic,
            toolchain,
            path: std::env::join_paths(path)?,
        })
    }

    fn pack(&self, program: &Path, target: &str, out: &Path) -> Result<()> {
        let mut command = Command::new(program);
        command
            .arg("build")
            .arg(workspace::root().join("examples/lab"))
            // Its check knows no std but the one that rustup ships.
            .args(["--mode", "force", "--target", target, "--out-dir"])
            .arg(out)
            .args(["--", "--features", "bulkhead"]);
        self.build(command, &format!("wasm-pack build --target {target}"))?;
        ensure!(
            out.join("package.json").is_file(),
            "wasm-pack wrote nothing"
        );
        Ok(())
    }

    fn trunk(&self, program: &Path, dist: &Path) -> Result<()> {
        let mut command = Command::new(program);
        command
            .current_dir(workspace::root().join("examples/bundlers/trunk"))
            .args(["build", "--offline", "--skip-version-check", "--dist"])
            .arg(dist);
        self.build(command, "trunk build")
    }

    fn build(&self, mut command: Command, what: &str) -> Result<()> {
        let target = workspace::target_dir()?.join("wasm");
        let scripts = target.join(format!("{}-programs", self.panic.slug()));
        command.env("PATH", &self.path);
        self.toolchain.lend(self.panic, &mut command, &scripts)?;
        command.env("CARGO_TARGET_DIR", target.join(self.panic.slug()));
        let task = Task::start(format!("{what} ({})", self.panic));
        child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?.success()?;
        task.done();
        Ok(())
    }

    /// Runs a script of `examples/bundlers` over what was built.
    fn run(&self, script: &str, dir: &Path, args: &[&str], what: &str) -> Result<Tally> {
        let script = workspace::root().join("examples/bundlers").join(script);
        let mut command = web::script(&script, &[Browser::Chromium])?;
        command.arg(dir).arg(self.panic.build()).args(args);
        let task = Task::start(format!("running what {what} built ({})", self.panic));
        let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?;
        let problem = (!ended.status.success()).then(|| ended.complaints());
        let mut tally = Tally::default();
        tally.check(&format!("{what} ({})", self.panic), problem);
        task.done();
        Ok(tally)
    }
}
