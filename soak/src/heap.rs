//! An allocator that can be told to fail.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::Ordering::Relaxed;

use crate::probe::{count, end, SOAK_PROBE};

/// The system's allocator, except that an allocation fails when JavaScript says so.
///
/// Every allocation passes through `soak_allocate`, `realloc` and `alloc_zeroed` too, by what
/// `GlobalAlloc` provides. So there is one function for the fault injection to find.
pub struct Heap;

// SAFETY: what is not refused is passed on as it came.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        soak_allocate(layout.size(), layout.align())
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are the ones asked for.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Exported so that it keeps a name, and is not inlined, in the finished module.
#[no_mangle]
#[inline(never)]
extern "C" fn soak_allocate(size: usize, align: usize) -> *mut u8 {
    if SOAK_PROBE.starve.load(Relaxed) != 0 {
        SOAK_PROBE.starve.store(0, Relaxed);
        count(&SOAK_PROBE.struck);
        end();
        return std::ptr::null_mut();
    }
    // SAFETY: the two come out of a `Layout` that is not empty.
    unsafe { System.alloc(Layout::from_size_align_unchecked(size, align)) }
}

#[cfg(all(feature = "bulkhead", target_arch = "wasm32"))]
#[global_allocator]
static HEAP: wasm_bulkhead::alloc::ReportOom<Heap> = wasm_bulkhead::alloc::ReportOom::new(Heap);

#[cfg(all(not(feature = "bulkhead"), target_arch = "wasm32"))]
#[global_allocator]
static HEAP: Heap = Heap;
