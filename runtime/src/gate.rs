//! The gate: no body runs in an instance that has aborted.
//!
//! The flag is wasm-bindgen's own `__instance_terminated`, so that the two can never disagree. It
//! lies in linear memory in both builds; with shared memory one thread's abort closes the gate for
//! all.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::state;

fn flag() -> &'static AtomicU32 {
    // SAFETY: the static is a `u32`, aligned and alive for ever. wasm-bindgen and JavaScript write
    // it as a plain word; all of our accesses are atomic.
    unsafe { AtomicU32::from_ptr(&raw mut wasm_bindgen::__rt::__instance_terminated) }
}

/// Whether the instance lives.
#[inline(always)]
pub(crate) fn is_open() -> bool {
    flag().load(Relaxed) == 0
}

/// Closes the gate for good.
pub(crate) fn close() {
    flag().store(1, Relaxed);
}

/// Passes in a live instance; otherwise the call ends here. The first to pass sets the panic hook.
#[inline(always)]
pub(crate) fn pass() {
    if flag().load(Relaxed) | state::attention() != 0 {
        attend();
    }
}

#[cold]
#[inline(never)]
fn attend() {
    if !is_open() {
        stop();
    }
    crate::alloc::go_on();
    crate::panic::install();
}

/// Ends a call into a closed instance.
///
/// In unwind builds every import traps as soon as the flag is set, so a trap is all that can be
/// thrown; the guard, where there is one, throws the error that says why.
#[cold]
#[inline(never)]
fn stop() -> ! {
    #[cfg(not(panic = "unwind"))]
    crate::host::throw_closed();
    core::arch::wasm32::unreachable()
}
