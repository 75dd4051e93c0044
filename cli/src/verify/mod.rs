//! `cargo bulkhead verify`: proves of a module what its source promised.

mod code;
mod entries;
mod exceptions;
mod gate;
mod glue;
mod handlers;
mod module;
mod names;
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};

use crate::{terminal, Outcome};
use report::Report;

/// Prove of a compiled module what its source promised.
///
/// Reads the module alone: for each export whether its body can be reached without passing the
/// gate, how exceptions are written, which imports throw past destructors, which handlers read a
/// local that LLVM assigns too late, and whether the guard is in the glue beside it.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead verify pkg/app_bg.wasm
  cargo bulkhead verify pkg                        the modules of a package
  cargo bulkhead verify pkg --strict               what cannot be proven is a finding, too
  cargo bulkhead verify pkg --json | jq -r '.modules[].entries[] | select(.verdict != \"gated\").name'

Verdicts:
  gated    nothing happens before the gate is passed, and nothing goes on when it is closed
  ungated  there is a way past the gate, or something comes before it on all ways: no #[bulkhead]
  unknown  the gate is on all ways, and on some something comes before it, or goes on behind a
           closed one

The analysis follows branches, calls, constants and the stack frame; it knows no types. An import,
a call through a table, or a write to memory counts as a body; that wasm-bindgen borrows an
argument does not. Async exports that are optimised for size may stay unknown, and so does all that
is not optimised: verify what you ship.

Names and lines of handlers come from the companion beside the module. Without names what is said
of handlers is no finding, unless --strict is given.")]
pub struct Args {
    /// A module, or a directory with modules that wasm-bindgen wrote.
    #[arg(required = true, value_name = "PKG")]
    paths: Vec<PathBuf>,
    /// Take what cannot be proven for a finding.
    #[arg(long)]
    strict: bool,
    /// Write one document of JSON to standard output.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let mut reports = Vec::new();
    for path in &args.paths {
        for file in modules(path)? {
            reports.push(verify(&file)?);
        }
    }
    let findings: usize = reports
        .iter()
        .map(|report| report.findings(args.strict).len())
        .sum();
    if args.json {
        terminal::print(&report::to_json(&reports, args.strict)?);
    } else {
        reports.iter().for_each(|report| report.tell(args.strict));
    }
    Ok(match findings {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

fn verify(file: &Path) -> Result<Report> {
    let shown = || format!("{} cannot be verified", file.display());
    let bytes = fs::read(file).with_context(shown)?;
    Report::of(file, &bytes).with_context(shown)
}

/// The file, or what wasm-bindgen wrote to a directory, without companions.
fn modules(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let shown = path.display();
    let entries = fs::read_dir(path).with_context(|| format!("{shown} cannot be read"))?;
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<_> = files
        .filter(|file| file.to_string_lossy().ends_with("_bg.wasm"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("there is no module of wasm-bindgen's in {shown}");
    }
    Ok(files)
}
