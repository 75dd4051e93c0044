//! Keeps one failure inside the call that caused it.
pub use wasm_bulkhead_macros::bulkhead;

#[doc(hidden)]
pub mod __private;
