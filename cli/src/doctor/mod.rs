//! `cargo bulkhead doctor`: what is missing here, and the command that mends it.

mod bundlers;
mod config;
mod engines;
mod manifest;
mod probe;
mod report;
mod toolchains;
mod versions;
mod wasm_opt;

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};
use clap::ValueEnum;

use crate::cargo_config::CargoConfig;
use crate::progress::Task;
use crate::{terminal, Outcome};
use report::{Check, Group, Report};

/// Check this machine and this crate: what is missing, and the command that mends it.
///
/// Asks compilers, engines and `wasm-opt` by running them: each engine runs a small module in
/// each encoding of exceptions. Nothing is installed and nothing is changed.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead doctor                   everything
  cargo bulkhead doctor --panic unwind    what an unwind build lacks is a problem, too
  cargo bulkhead doctor --json | jq '.checks[] | select(.status == \"problem\") | .remedy.command'

Without `--panic`, a machine that can make one kind of build is well, unless Cargo's configuration
asks for the other kind. Advice is no finding: it does not change the exit code.")]
pub struct Args {
    /// The crate to look at, instead of the one in this directory.
    #[arg(long, value_name = "CARGO_TOML")]
    manifest_path: Option<PathBuf>,
    /// The kind of build that has to work here.
    #[arg(long, value_enum)]
    panic: Option<Strategy>,
    /// Write one document of JSON to standard output.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Strategy {
    /// With a nightly and std rebuilt: a panic is caught.
    Unwind,
    /// As on stable Rust: a panic ends the instance.
    Abort,
}

/// Where the doctor looks.
struct Place {
    dir: PathBuf,
    config: Option<CargoConfig>,
    metadata: Option<Metadata>,
    /// Whether unwind builds are asked for, by an argument or by Cargo's configuration.
    wants_unwind: bool,
    wants_abort: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let mut report = Report::default();
    let place = Place::of(args, &mut report)?;
    let task = Task::start("asking compilers and engines");
    toolchains::check(&place, &mut report);
    engines::check(&place, &mut report);
    wasm_opt::check(&mut report);
    drop(task);
    config::check(&place, &mut report);
    manifest::check(&place, &mut report);
    versions::check(&place, &mut report);
    bundlers::check(&place, &mut report);
    match args.json {
        true => terminal::print(&report.to_json()?),
        false => report.tell(),
    }
    Ok(match report.problems() {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

impl Place {
    /// Reads the crate and Cargo's configuration. What cannot be read is a problem in the report.
    fn of(args: &Args, report: &mut Report) -> Result<Place> {
        let here = env::current_dir().context("this directory is gone")?;
        let dir = match &args.manifest_path {
            Some(manifest) => {
                let manifest = here.join(manifest);
                anyhow::ensure!(
                    manifest.is_file(),
                    "there is no file {}",
                    manifest.display()
                );
                let parent = manifest.parent().context("a manifest is in a directory")?;
                parent.to_owned()
            }
            None => here,
        };
        let config = read_config(&dir, report);
        // Cargo would repeat what is wrong with its configuration.
        let metadata = config
            .as_ref()
            .and_then(|_| read_manifest(args, &dir, report));
        let mut place = Place {
            config,
            metadata,
            wants_unwind: args.panic == Some(Strategy::Unwind),
            wants_abort: args.panic == Some(Strategy::Abort),
            dir,
        };
        if args.panic.is_none() {
            place.wants_unwind = config::asks_for_unwinding(&place);
            place.wants_abort = !place.wants_unwind;
        }
        Ok(place)
    }
}

fn read_config(dir: &Path, report: &mut Report) -> Option<CargoConfig> {
    match CargoConfig::read(dir) {
        Ok(config) => Some(config),
        Err(error) => {
            report.add(Check::problem(
                Group::Crate,
                "cargo-config",
                format!("{error:#}"),
            ));
            None
        }
    }
}

fn read_manifest(args: &Args, dir: &Path, report: &mut Report) -> Option<Metadata> {
    let mut command = MetadataCommand::new();
    command.no_deps().current_dir(dir);
    let manifest = args.manifest_path.as_ref();
    if let Some(manifest) = manifest.and_then(|it| it.file_name()) {
        command.manifest_path(dir.join(manifest));
    }
    match command.exec() {
        Ok(metadata) => Some(metadata),
        Err(cargo_metadata::Error::CargoMetadata { stderr }) => {
            let text = stderr.trim().trim_start_matches("error: ");
            let check = match text.starts_with("could not find `Cargo.toml`") {
                true => Check::advice(
                    Group::Crate,
                    "manifest",
                    "there is no crate here: only the machine is checked",
                ),
                false => Check::problem(Group::Crate, "manifest", text.to_owned()),
            };
            report.add(check);
            None
        }
        Err(error) => {
            report.add(Check::problem(
                Group::Crate,
                "manifest",
                format!("`cargo metadata` fails: {error}"),
            ));
            None
        }
    }
}
