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
//! this one, and find here a `#[wasm_bindgen]` with `#[bulkhead]` above it.

pub use wasm_bulkhead;
pub use worker::*;

/// As in `worker`, but for the attribute.
pub mod wasm_bindgen {
    pub use worker::wasm_bindgen::*;

    /// As in `worker`, but for the attribute.
    pub mod prelude {
        pub use wasm_bulkhead::__private::__worker_bindgen as wasm_bindgen;
        pub use worker::wasm_bindgen::prelude::*;
    }
}
