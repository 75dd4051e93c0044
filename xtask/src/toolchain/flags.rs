//! What the compiler is told beside what Cargo says.

use super::{Encoding, Panic};

/// Keep LLVM from moving a value past the call on whose unwind edge it is read, by which a loop
/// that panics would drop an element twice (`docs/upstream/unwind-edges.md`). The second makes the
/// first reach every edge.
const SPLIT_EDGES: [&str; 2] = [
    "-Cllvm-args=-phi-elim-split-all-critical-edges",
    "-Cllvm-args=-no-phi-elim-live-out-early-exit",
];

/// What makes the compiler and the linker write a module whose memory is imported and shared, with
/// what wasm-bindgen needs to know of thread-local storage.
const THREADS: [&str; 8] = [
    "-Ctarget-feature=+atomics,+bulk-memory",
    "-Clink-arg=--shared-memory",
    "-Clink-arg=--import-memory",
    "-Clink-arg=--max-memory=1073741824",
    "-Clink-arg=--export=__wasm_init_tls",
    "-Clink-arg=--export=__tls_size",
    "-Clink-arg=--export=__tls_align",
    "-Clink-arg=--export=__tls_base",
];

/// What sets the flags of one build apart from those of another with the same panic strategy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    /// Whether memory can be shared by threads.
    pub(crate) threads: bool,
    /// Whether an unwind build is left to LLVM's mistake, as it is for who does not know of it.
    pub(crate) unsplit_edges: bool,
}

impl Flags {
    /// The value of `RUSTFLAGS`, if there is anything to say.
    pub(super) fn line(self, panic: Panic) -> Option<String> {
        let mut flags = Vec::new();
        if let Panic::Unwind(encoding) = panic {
            flags.extend(["-Cpanic=unwind", encoding_flag(encoding)]);
            if !self.unsplit_edges {
                flags.extend(SPLIT_EDGES);
            }
        }
        if self.threads {
            flags.extend(THREADS);
        }
        (!flags.is_empty()).then(|| flags.join(" "))
    }
}

/// The default encoding is about to change upstream, so it is always said.
fn encoding_flag(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Legacy => "-Cllvm-args=-wasm-use-legacy-eh=true",
        Encoding::Exnref => "-Cllvm-args=-wasm-use-legacy-eh=false",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_split_in_every_unwind_build_that_does_not_refuse() {
        for panic in Panic::ALL {
            for threads in [false, true] {
                let flags = Flags {
                    threads,
                    ..Flags::default()
                };
                let line = flags.line(panic).unwrap_or_default();
                for flag in SPLIT_EDGES {
                    assert_eq!(line.contains(flag), panic != Panic::Abort, "{line}");
                }
            }
        }
        let unsplit = Flags {
            unsplit_edges: true,
            ..Flags::default()
        };
        let line = unsplit.line(Panic::Unwind(Encoding::Legacy)).unwrap();
        assert!(!line.contains("phi-elim") && line.contains("-wasm-use-legacy-eh=true"));
    }
}
