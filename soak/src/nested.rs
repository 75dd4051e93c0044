//! Rust calls JavaScript calls Rust.

use wasm_bindgen::prelude::*;

use crate::imports::{lend, visit};
use crate::probe::{body, go_on, INTACT};

/// Goes `depth` levels further, through JavaScript at each.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn nest(depth: u32) -> i32 {
    body();
    if depth > 0 {
        visit(depth - 1);
        go_on();
    }
    INTACT
}

/// Lends JavaScript a closure that lives as long as the call.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn lend_body() -> i32 {
    let answer = lend(&mut body);
    go_on();
    answer
}
