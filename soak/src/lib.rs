//! Every kind of entry, each with a body that may be the one to fail.
//!
//! With the feature `bulkhead` each entry carries `#[bulkhead]`; without it the same source is
//! plain wasm-bindgen. JavaScript arms a [`cause`] together with the number of bodies that
//! still go well, so that it cannot know which one is struck.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Only JavaScript calls most of it.

pub mod asynchronous;
pub mod cause;
pub mod classes;
pub mod closures;
pub mod functions;
pub mod heap;
pub mod hooks;
pub mod imports;
pub mod nested;
pub mod probe;
pub mod raw;
#[cfg(feature = "bulkhead")]
pub mod restart;
