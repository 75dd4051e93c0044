//! Proves of a compiled WebAssembly module what can be proven without running it.
//!
//! [`unassigned_in_handlers`] finds handlers that read a local which is not assigned on every way to
//! them, by which a miscompilation of LLVM's shows.

#![forbid(unsafe_code)]

mod flow;
mod handlers;
mod locals;
mod module;
mod moved;

pub use handlers::{unassigned_in_handlers, Error, Unassigned};
