//! What the compiler has to be told for each kind of build.

use clap::ValueEnum;
use serde::Serialize;

/// Keeps LLVM from moving a value past the call on whose unwind edge it is read, which drops
/// elements twice in safe code (docs/contract.md, P13).
/// A build may not do without it; with LTO it takes [`TO_THE_LAST_EDGE`] too.
pub(crate) const SPLIT_CRITICAL_EDGES: &str = "-Cllvm-args=-phi-elim-split-all-critical-edges";

/// With LTO, what the other flag leaves out (docs/unwind-builds.md).
const TO_THE_LAST_EDGE: &str = "-Cllvm-args=-no-phi-elim-live-out-early-exit";

/// How exceptions are written into the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Encoding {
    /// `try` and `catch`, which every engine runs.
    Legacy,
    /// `try_table` and `exnref`, which became the standard; new engines alone run it.
    Exnref,
}

impl Encoding {
    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::Legacy => "legacy",
            Encoding::Exnref => "exnref",
        }
    }
}

/// What a panic does in a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Panic {
    /// It unwinds, and is caught at the boundary.
    Unwind(Encoding),
    /// It ends the instance, as on stable Rust.
    Abort,
}

impl Panic {
    /// What of std is rebuilt, where it is.
    pub(crate) fn build_std(self) -> &'static str {
        match self {
            Panic::Unwind(_) => "std,panic_unwind",
            Panic::Abort => "std,panic_abort",
        }
    }

    /// `unwind` or `abort`, as profiles have it.
    pub(crate) fn strategy(self) -> &'static str {
        match self {
            Panic::Unwind(_) => "unwind",
            Panic::Abort => "abort",
        }
    }

    /// A word for directories.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Panic::Unwind(Encoding::Legacy) => "unwind-legacy",
            Panic::Unwind(Encoding::Exnref) => "unwind-exnref",
            Panic::Abort => "abort",
        }
    }

    /// The compiler's flags. The default encoding differs between compilers, so it is always said.
    pub(crate) fn rustflags(self) -> Vec<String> {
        let Panic::Unwind(encoding) = self else {
            return Vec::new();
        };
        let legacy = encoding == Encoding::Legacy;
        vec![
            "-Cpanic=unwind".into(),
            format!("-Cllvm-args=-wasm-use-legacy-eh={legacy}"),
            SPLIT_CRITICAL_EDGES.into(),
            TO_THE_LAST_EDGE.into(),
        ]
    }
}
