// What is allowed to be dead is told of no more and no less.
#![deny(deprecated, unfulfilled_lint_expectations)]
#![allow(dead_code)]

use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub struct Taken(Cell<u32>);

#[bulkhead]
#[wasm_bindgen]
pub struct Untaken(Cell<u32>);

#[bulkhead]
#[wasm_bindgen]
pub struct Safe(Vec<Vec<u32>>);

#[bulkhead]
#[wasm_bindgen]
pub fn take(taken: &Taken, untaken: Untaken, safe: &mut Safe) -> u32 {
    safe.0.push(vec![untaken.0.get()]);
    taken.0.get()
}

fn main() {}
