//! `cargo bulkhead …`, which Cargo runs as `cargo-bulkhead bulkhead …`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_bulkhead::run(std::env::args_os())
}
