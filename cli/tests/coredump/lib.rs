//! An application that allows core dumps, and fails in two ways.

use std::hint::black_box;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, Bulkhead, Coredump};

static COUNT: AtomicU32 = AtomicU32::new(41);

#[bulkhead]
#[wasm_bindgen(start)]
fn start() {
    Bulkhead::new()
        .coredump(Coredump::at_most(1 << 30))
        .install();
}

/// Traps, some frames further in.
#[bulkhead]
#[wasm_bindgen]
pub fn trap(times: u32) -> u32 {
    COUNT.fetch_add(times, Relaxed);
    outer(times)
}

/// Uses up Rust's own stack.
#[bulkhead]
#[wasm_bindgen]
pub fn overflow() -> u32 {
    COUNT.fetch_add(1000, Relaxed);
    descend(1)
}

/// Has memory grow by so many bytes.
#[bulkhead]
#[wasm_bindgen]
pub fn fill(bytes: usize) -> usize {
    let mut filled: Vec<u8> = Vec::with_capacity(bytes);
    filled.resize(bytes, 1);
    black_box(&filled);
    std::mem::forget(filled);
    core::arch::wasm32::memory_size(0)
}

#[inline(never)]
fn outer(times: u32) -> u32 {
    inner(black_box(times)) + 1
}

#[inline(never)]
fn inner(times: u32) -> u32 {
    if times == 0 {
        return 0;
    }
    core::arch::wasm32::unreachable() // site: trap
}

#[inline(never)]
fn descend(depth: u32) -> u32 {
    let ballast = black_box([depth; 4096]);
    if ballast[5] == u32::MAX {
        return depth;
    }
    descend(ballast[7]) + black_box(&ballast)[3]
}
