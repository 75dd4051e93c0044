//! The command line.

use std::ffi::OsString;

use anyhow::Result;
use clap::error::ErrorKind;
use clap::{ColorChoice, Parser, Subcommand};

use crate::{
    audit, build, completions, doctor, explain, finish, init, migrate, terminal, verify, Outcome,
};

/// Adopt, build, prove and diagnose wasm-bulkhead.
///
/// Rust on WebAssembly in which one failure stays in the call that caused it. These commands are
/// for people who have a crate that uses wasm-bindgen.
#[derive(Parser)]
#[command(
    name = "cargo bulkhead",
    bin_name = "cargo bulkhead",
    version,
    after_long_help = AFTER,
    disable_help_subcommand = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Cli {
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Examples:
  cargo bulkhead init --attributes  have a crate use wasm-bulkhead: what would change
  cargo bulkhead migrate            from panic=abort to panic=unwind, edit by edit
  cargo bulkhead doctor             what is missing here, and the command that mends it
  cargo bulkhead build              an abort build for the web, in pkg/
  cargo bulkhead build --panic unwind --target nodejs
  cargo bulkhead audit              what of the source is guarded, and what is promised
  cargo bulkhead verify pkg         prove that no body is reached past the gate
  cargo bulkhead explain stack.txt --companion pkg/app_bg.debug.wasm

Exit codes:
  0    nothing to complain of
  100  findings, which have been reported
  101  the command could not do its work; standard error says why

What people read goes to standard error. Standard output has results alone: with --json one
document of JSON, whose `schema` is its version.";

#[derive(Subcommand)]
enum Command {
    Init(init::Args),
    Migrate(migrate::Args),
    Doctor(doctor::Args),
    Build(build::Args),
    Finish(finish::Args),
    Audit(audit::Args),
    Verify(verify::Args),
    Explain(explain::Args),
    Completions(completions::Args),
}

/// Runs the command that the arguments ask for.
pub(crate) fn run(mut args: Vec<OsString>) -> Result<Outcome> {
    // Cargo runs `cargo-bulkhead bulkhead …` for `cargo bulkhead …`.
    if args.get(1).is_some_and(|arg| arg == "bulkhead") {
        args.remove(1);
    }
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(refusal) => return answer(&refusal),
    };
    terminal::use_colors(cli.color);
    match cli.command {
        Command::Init(args) => init::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Finish(args) => finish::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}

/// Prints help and versions as clap has them. Everything else that clap has to say is an error.
fn answer(refusal: &clap::Error) -> Result<Outcome> {
    let is_help = refusal.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if refusal.use_stderr() && !is_help {
        // Its text begins with `error: `, as ours does.
        let text = refusal.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        anyhow::bail!("{}", text.trim_end());
    }
    terminal::print(&refusal.render().ansi().to_string());
    Ok(Outcome::Clean)
}

/// The command line as data, for shell completions.
pub(crate) fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}
