//! `cargo bulkhead init`: has a crate that uses wasm-bindgen use wasm-bulkhead.

mod attributes;
mod manifest;
mod plan;
mod report;

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::changes::{self, Journal};
use crate::Outcome;
use plan::{Plan, Way};

/// Have a crate that uses wasm-bindgen use wasm-bulkhead.
///
/// Shows the plan and the diff, and changes nothing until `--write` is given. What is edited is
/// edited by spans: comments and formatting stay as they are. A second run finds nothing to do.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead init                        what would change: the dependency
  cargo bulkhead init --attributes           also #[bulkhead] above each #[wasm_bindgen]
  cargo bulkhead init --attributes --write   do it
  cargo bulkhead init --undo                 take back what the last `--write` did

Functions, structs, impl blocks and extern blocks get the attribute; enums and constants need
none. An item behind `cfg_attr` gets it behind the same condition. Items that `macro_rules!` makes
are not seen, and are listed for you to edit.")]
pub struct Args {
    /// The package to edit.
    #[arg(long, short)]
    package: Option<String>,
    /// The crate or workspace, instead of the one in this directory.
    #[arg(long, value_name = "CARGO_TOML")]
    manifest_path: Option<PathBuf>,
    /// Write `#[bulkhead]` above each item that wasm-bindgen exports or imports.
    #[arg(long)]
    attributes: bool,
    /// Do it.
    #[arg(long)]
    write: bool,
    /// Also where git has changes that are not committed.
    #[arg(long)]
    allow_dirty: bool,
    /// Take back what the last `--write` did, unless the files have changed since.
    #[arg(long, conflicts_with_all = ["attributes", "write"])]
    undo: bool,
    /// Write the plan to standard output as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let here = env::current_dir().context("this directory is gone")?;
    let package = plan::Package::find(args, &here)?;
    let mut journal = Journal::read(&package.target_dir, "init")?;
    if args.undo {
        let files = journal.undo()?;
        changes::tell_undone("init", &files, args.json)?;
        return Ok(Outcome::Clean);
    }
    let way = match args.attributes {
        true => Way::Attributes,
        false => Way::Dependency,
    };
    let plan = Plan::make(&package, way)?;
    if args.write && !plan.files.is_empty() {
        let files = plan.file_changes();
        if !args.allow_dirty {
            changes::check_clean(&package.dir, &files)?;
        }
        changes::write(&files, &mut journal)?;
    }
    report::tell(&plan, way, args.write, args.json)?;
    Ok(Outcome::Clean)
}
