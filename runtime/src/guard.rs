//! What can stand between JavaScript and the exports.

/// How an instance is guarded; see [`State::guard`](crate::State::guard).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Guard {
    /// Only the gates in Rust stand, because the exports guard could not act:
    /// intrinsics are frozen, the wasm is imported without glue, or the glue is
    /// of a version of wasm-bindgen that is not known.
    Degraded,
    /// The exports guard stands in front of the glue as wasm-bindgen wrote it.
    Plain,
    /// The exports guard was written into the glue.
    Finished,
    /// A wasm-bindgen test runner goes on in an instance that failed, so
    /// nothing is closed.
    Passive,
    /// Only the gates in Rust stand, because the guard was switched off: built
    /// without the feature `js`, or by the switch on `globalThis`.
    Off,
}
