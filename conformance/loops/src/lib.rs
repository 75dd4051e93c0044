//! Loops that consume what they iterate over, and a panic in their body (P13 of the contract).
//!
//! Each way to loop is tried with each kind of value, which counts its drops in linear memory by its
//! number: right is one drop for every value that was made. A build in which LLVM moves a value past
//! the call on whose unwind edge it is read drops some twice, and others of an address that is none.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Only JavaScript calls most of it.
// How a loop is written is what is tried.
#![allow(
    clippy::manual_flatten,
    clippy::needless_range_loop,
    clippy::option_map_unit_fn,
    clippy::while_let_on_iterator
)]

pub mod drops;
pub mod owned;
pub mod ways;

use wasm_bindgen::prelude::*;

use owned::{Boxed, Dynamic, Large, Owned, Value};

/// What a kind of value does of itself: its name, and the ways to loop over many of it.
struct Kind {
    name: &'static str,
    ways: &'static [ways::Way],
}

const fn kind<T: Owned>(name: &'static str) -> Kind {
    Kind {
        name,
        ways: ways::All::<T>::WAYS,
    }
}

/// A new kind is a new row.
const KINDS: &[Kind] = &[
    kind::<Value>("by value"),
    kind::<Large>("by value, large"),
    kind::<Boxed>("boxed"),
    kind::<Dynamic>("dyn"),
];

/// Loops over `count` values, or over as many groups of values, in the way of this number.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn consume(kind: usize, way: usize, count: u32) {
    (KINDS[kind].ways[way].run)(count);
}

/// The name of a kind of value, or nothing where there are no more.
#[wasm_bindgen]
pub fn kind_name(kind: usize) -> Option<String> {
    KINDS.get(kind).map(|kind| kind.name.to_owned())
}

/// The name of a way to loop, or nothing where there are no more.
#[wasm_bindgen]
pub fn way_name(way: usize) -> Option<String> {
    KINDS[0].ways.get(way).map(|way| way.name.to_owned())
}
