//! The commands of this repository, run as `cargo xtask …`.

mod applications;
mod bench;
mod bindgen;
mod builders;
mod bundlers;
mod child;
mod cli;
mod clippy;
mod closures;
mod conformance;
mod declarations;
mod demo;
mod edges;
mod engines;
mod example;
mod field;
mod finished;
mod inject;
mod js;
mod lab;
mod load;
mod loaders;
mod messages;
mod mutants;
mod npm;
#[cfg(test)]
mod pages;
mod progress;
mod reload;
mod soak;
mod surroundings;
mod table;
mod test;
mod tested;
mod threads;
mod toolchain;
mod undisturbed;
mod wasm;
mod web;
mod worker;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build, try and test wasm-bulkhead.
///
/// Everything a command needs and cannot find it installs, saying so: a compiler that can
/// rebuild std for wasm32, JavaScript engines, npm packages. What is downloaded from npm stays
/// under the target directory.
///
/// Exit codes: 0 all is well, 100 something tested was found wanting, 101 the command itself
/// could not do its work.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Applications(applications::Args),
    Demo(demo::Args),
    Example(example::Args),
    Field(field::Args),
    Lab(lab::Args),
    Test(test::Args),
    Conformance(conformance::Args),
    Bench(bench::Args),
    Closures(closures::Args),
    Mutants(mutants::Args),
    ClippyWasm(clippy::Args),
    Soak(soak::Args),
    Inject(inject::Args),
    Js(js::Args),
    Load(load::Args),
    Messages(messages::Args),
    WasmBuild(wasm::Args),
}

/// How a command ended when it did not fail itself.
pub(crate) enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// Something tested was found wanting, and has been reported.
    Findings,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Applications(args) => applications::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Example(args) => example::run(args),
        Command::Field(args) => field::run(args),
        Command::Lab(args) => lab::run(args),
        Command::Test(args) => test::run(args),
        Command::Conformance(args) => conformance::run(args),
        Command::Bench(args) => bench::run(args),
        Command::Closures(args) => closures::run(args),
        Command::Mutants(args) => mutants::run(args),
        Command::ClippyWasm(args) => clippy::run(args),
        Command::Soak(args) => soak::run(args),
        Command::Inject(args) => inject::run(args),
        Command::Js(args) => js::run(args),
        Command::Load(args) => load::run(args),
        Command::Messages(args) => messages::run(args),
        Command::WasmBuild(args) => wasm::run(args),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(100),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(101)
        }
    }
}
