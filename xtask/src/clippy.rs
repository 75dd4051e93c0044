//! Clippy where the code runs: `cargo xtask clippy-wasm`.
//!
//! Half of the runtime is compiled for wasm32 only, and part of that for one panic strategy
//! only, so Clippy on the host does not see it.

use anyhow::Result;

use crate::progress::Task;
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::{child, workspace, Outcome};

/// Run Clippy for wasm32, in unwind and abort builds, with warnings denied.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Runs `cargo xtask clippy-wasm`.
pub(crate) fn run(_: Args) -> Result<Outcome> {
    let members = workspace::wasm_members()?;
    for panic in [Panic::Unwind(Encoding::Legacy), Panic::Abort] {
        let toolchain = Toolchain::with_clippy(panic)?;
        for features in [&[][..], &["--all-features"]] {
            let words = features.first().copied().unwrap_or("default features");
            let task = Task::start(format!(
                "clippy for wasm32 ({panic}, {words}) with {}",
                toolchain.name()
            ));
            let mut command = toolchain.clippy(panic);
            command.current_dir(workspace::root());
            // In the profile of every other build here, so that they share their std.
            command.arg("--release").args(features);
            for package in &members {
                command.args(["--package", package]);
            }
            let dir = workspace::target_dir()?.join("wasm").join(panic.slug());
            command.arg("--target-dir").arg(dir);
            command.args(["--", "-Dwarnings"]);
            let ended = child::run_to_end(&mut command, &task, None, &mut |_| {})?;
            if !ended.status.success() {
                task.print(&ended.complaints());
                return Ok(Outcome::Findings);
            }
            task.done();
        }
    }
    Ok(Outcome::Clean)
}
