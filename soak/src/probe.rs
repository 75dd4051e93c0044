//! What JavaScript reads, and arms, in linear memory.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::cause;

/// Words that JavaScript finds by the exported address of [`SOAK_PROBE`].
///
/// They are memory and not imports, because in a closed instance imports trap and a body that ran
/// there would go unseen. `harness/probe.mjs` lists the fields in the same order.
#[repr(C)]
pub struct Probe {
    /// Not 0 once something has ended the instance. Whatever ends it writes this first.
    pub ended: AtomicU32,
    /// Bodies that began.
    pub ran: AtomicU32,
    /// Bodies that began, or went on, after the instance had ended.
    pub after: AtomicU32,
    /// Causes that were met.
    pub struck: AtomicU32,
    /// The number of the cause to be met, 0 for none. JavaScript writes it.
    pub armed: AtomicU32,
    /// How many bodies go well until then. JavaScript writes it.
    pub countdown: AtomicU32,
    /// Whether the next allocation fails. JavaScript writes it.
    pub starve: AtomicU32,
    /// Calls of the fault hook.
    pub hooked: AtomicU32,
}

/// The one [`Probe`].
#[no_mangle]
pub static SOAK_PROBE: Probe = Probe {
    ended: AtomicU32::new(0),
    ran: AtomicU32::new(0),
    after: AtomicU32::new(0),
    struck: AtomicU32::new(0),
    armed: AtomicU32::new(0),
    countdown: AtomicU32::new(0),
    starve: AtomicU32::new(0),
    hooked: AtomicU32::new(0),
};

/// What every body returns when nothing fails.
pub const INTACT: i32 = 7;

/// Adds one to `counter`.
pub fn count(counter: &AtomicU32) {
    counter.fetch_add(1, Relaxed);
}

/// The body of every entry.
pub fn body() -> i32 {
    count(&SOAK_PROBE.ran);
    go_on();
    strike()
}

/// Notes that Rust of the user's runs, which it must not once the instance has ended.
pub fn go_on() {
    if SOAK_PROBE.ended.load(Relaxed) != 0 {
        count(&SOAK_PROBE.after);
    }
}

/// Meets the armed cause if its time has come. It is spent thereby.
fn strike() -> i32 {
    let armed = SOAK_PROBE.armed.load(Relaxed);
    if armed == 0 {
        return INTACT;
    }
    let countdown = SOAK_PROBE.countdown.load(Relaxed);
    if countdown > 0 {
        SOAK_PROBE.countdown.store(countdown - 1, Relaxed);
        return INTACT;
    }
    SOAK_PROBE.armed.store(0, Relaxed);
    count(&SOAK_PROBE.struck);
    cause::meet(armed)
}

/// Notes that what follows ends the instance.
pub fn end() {
    SOAK_PROBE.ended.store(1, Relaxed);
}
