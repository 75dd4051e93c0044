//! In a build where panics abort, a panic that ends its call and not the instance.
//!
//! JavaScript sees the trap in which the panic ends, and goes on. `std` knows nothing of that: to it
//! the thread panics from then on. So whether a panic has struck is counted here.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::name::Name;
#[cfg(feature = "js")]
use crate::state::{self, Task};

/// Whether a panic may do so.
static ALLOWED: AtomicU32 = AtomicU32::new(0);

/// Whether a panic has struck of which nothing has come yet.
static STRUCK: AtomicU32 = AtomicU32::new(0);

/// Whether a panic has ended its call alone.
static FORGOTTEN: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// Boundaries that have been entered in which a panic ends the instance all the same.
    static FATAL: RefCell<Vec<Name>> = const { RefCell::new(Vec::new()) };
}

/// Lets panics end their calls alone, or not.
#[cfg(feature = "js")]
pub(crate) fn allow(on: bool) {
    ALLOWED.store(on.into(), Relaxed);
    state::set_task(Task::EndCall, end_call);
}

/// The panic hook has seen a panic.
pub(crate) fn struck() {
    STRUCK.store(1, Relaxed);
}

/// Whether a panic has struck of which nothing has come yet, or unwinds.
pub(crate) fn is_panicking() -> bool {
    STRUCK.load(Relaxed) != 0 || (FORGOTTEN.load(Relaxed) == 0 && std::thread::panicking())
}

/// A panic in this boundary, whose body begins, ends the instance.
#[inline(always)]
pub(crate) fn note_fatal(boundary: Name) {
    if cfg!(not(panic = "unwind")) && ALLOWED.load(Relaxed) != 0 {
        remember(boundary);
    }
}

#[cold]
#[inline(never)]
fn remember(boundary: Name) {
    FATAL.with_borrow_mut(|fatal| {
        if !fatal.iter().any(|known| known.is(boundary)) {
            fatal.push(boundary);
        }
    });
}

/// Tells JavaScript, asked with 0, whether the panic that struck ends the instance; with 1, it has
/// ended its call and is over.
#[cfg(feature = "js")]
fn end_call(forget: u32) -> u32 {
    if forget != 0 {
        STRUCK.store(0, Relaxed);
        FORGOTTEN.store(1, Relaxed);
        return 0;
    }
    let is_fatal = |name: Name| FATAL.with_borrow(|fatal| fatal.iter().any(|known| known.is(name)));
    state::boundary().is_some_and(is_fatal).into()
}
