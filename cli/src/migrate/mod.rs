//! `cargo bulkhead migrate`: from `panic=abort` to `panic=unwind`.

mod check;
mod configure;
mod dependencies;
mod fix;
mod lock;
mod others;
mod report;
mod round;
mod scratch;

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::changes::{self, Journal};
use crate::{packages, Outcome};
use check::{Build, Checker};
use dependencies::Dependencies;
use fix::Kind;
use others::State;
use round::Migration;
use scratch::Scratch;

pub(crate) use fix::MARK;

/// Have a crate that is built to abort compile with panic=unwind.
///
/// Checks a copy of the crate for wasm32 with unwinding, answers the errors by edits, and repeats
/// that until it compiles or nothing more can be done. Edits are made by spans: comments and
/// formatting stay. Where the compiler can judge what is captured it is asked; where not, the edit
/// asserts, with a comment `NOT REVIEWED` above it, which `cargo bulkhead audit` lists.
///
/// Shows the diff, and changes nothing until `--write` is given.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead migrate                         what would change, and what is left
  cargo bulkhead migrate --write                 do it
  cargo bulkhead migrate --patch-dependencies    migrate copies of dependencies as well
  cargo bulkhead migrate --undo                  take back what the last `--write` did

A dependency that does not compile is updated as far as Cargo.toml allows. With
--patch-dependencies one that still fails is copied to unwind-patches/, migrated there, and named
in [patch]; beside it is a diff for its authors.

What Cargo.lock names of wasm-bindgen is updated first: older versions ask for less.

The edits are also checked in a build with panic=abort and in one for this machine. Where one that
compiled before does not with them, nothing is written.

Exit code 100 tells that errors are left, each with its file, line and what to do, or that another
build breaks.")]
pub struct Args {
    /// The package to migrate.
    #[arg(long, short)]
    package: Option<String>,
    /// The crate or workspace, instead of the one in this directory.
    #[arg(long, value_name = "CARGO_TOML")]
    manifest_path: Option<PathBuf>,
    /// Features to turn on, separated by commas.
    #[arg(long, short = 'F', value_delimiter = ',')]
    features: Vec<String>,
    /// Turn all features on.
    #[arg(long)]
    all_features: bool,
    /// Leave the default features off.
    #[arg(long)]
    no_default_features: bool,
    /// The compiler to take: a name of rustup's, or the sysroot of another one.
    #[arg(long, value_name = "NAME")]
    toolchain: Option<String>,
    /// Migrate copies of dependencies that do not compile, and have Cargo take them.
    #[arg(long)]
    patch_dependencies: bool,
    /// Do it.
    #[arg(long)]
    write: bool,
    /// Also where git has changes that are not committed.
    #[arg(long)]
    allow_dirty: bool,
    /// Take back what the last `--write` did, unless the files have changed since.
    #[arg(long, conflicts_with = "write")]
    undo: bool,
    /// Write what came of it to standard output as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let here = env::current_dir().context("this directory is gone")?;
    let manifest = args.manifest_path.as_deref();
    let metadata = packages::read(manifest, &here)?;
    let mut journal = Journal::read(metadata.target_directory.as_std_path(), "migrate")?;
    if args.undo {
        changes::tell_undone("migrate", &journal.undo()?, args.json)?;
        return Ok(Outcome::Clean);
    }
    let dir = packages::dir(manifest, &here)?;
    let package = packages::choose_user(&metadata, args.package.as_deref(), &dir)?;
    let manifest = package.manifest_path.as_std_path();
    let target_dir = metadata.target_directory.as_std_path();
    let checker = |build| {
        let crate_args = (package.name.as_str(), features(args));
        Checker::new(
            build,
            args.toolchain.as_deref(),
            &dir,
            target_dir,
            crate_args,
        )
    };
    let unwind = checker(Build::Unwind)?;
    let mut scratch = Scratch::make(&metadata, manifest, "copy")?;
    let raised = lock::raise(&unwind, &mut scratch)?;
    let mut dependencies = Dependencies::new(args.patch_dependencies);
    let migration = round::migrate(&unwind, &mut scratch, &mut dependencies)?;
    if migration.has_twins() {
        configure::raise_bindgen(&mut scratch)?;
    }
    configure::configure(&mut scratch, &unwind.choice, &dir)?;
    dependencies.write_diffs(&mut scratch)?;
    let files = scratch.changes()?;
    let others = match files.is_empty() {
        true => Vec::new(),
        false => others::check(checker, &scratch, || {
            Scratch::make(&metadata, manifest, "original")
        })?,
    };
    let is_broken = others.iter().any(|it| it.state == State::Broken);
    let is_written = args.write && !is_broken && !files.is_empty();
    if is_written {
        if !args.allow_dirty {
            changes::check_clean(&dir, &files)?;
        }
        changes::write(&files, &mut journal)?;
    }
    let report = report::Report {
        package: &package.name,
        root: metadata.workspace_root.as_std_path(),
        raised: &raised,
        migration: &migration,
        dependencies: &dependencies,
        others: &others,
        scratch: &scratch,
        files: &files,
        is_written,
    };
    report.tell(args.json)?;
    Ok(match migration.left.is_empty() && !is_broken {
        true => Outcome::Clean,
        false => Outcome::Findings,
    })
}

impl Migration {
    /// Whether the edits call constructors that older versions of wasm-bindgen do not have.
    fn has_twins(&self) -> bool {
        self.fixes.iter().any(|fix| fix.kind == Kind::Closure)
    }
}

/// Cargo's arguments for the features that are asked for.
fn features(args: &Args) -> Vec<String> {
    let mut arguments = Vec::new();
    if !args.features.is_empty() {
        arguments.push(format!("--features={}", args.features.join(",")));
    }
    for (given, flag) in [
        (args.all_features, "--all-features"),
        (args.no_default_features, "--no-default-features"),
    ] {
        if given {
            arguments.push(flag.to_owned());
        }
    }
    arguments
}
