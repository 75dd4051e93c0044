//! Refuses builds in which unwinding may drop a value twice.
//!
//! LLVM's fault and its remedy are described in `docs/unwind-builds.md`. `build/edges.rs` sets
//! `unsplit_edges` for optimised builds without the remedy; whether a panic unwinds, rustc knows
//! best.

#[cfg(all(
    target_family = "wasm",
    panic = "unwind",
    unsplit_edges,
    not(wasm_bulkhead_skip_edge_check)
))]
compile_error!(
    "LLVM may miscompile this build, so that a panic drops a value twice: it unwinds, it is \
     optimised, and the flags that keep LLVM from it are missing\n\
     help: pass `-Cllvm-args=-phi-elim-split-all-critical-edges \
     -Cllvm-args=-no-phi-elim-live-out-early-exit` beside `-Cpanic=unwind`, or \
     `--cfg=wasm_bulkhead_skip_edge_check` where the compiler is known to be mended; see \
     https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/unwind-builds.md"
);
