//! What JavaScript reads, and arms, in linear memory.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use wasm_bindgen::prelude::*;

use crate::cause;

/// Counters that JavaScript finds by the exported address of [`CONFORMANCE_PROBE`].
///
/// They are memory and not imports, because in a closed instance imports trap and a body that ran
/// there would go unseen. `harness/probe.mjs` lists the fields in the same order.
#[repr(C)]
pub struct Probe {
    /// Bodies that began.
    pub ran: AtomicU32,
    /// Destructors that ran.
    pub dropped: AtomicU32,
    /// Bodies that went on after a call into JavaScript returned.
    pub resumed: AtomicU32,
    /// The number of the cause that the next body meets, 0 for none. JavaScript writes it.
    pub armed: AtomicU32,
    /// Calls of the panic hook that was set before wasm-bulkhead's.
    pub hook_before: AtomicU32,
    /// Calls of a panic hook that was set later and calls the one it found.
    pub hook_chaining: AtomicU32,
    /// Calls of a panic hook that was set later and forgets the one it found.
    pub hook_replacing: AtomicU32,
    /// Calls of the fault hook.
    pub hook_faults: AtomicU32,
}

/// The one [`Probe`].
#[no_mangle]
pub static CONFORMANCE_PROBE: Probe = Probe {
    ran: AtomicU32::new(0),
    dropped: AtomicU32::new(0),
    resumed: AtomicU32::new(0),
    armed: AtomicU32::new(0),
    hook_before: AtomicU32::new(0),
    hook_chaining: AtomicU32::new(0),
    hook_replacing: AtomicU32::new(0),
    hook_faults: AtomicU32::new(0),
};

/// What every body returns when nothing fails.
pub const INTACT: i32 = 7;

/// A value whose destructor is counted.
pub struct Sentinel;

impl Drop for Sentinel {
    fn drop(&mut self) {
        count(&CONFORMANCE_PROBE.dropped);
    }
}

/// Adds one to `counter`.
pub fn count(counter: &AtomicU32) {
    counter.fetch_add(1, Relaxed);
}

/// The body of every entry.
pub fn body() -> i32 {
    count(&CONFORMANCE_PROBE.ran);
    let _sentinel = Sentinel;
    strike()
}

/// Meets the armed cause, which is thereby spent.
pub fn strike() -> i32 {
    cause::meet(CONFORMANCE_PROBE.armed.swap(0, Relaxed))
}

/// The address of a local, which tells how much of the shadow stack is in use.
#[no_mangle]
pub extern "C" fn probe_stack() -> usize {
    let local = AtomicU32::new(0);
    std::hint::black_box(&local) as *const AtomicU32 as usize
}

/// Whether Rust believes that a panic is under way.
#[wasm_bindgen]
pub fn probe_panicking() -> bool {
    std::thread::panicking()
}
