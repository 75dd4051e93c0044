//! Finds out whether LLVM may miscompile what unwinding reads.
//!
//! Where LLVM optimises, it may move a value past the call on whose unwind edge the value is read
//! (`docs/upstream/unwind-edges.md`). The options [`SPLIT`] prevent that, together. A build script
//! sees the flags of `RUSTFLAGS` and of Cargo's `*.rustflags`, but neither those of a profile nor
//! those behind `cargo rustc --`.

use std::env;

/// Options of LLVM's: have it split edges, and leave out none.
const SPLIT: [&str; 2] = [
    "phi-elim-split-all-critical-edges",
    "no-phi-elim-live-out-early-exit",
];

/// Sets `unsplit_edges` where an unwind build would be at risk; `src/unwind_edges.rs` makes an
/// error of it.
pub(crate) fn check() {
    println!("cargo::rustc-check-cfg=cfg(unsplit_edges)");
    println!("cargo::rustc-check-cfg=cfg(wasm_bulkhead_skip_edge_check)");
    let level = env::var("OPT_LEVEL").unwrap_or_default();
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let codegen = Codegen::read(&level, flags.split('\x1f'));
    if codegen.is_optimised && codegen.given != [true; 2] {
        println!("cargo::rustc-cfg=unsplit_edges");
    }
}

/// As much of rustc's codegen options as matters. Of what is said twice the last counts, and flags
/// come after what a profile says.
struct Codegen {
    is_optimised: bool,
    /// Which of [`SPLIT`].
    given: [bool; 2],
}

impl Codegen {
    fn read<'a>(level: &str, mut flags: impl Iterator<Item = &'a str>) -> Codegen {
        let mut codegen = Codegen {
            is_optimised: level != "0",
            given: [false; 2],
        };
        while let Some(flag) = flags.next() {
            match flag {
                "-O" => codegen.is_optimised = true,
                "-C" | "--codegen" => codegen.set(flags.next().unwrap_or_default()),
                _ => {
                    let option = flag.strip_prefix("-C");
                    if let Some(option) = option.or(flag.strip_prefix("--codegen=")) {
                        codegen.set(option);
                    }
                }
            }
        }
        codegen
    }

    /// Takes in one `name=value`, whose name rustc reads with dashes as with underscores.
    fn set(&mut self, option: &str) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        match name.replace('_', "-").as_str() {
            "opt-level" => self.is_optimised = value != "0",
            "llvm-args" => {
                for (given, option) in self.given.iter_mut().zip(SPLIT) {
                    let arguments = value.split_whitespace();
                    let mut said = arguments.filter_map(|argument| says(argument, option));
                    *given = said.next_back().unwrap_or(*given);
                }
            }
            _ => {}
        }
    }
}

/// What an argument for LLVM says of an option, if it is about that.
fn says(argument: &str, option: &str) -> Option<bool> {
    let value = argument.trim_start_matches('-').strip_prefix(option)?;
    match value.strip_prefix('=') {
        None => value.is_empty().then_some(true),
        Some(value) => Some(matches!(value, "true" | "TRUE" | "True" | "1")),
    }
}
