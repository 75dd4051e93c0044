//! `cargo bulkhead completions`.

use anyhow::Result;
use clap_complete::Shell;

use crate::{args, terminal, Outcome};

/// Print a script that completes `cargo-bulkhead` in a shell.
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  cargo bulkhead completions bash > ~/.local/share/bash-completion/completions/cargo-bulkhead
  cargo bulkhead completions zsh > ~/.zfunc/_cargo-bulkhead
  cargo bulkhead completions fish > ~/.config/fish/completions/cargo-bulkhead.fish

Shells complete the program's own name: type `cargo-bulkhead b<TAB>`, with the hyphen.")]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut args::command(),
        "cargo-bulkhead",
        &mut script,
    );
    terminal::print(&String::from_utf8_lossy(&script));
    Ok(Outcome::Clean)
}
