//! The crate [`worker`] as it is, except that what its macros export is guarded by
//! [wasm-bulkhead](wasm_bulkhead).
//!
//! It takes the name of the crate that it stands for:
//!
//! ```toml
//! worker = { package = "wasm-bulkhead-worker", version = "0.1" }
//! ```
//!
//! `#[event]` and `#[durable_object]` call the crate `worker` for all that they need, hence
//! this one, and find here a `#[wasm_bindgen]` with `#[bulkhead]` above it. A Worker that exports
//! items of its own names that one too, and then may use both crates as a whole; with the genuine
//! wasm-bindgen beside `use worker::*` the name `wasm_bindgen` would be ambiguous:
//!
//! ```toml
//! wasm-bindgen = { package = "wasm-bulkhead", version = "0.1" }
//! ```

pub use wasm_bulkhead;
pub use wasm_bulkhead as wasm_bindgen;
pub use worker::*;
