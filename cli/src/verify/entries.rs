//! What the exports of a module are for.

use serde::Serialize;

/// What JavaScript calls an exported function for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Class {
    /// A body of the user's.
    Entry,
    /// The closures of the user's, which it calls through the table.
    Closures,
    /// The destructor of a class.
    Free,
    /// wasm-bindgen's or our own: no body of the user's is behind it.
    Runtime,
}

impl Class {
    /// By its name, as wasm-bindgen 0.2.130 gives them.
    pub(super) fn of(export: &str) -> Class {
        const RUNTIME: &[&str] = &[
            "__wbindgen_",
            "__externref_",
            "__wasm_bulkhead_",
            "__wasm_",
            "__tls_",
            "__wbg_reset_",
        ];
        if export.starts_with("wasm_bindgen_") && export.contains("convert__closures") {
            return Class::Closures;
        }
        if export.starts_with("__wbg_") && export.ends_with("_free") {
            return Class::Free;
        }
        match RUNTIME.iter().any(|prefix| export.starts_with(prefix)) {
            true => Class::Runtime,
            false => Class::Entry,
        }
    }
}
