//! What JavaScript reads, and arms, in linear memory.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// More values than any way makes.
const ROOM: usize = 64;

/// Where a loop over values that were dropped already is stopped.
const TOO_MANY: u32 = 1000;

/// Counters that JavaScript finds by the exported address of [`LOOPS_DROPS`].
/// `harness/drops.mjs` lists the fields in the same order.
#[repr(C)]
pub struct Drops {
    /// The number of the value whose turn it is to panic. JavaScript writes it.
    struck: AtomicU32,
    /// Values that were made; the next one has this number.
    made: AtomicU32,
    /// Drops of what is none of those values.
    strays: AtomicU32,
    /// Drops of each value.
    of: [AtomicU32; ROOM],
}

/// The one [`Drops`].
#[no_mangle]
pub static LOOPS_DROPS: Drops = Drops {
    struck: AtomicU32::new(u32::MAX),
    made: AtomicU32::new(0),
    strays: AtomicU32::new(0),
    of: [const { AtomicU32::new(0) }; ROOM],
};

/// The number of a new value.
pub fn made() -> u32 {
    LOOPS_DROPS.made.fetch_add(1, Relaxed)
}

/// Counts the drop of a value.
pub fn dropped(number: u32) {
    let counter = LOOPS_DROPS.of.get(number as usize);
    let strays = &LOOPS_DROPS.strays;
    let before = counter.unwrap_or(strays).fetch_add(1, Relaxed);
    if before > TOO_MANY {
        std::process::abort();
    }
}

/// Panics if it is the turn of this value.
pub fn meet(number: u32) {
    if LOOPS_DROPS.struck.load(Relaxed) == number {
        panic!("struck");
    }
}
