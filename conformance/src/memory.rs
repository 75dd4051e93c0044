//! Out of memory, and out of bounds of it, in ways that really fail: build.rs sets the ceiling.

use std::hint::black_box;
use std::mem;

/// Names the kind of the abort.
#[cfg(feature = "bulkhead")]
#[global_allocator]
static ALLOCATOR: wasm_bulkhead::alloc::ReportOom = wasm_bulkhead::alloc::ReportOom::system();

/// More than there is at all.
const TOO_MUCH: usize = 1 << 30;

/// Asks once for too much.
pub fn ask_for_too_much() -> i32 {
    black_box(Vec::<u8>::with_capacity(TOO_MUCH)).len() as i32
}

/// Takes what there is, until not the smallest thing is to be had.
pub fn use_up() -> i32 {
    // In few steps, for in some engines each growth of the memory takes long.
    for size in (4..26).rev().map(|bit| 1 << bit) {
        let mut block = Vec::<u8>::new();
        while block.try_reserve_exact(size).is_ok() {
            mem::forget(black_box(mem::take(&mut block)));
        }
    }
    black_box(Box::new([0_u8; 16])).len() as i32
}

/// Is refused too much, and goes on.
pub fn be_refused() -> i32 {
    let refused = Vec::<u8>::new().try_reserve_exact(black_box(TOO_MUCH));
    assert!(refused.is_err());
    crate::probe::INTACT
}

/// Is refused too much, and fails for another reason.
pub fn be_refused_and_trap() -> i32 {
    be_refused();
    drop(black_box(Box::new([0_u8; 16])));
    crate::cause::unreachable()
}

/// Is refused too much, gives something back, and fails for another reason.
pub fn be_refused_and_free() -> i32 {
    let held = black_box(Box::new([0_u8; 16]));
    be_refused();
    drop(held);
    crate::cause::unreachable()
}

/// Reads where there is no memory.
pub fn access_out_of_bounds() -> i32 {
    let address = black_box(usize::MAX & !7) as *const i32;
    // SAFETY: there is none; wasm traps, for the ceiling of the memory is far below.
    unsafe { address.read_volatile() }
}

/// Calls a function that is not in the table.
pub fn call_what_is_not_there() -> i32 {
    // SAFETY: there is none; wasm traps, for no table is that long.
    let nothing: fn() -> i32 = unsafe { mem::transmute(black_box(usize::MAX)) };
    nothing()
}
