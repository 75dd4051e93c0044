//! Panic hooks of a user's own.

use std::panic;

use wasm_bindgen::prelude::*;

use crate::cause;
use crate::imports;
use crate::probe::{count, CONFORMANCE_PROBE, INTACT};

/// Sets a hook before wasm-bulkhead can set its own: the start function of a dependency runs after
/// the user's. Not annotated, since the first boundary crossed would install wasm-bulkhead first.
#[wasm_bindgen(start)]
pub fn hook_before() {
    let found = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        count(&CONFORMANCE_PROBE.hook_before);
        found(info);
    }));
}

/// Sets a hook that calls the one it found.
#[wasm_bindgen]
pub fn hook_chaining() {
    chain(|| {});
}

/// Sets a hook that calls the one it found, and then does something else.
fn chain(deed: fn()) -> i32 {
    let found = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        count(&CONFORMANCE_PROBE.hook_chaining);
        found(info);
        deed();
    }));
    INTACT
}

// wasm-bulkhead's own hook gets in front of those that a start function sets.

/// Sets a hook that panics.
pub fn chain_panicking() -> i32 {
    chain(|| panic!("the panic hook itself"))
}

/// Sets a hook that calls JavaScript.
pub fn chain_visiting() -> i32 {
    chain(|| {
        imports::visit_unannotated();
    })
}

/// Sets a hook that calls JavaScript through an annotated import.
pub fn chain_visiting_annotated() -> i32 {
    chain(|| {
        imports::visit_annotated();
    })
}

/// Sets a hook that uses up its stack.
pub fn chain_overflowing() -> i32 {
    chain(|| {
        cause::overflow_shadow_stack();
    })
}

/// Sets a hook that forgets the one it found.
#[wasm_bindgen]
pub fn hook_replacing() {
    panic::set_hook(Box::new(|_| count(&CONFORMANCE_PROBE.hook_replacing)));
}
