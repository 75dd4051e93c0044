//! An unwind build that LLVM may miscompile is refused, and no other is (P13 of the contract).

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::{child, workspace};

/// What the error says, and what it says of the remedy.
const PROBLEM: &str = "error: LLVM may miscompile this build";
const HELP: &str = "help: pass `-Cllvm-args=-phi-elim-split-all-critical-edges \
                    -Cllvm-args=-no-phi-elim-live-out-early-exit` beside";

/// One way to build the crate.
struct Case {
    what: &'static str,
    /// The environment variable, where it is set.
    rustflags: Option<&'static str>,
    args: &'static [&'static str],
    refused: bool,
}

const fn refused(what: &'static str, rustflags: &'static str, args: &'static [&str]) -> Case {
    Case {
        what,
        rustflags: Some(rustflags),
        args,
        refused: true,
    }
}

const fn taken(what: &'static str, rustflags: &'static str, args: &'static [&str]) -> Case {
    Case {
        refused: false,
        ..refused(what, rustflags, args)
    }
}

/// By configuration alone, which the environment variable would override.
const fn configured(what: &'static str, refused: bool, args: &'static [&str]) -> Case {
    Case {
        what,
        rustflags: None,
        args,
        refused,
    }
}

/// The profile `dev` throughout, so that what is built for the host is built once. That builds
/// with the flags in `RUSTFLAGS` are taken, and abort builds without them, every other test shows.
const OPTIMISED: [&str; 2] = ["--config", "profile.dev.opt-level=3"];

/// One package alone, so that the others are built once.
const OURS_OPTIMISED: &str = "profile.dev.package.wasm-bulkhead.opt-level=1";

const CASES: &[Case] = &[
    refused("no flag", "-Cpanic=unwind", &OPTIMISED),
    refused(
        "a flag that is taken back",
        "-Cpanic=unwind -Cllvm-args=-phi-elim-split-all-critical-edges \
         -Cllvm-args=-no-phi-elim-live-out-early-exit \
         -Cllvm-args=-no-phi-elim-live-out-early-exit=false",
        &OPTIMISED,
    ),
    refused("flags optimise", "-Cpanic=unwind -C opt-level=s", &[]),
    taken("nothing is optimised", "-Cpanic=unwind", &[]),
    refused(
        "only the package is optimised",
        "-Cpanic=unwind",
        &["--config", OURS_OPTIMISED],
    ),
    configured(
        "the flags of a target, options of LLVM's in one",
        false,
        &[
            "--config",
            "target.wasm32-unknown-unknown.rustflags=['-Cpanic=unwind', '-C', 'opt-level=3', '-C', \
             'llvm-args=-wasm-use-legacy-eh=false --no-phi-elim-live-out-early-exit \
             --phi-elim-split-all-critical-edges']",
        ],
    ),
    configured(
        "the flags of a build, spelt otherwise",
        false,
        &[
            "--config",
            "build.rustflags=['-O', '-C', 'panic=unwind', \
             '--codegen=llvm_args=-phi-elim-split-all-critical-edges=true', \
             '-Cllvm-args=-no-phi-elim-live-out-early-exit']",
        ],
    ),
    configured(
        "the flags of a profile",
        true,
        &[
            "-Zprofile-rustflags",
            "--config",
            OURS_OPTIMISED,
            "--config",
            "profile.dev.package.wasm-bulkhead.rustflags=['-Cpanic=unwind']",
        ],
    ),
    configured(
        "the flags of a profile, which no build script sees, and the setting",
        false,
        &[
            "-Zprofile-rustflags",
            "--config",
            OURS_OPTIMISED,
            "--config",
            "profile.dev.package.wasm-bulkhead.rustflags=['-Cpanic=unwind', \
             '-Cllvm-args=-phi-elim-split-all-critical-edges', \
             '-Cllvm-args=-no-phi-elim-live-out-early-exit', \
             '--cfg=wasm_bulkhead_skip_edge_check']",
        ],
    ),
];

/// Checks the crate in each way, with a real compiler.
pub(crate) fn test() -> Result<Tally> {
    let panic = Panic::Unwind(Encoding::Legacy);
    let dir = workspace::target_dir()?.join("edges");
    let toolchain = Toolchain::find_or_install(panic)?.shipping_std(panic, &dir)?;
    let mut tally = Tally::default();
    for case in CASES {
        let problem = case.problem(&toolchain, &dir)?;
        tally.check(&format!("an unwind build: {}", case.what), problem);
    }
    Ok(tally)
}

impl Case {
    fn problem(&self, toolchain: &Toolchain, dir: &Path) -> Result<Option<String>> {
        let task = Task::start(format!("checking an unwind build: {}", self.what));
        let ended = child::run_to_end(&mut self.check(toolchain, dir), &task, None, &mut |_| {})?;
        task.done();
        let said = ended.complaints();
        if !self.refused {
            let failed = !ended.status.success();
            return Ok(failed.then(|| format!("it is refused:\n{said}")));
        }
        if ended.status.success() {
            return Ok(Some("it is not refused".into()));
        }
        // The last error is Cargo's own, that the crate could not be compiled.
        let errors = said.lines().filter(|line| line.starts_with("error"));
        let is_clear = errors.count() == 2 && said.contains(PROBLEM) && said.contains(HELP);
        Ok((!is_clear).then(|| format!("the error is another:\n{said}")))
    }

    fn check(&self, toolchain: &Toolchain, dir: &Path) -> Command {
        // Of panics the flags of the case say all.
        let mut cargo = toolchain.check(Panic::Abort);
        cargo
            .current_dir(workspace::root())
            // Flags of a profile are unstable.
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["--package", "wasm-bulkhead", "--target-dir"])
            .arg(dir.join("target"))
            .args(self.args);
        if let Some(flags) = self.rustflags {
            cargo.env("RUSTFLAGS", flags);
        }
        cargo
    }
}
