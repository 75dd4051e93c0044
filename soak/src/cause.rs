//! The ways to fail, by name.

use std::hint::black_box;
use std::sync::atomic::Ordering::Relaxed;

use wasm_bindgen::prelude::*;

use crate::probe::{end, INTACT, SOAK_PROBE};

type Deed = fn() -> i32;

/// Name and deed of each cause. A new cause is a new row.
const CAUSES: &[(&str, Deed)] = &[
    ("unreachable", unreachable),
    ("overflow of the shadow stack", || {
        end();
        overflow_shadow_stack()
    }),
    ("overflow of the engine's stack", || {
        end();
        overflow_engine_stack()
    }),
    ("out of memory", out_of_memory),
    ("process::abort", || {
        end();
        std::process::abort()
    }),
    ("explicit abort", explicit_abort),
    ("out of bounds", out_of_bounds),
    ("panic", panic),
];

/// The number by which JavaScript arms the cause called `name`; 0, which is none, for an unknown
/// one.
#[wasm_bindgen]
pub fn cause_number(name: &str) -> u32 {
    let row = CAUSES.iter().position(|(known, _)| *known == name);
    row.map_or(0, |row| row as u32 + 1)
}

/// Does what the cause of this number does.
pub fn meet(number: u32) -> i32 {
    CAUSES[number as usize - 1].1()
}

#[inline(never)]
fn panic() -> i32 {
    if cfg!(not(panic = "unwind")) {
        end();
    }
    if black_box(true) {
        panic!("struck");
    }
    INTACT
}

fn unreachable() -> i32 {
    end();
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort()
}

fn explicit_abort() -> i32 {
    end();
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::abort("the soak says so");
    // What there is to call without wasm-bulkhead.
    #[cfg(not(feature = "bulkhead"))]
    std::process::abort()
}

fn out_of_memory() -> i32 {
    // The allocator counts this one itself.
    SOAK_PROBE.struck.fetch_sub(1, Relaxed);
    SOAK_PROBE.starve.store(1, Relaxed);
    black_box(vec![1_u8; 4096]).len() as i32
}

fn out_of_bounds() -> i32 {
    end();
    let beyond = black_box(usize::MAX - 16) as *const i32;
    // SAFETY: there is none, this is what a bug does.
    unsafe { beyond.read_volatile() }
}

/// Few frames, each with much of Rust's own stack.
#[inline(never)]
fn overflow_shadow_stack() -> i32 {
    let ballast = black_box([1_u8; 16 * 1024]);
    if ballast[0] == 0 {
        return 0;
    }
    overflow_shadow_stack() + i32::from(black_box(&ballast)[0])
}

/// Many frames, none of which uses Rust's own stack.
fn overflow_engine_stack() -> i32 {
    #[inline(never)]
    fn descend(depth: i32) -> i32 {
        if depth == i32::MIN {
            return depth;
        }
        // Neither a tail call nor an accumulation, either of which would become a loop.
        descend(depth.wrapping_add(1)).rotate_left(3) ^ depth
    }
    descend(1)
}
