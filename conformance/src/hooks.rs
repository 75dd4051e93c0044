//! Panic hooks of a user's own.

use std::panic;

use wasm_bindgen::prelude::*;

use crate::probe::{count, CONFORMANCE_PROBE};

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
    let found = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        count(&CONFORMANCE_PROBE.hook_chaining);
        found(info);
    }));
}

/// Sets a hook that forgets the one it found.
#[wasm_bindgen]
pub fn hook_replacing() {
    panic::set_hook(Box::new(|_| count(&CONFORMANCE_PROBE.hook_replacing)));
}
