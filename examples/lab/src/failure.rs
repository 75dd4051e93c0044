//! What may fail.

use std::hint::black_box;

use wasm_bindgen::prelude::*;

/// Gives out of memory its name.
#[cfg(all(feature = "bulkhead", target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: wasm_bulkhead::alloc::ReportOom = wasm_bulkhead::alloc::ReportOom::system();

/// A way to fail.
#[wasm_bindgen]
#[derive(Clone, Copy, Debug)]
pub enum Failure {
    /// The payment goes through.
    None,
    /// Rust notices a mistake.
    Panic,
    /// The engine does.
    Trap,
    /// Recursion without an end.
    Overflow,
    /// More is asked for than there is.
    Memory,
}

impl Failure {
    pub(crate) fn strike(self) {
        match self {
            Failure::None => {}
            Failure::Panic => panic!("nobody knows the fee"),
            Failure::Trap => trap(),
            Failure::Overflow => drop(black_box(deeper(black_box(0)))),
            Failure::Memory => hoard(),
        }
    }
}

/// An instruction that no program should come to, as a defect below Rust's checks would have it.
fn trap() {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
}

/// Each frame has room for a page, so that it is Rust's own stack that ends.
#[allow(unconditional_recursion)] // That is the mistake to be shown.
#[inline(never)]
fn deeper(depth: u32) -> u32 {
    let page = black_box([depth as u8; 4096]);
    let below = deeper(black_box(depth + 1));
    below + u32::from(page[0])
}

/// Takes a quarter of all the memory there can be, and another, until there is none left.
fn hoard() {
    loop {
        std::mem::forget(black_box(Vec::<u8>::with_capacity(1 << 30)));
    }
}
