//! `cargo bulkhead` on crates that are really compiled: what its own tests cannot build unasked.

use anyhow::Result;

use crate::progress::Task;
use crate::test::{count, Tally};
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::{child, engines, workspace};

/// Runs the tests of `cli/` that take a compiler for wasm32 and Node.
pub(crate) fn test() -> Result<Tally> {
    run("compiled::", "cargo bulkhead on compiled crates")
}

/// Runs those that migrate crates in every way, which compile each of them many times.
pub(crate) fn migrate() -> Result<Tally> {
    run("edited::", "cargo bulkhead migrate in every way")
}

/// Runs those that compare what is said of modules with their source, in each build.
pub(crate) fn verify() -> Result<Tally> {
    run("truth::", "cargo bulkhead verify on each build")
}

fn run(tests: &str, title: &str) -> Result<Tally> {
    let panic = Panic::Unwind(Encoding::Legacy);
    Toolchain::find_or_install(panic)?;
    let node = engines::any_for(panic)?;
    let task = Task::start(title);
    let mut cargo = workspace::host_cargo();
    cargo
        .args(["test", "--package", "cargo-bulkhead", "--test", "suite"])
        .args(["--", "--ignored", tests])
        .env("CLI_NODE", node.program());
    let ended = child::run_to_end(&mut cargo, &task, None, &mut |line| task.note(line))?;
    let tally = count(&ended.out);
    if tally.failed > 0 || tally.passed == 0 {
        task.print(&ended.out);
        task.print(&ended.complaints());
        ended.success()?;
    }
    task.done();
    Ok(tally)
}
