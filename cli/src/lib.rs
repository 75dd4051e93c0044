//! The command `cargo bulkhead`: adopts, builds, checks and explains Rust on WebAssembly that
//! uses wasm-bulkhead.
//!
//! Install it with `cargo install cargo-bulkhead`; `cargo bulkhead --help` teaches the rest. This
//! library is what the program is made of and what its tests call. It is no stable interface.

#![forbid(unsafe_code)]

mod args;
pub mod audit;
pub mod build;
mod cargo_config;
mod changes;
mod child;
mod completions;
pub mod doctor;
mod edits;
pub mod explain;
mod finish;
mod functions;
pub mod init;
mod lines;
pub mod migrate;
mod outcome;
mod packages;
mod progress;
mod remedy;
mod sections;
mod source;
mod statics;
mod terminal;
mod toolchain;
pub mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

pub use outcome::Outcome;

/// Runs the command with the arguments of a program, whose name is the first of them.
///
/// Returns 0 when there is nothing to complain of, 100 with findings, and 101 when the command
/// could not do its work, which the error on standard error explains.
///
/// ```
/// let code = cargo_bulkhead::run(["cargo-bulkhead", "bulkhead", "completions", "bash"]);
/// assert_eq!(code, std::process::ExitCode::SUCCESS);
/// ```
pub fn run(args: impl IntoIterator<Item = impl Into<OsString>>) -> ExitCode {
    let args = args.into_iter().map(Into::into).collect();
    match args::run(args) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            terminal::error(&format!("{error:#}"));
            ExitCode::from(101)
        }
    }
}
