//! Closures lent for the time of a call, by wasm-bindgen's own constructors.
#![deny(warnings)]

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    fn each(visit: &ScopedClosure<'_, dyn FnMut(u32)>);
    fn any(test: &ScopedClosure<'_, dyn Fn(u32) -> bool>) -> bool;
}

#[bulkhead]
#[wasm_bindgen]
pub fn borrowing(limit: u32) -> u32 {
    let over = |n| n > limit;
    any(&ScopedClosure::borrow(&over));
    let shared = Rc::new(Cell::new(0));
    let keep = |n| {
        shared.set(n);
        true
    };
    any(&ScopedClosure::borrow_aborting(&keep));
    any(&ScopedClosure::borrow_assert_unwind_safe(&keep));
    let mut sum = 0;
    each(&ScopedClosure::borrow_mut(&mut |n| sum += n));
    each(&ScopedClosure::borrow_mut_aborting(&mut |n| sum += n));
    each(&ScopedClosure::borrow_mut_assert_unwind_safe(&mut |n| sum += n));
    sum + shared.get()
}

fn main() {}
