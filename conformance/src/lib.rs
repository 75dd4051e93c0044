//! Every kind of entry the boundary contract speaks of, and every way to fail in one.
//!
//! With the feature `bulkhead` each entry carries `#[bulkhead]`; without it the same source is
//! plain wasm-bindgen. Each entry's body is [`probe::body`]: it tells in linear memory that it ran
//! and then meets the [`cause`] that JavaScript has armed, so entries and causes combine
//! freely and neither takes an argument for the other's sake.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Only JavaScript calls most of it.
#![allow(clippy::drop_non_drop)] // In what wasm-bindgen's derive makes of a class.

pub mod aborting;
pub mod asynchronous;
pub mod bare;
pub mod cause;
pub mod classes;
pub mod closures;
pub mod conversions;
pub mod faults;
pub mod functions;
pub mod hooks;
pub mod imports;
pub mod memory;
pub mod poisoning;
pub mod probe;
pub mod raw;
pub mod restart;
pub mod settings;
pub mod tasks;
pub mod torn;
