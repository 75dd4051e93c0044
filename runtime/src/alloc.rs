//! A global allocator that gives out of memory its name.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Wraps an allocator so that an abort for want of memory is reported as
/// [`OutOfMemory`](crate::FaultKind::OutOfMemory). Without it such an abort is
/// an `unreachable` like others.
///
/// It costs a load and a branch for each allocation, and only names the fault.
///
/// # Caveats
///
/// Stable Rust does not tell an allocator whether its failure is the end, so an abort counts as one
/// for want of memory if it follows a failure and nothing was allocated, freed or called from
/// JavaScript in between. A failure that was dealt with, as that of `try_reserve` may be, and an
/// abort right after it in the same call look the same.
///
/// # Example
///
/// ```
/// use wasm_bulkhead::alloc::ReportOom;
///
/// #[global_allocator]
/// static ALLOCATOR: ReportOom = ReportOom::system();
/// ```
#[derive(Debug, Default)]
pub struct ReportOom<A = System>(A);

/// The name by which snapshots of before the first release had it.
#[deprecated = "it is called `ReportOom`"]
#[doc(hidden)]
pub type Named<A = System> = ReportOom<A>;

impl ReportOom {
    /// The system's allocator, named.
    pub const fn system() -> Self {
        ReportOom(System)
    }
}

impl<A> ReportOom<A> {
    /// Any other allocator, named.
    pub const fn new(allocator: A) -> Self {
        ReportOom(allocator)
    }
}

/// Whether an allocation failed, and nothing has happened since that shows it was dealt with.
static FAILED: AtomicBool = AtomicBool::new(false);

#[inline(always)]
fn noted(pointer: *mut u8) -> *mut u8 {
    if pointer.is_null() {
        failed();
    } else {
        go_on();
    }
    pointer
}

#[cold]
fn failed() {
    FAILED.store(true, Relaxed);
    // The next boundary forgets it.
    #[cfg(target_family = "wasm")]
    crate::state::set_attention(true);
}

/// The program goes on, so a failure before was dealt with.
#[inline(always)]
pub(crate) fn go_on() {
    if FAILED.load(Relaxed) {
        FAILED.store(false, Relaxed);
    }
}

// SAFETY: every call is passed on as it came, and answered as it was.
unsafe impl<A: GlobalAlloc> GlobalAlloc for ReportOom<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are the ones asked for.
        noted(unsafe { self.0.alloc(layout) })
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        go_on();
        // SAFETY: as above.
        unsafe { self.0.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        noted(unsafe { self.0.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        noted(unsafe { self.0.realloc(pointer, layout, size) })
    }
}

/// Whether an allocation failed last, for JavaScript after a trap.
#[cfg(target_family = "wasm")]
#[no_mangle]
extern "C" fn __wbh_out_of_memory() -> u32 {
    FAILED.load(Relaxed).into()
}
