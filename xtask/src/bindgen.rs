//! wasm-bindgen's own programs, for who calls them by their command lines.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::progress::Task;
use crate::{child, workspace};

/// Builds them, which are libraries too, and gives the program `name`.
pub(crate) fn build(name: &str) -> Result<PathBuf> {
    let target = workspace::target_dir()?.join("test-runner");
    let task = Task::start("building wasm-bindgen's own programs");
    let mut command = Command::new(env!("CARGO"));
    child::forget_cargo(&mut command);
    command
        .current_dir(workspace::root().join("xtask/test-runner"))
        .args(["build", "--locked", "--target-dir"])
        .arg(&target);
    child::run(&mut command, &task)?;
    task.done();
    Ok(target.join("debug").join(name))
}
