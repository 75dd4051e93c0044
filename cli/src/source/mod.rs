//! The Rust source of a crate: its files, and what in them is for wasm-bindgen.

mod files;
mod items;
mod marks;

pub(crate) use files::{load, Note, SourceFile};
pub(crate) use items::{items, Item, Kind, Node, Scope};
pub(crate) use marks::{condition, tokens, Mark};
