//! `wasm-opt`, which reads in the module which features it may use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use clap::ValueEnum;

use super::options::Level;
use crate::child;

/// Longer than any module has taken.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// The program, and how much it is to do.
pub(super) struct WasmOpt {
    program: PathBuf,
    level: Level,
}

impl WasmOpt {
    pub(super) fn find(level: Level) -> Result<WasmOpt> {
        let program = child::find("wasm-opt").context(
            "there is no wasm-opt on the search path\n\
             help: run `npm install --global binaryen`, or leave --wasm-opt out",
        )?;
        Ok(WasmOpt { program, level })
    }

    /// Optimises the module in its place. Names and line numbers stay if `debug` says so.
    pub(super) fn run(&self, module: &Path, debug: bool) -> Result<()> {
        let level = self.level.to_possible_value();
        let level = level.context("each level has a name")?;
        let optimised = module.with_extension("optimised");
        let mut command = Command::new(&self.program);
        command.arg(format!("-O{}", level.get_name()));
        if debug {
            command.arg("-g");
        }
        command.arg(module).arg("-o").arg(&optimised);
        let output = child::output(&mut command, LIMIT)?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            let lines: Vec<_> = text.lines().take(5).collect();
            bail!("wasm-opt fails ({}): {}", output.status, lines.join("\n"));
        }
        fs::rename(&optimised, module).context("what wasm-opt wrote cannot be moved")
    }
}
