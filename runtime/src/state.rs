//! What the two halves of the library share: a few words in linear memory.

use crate::Guard;
use std::cell::Cell;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering::Relaxed};

/// The version of this layout, and of the module's exports.
const ABI: u32 = 1;

/// Words read and written by `js/compartment.js`, one `State` for each thread.
///
/// Plain loads and stores by the host, hence atomics on this side: the compiler
/// must neither cache nor reorder them around calls.
#[repr(C)]
pub(crate) struct State {
    abi: u32,
    /// Whether panics unwind in this build.
    unwind: u32,
    /// The patch level of the wasm-bindgen 0.2 this was built against.
    wasm_bindgen: u32,
    guard: AtomicU32,
    instance: AtomicU32,
    boundary_pointer: AtomicPtr<u8>,
    boundary_length: AtomicUsize,
    /// The promise whose future is being polled.
    promise: AtomicU32,
    /// The number of the instance; 0 if no host counts.
    generation: AtomicU32,
    /// Whether the panic hook is set; not for the host.
    hooked: Cell<bool>,
}

thread_local! {
    static STATE: State = const {
        State {
            abi: ABI,
            unwind: cfg!(panic = "unwind") as u32,
            wasm_bindgen: WASM_BINDGEN_PATCH,
            guard: AtomicU32::new(0),
            instance: AtomicU32::new(0),
            boundary_pointer: AtomicPtr::new(std::ptr::null_mut()),
            boundary_length: AtomicUsize::new(0),
            promise: AtomicU32::new(0),
            generation: AtomicU32::new(0),
            hooked: Cell::new(false),
        }
    };
}

/// Answers from the version that Cargo resolved, by way of build.rs.
const WASM_BINDGEN_PATCH: u32 = parse(env!("WASM_BULKHEAD_WASM_BINDGEN_PATCH"));

const fn parse(digits: &str) -> u32 {
    let digits = digits.as_bytes();
    let (mut value, mut i) = (0, 0);
    while i < digits.len() {
        value = value * 10 + (digits[i] - b'0') as u32;
        i += 1;
    }
    value
}

/// Where the host finds the state. Touches neither heap nor shadow stack, so
/// it can be called before `start` and in a closed instance.
#[no_mangle]
extern "C" fn __wasm_bulkhead_state() -> *const State {
    #[cfg(target_arch = "wasm32")]
    link_stack_pointer();
    STATE.with(|state| state as *const State)
}

/// Has the linker take the object that build.rs wrote, whose two functions are
/// exports for the host; it takes only what is referred to.
#[cfg(target_arch = "wasm32")]
fn link_stack_pointer() {
    extern "C" {
        fn __wasm_bulkhead_sp_get() -> usize;
    }
    // SAFETY: reads a global and nothing else.
    unsafe { __wasm_bulkhead_sp_get() };
}

/// The number by which the host knows this instance; 0 if it does not.
pub(crate) fn instance() -> u32 {
    STATE.with(|state| state.instance.load(Relaxed))
}

/// The number of this instance among those that the glue has made.
pub(crate) fn generation() -> u32 {
    STATE.with(|state| state.generation.load(Relaxed)).max(1)
}

/// How this instance is guarded, in the order of `GUARDS` in `js/compartment.js`.
pub(crate) fn guard() -> Guard {
    match STATE.with(|state| state.guard.load(Relaxed)) {
        1 => Guard::Plain,
        2 => Guard::Finished,
        3 => Guard::Passive,
        0 if cfg!(feature = "js") => Guard::Degraded,
        _ => Guard::Off,
    }
}

/// Whether the exports guard stands in front of this instance.
pub(crate) fn is_guarded() -> bool {
    matches!(guard(), Guard::Plain | Guard::Finished)
}

/// Reads and sets whether the panic hook has been set.
#[inline(always)]
pub(crate) fn replace_hooked(hooked: bool) -> bool {
    STATE.with(|state| state.hooked.replace(hooked))
}

/// Makes `name` the innermost boundary and answers with the one around it, for
/// [`leave_boundary`]; the empty name stands for none.
#[inline(always)]
pub(crate) fn enter_boundary(name: &'static str) -> &'static str {
    STATE.with(|state| {
        let around = state.boundary();
        state.set_boundary(name);
        around
    })
}

/// Puts back what [`enter_boundary`] found. Absolute values rather than a
/// counter, so that an exit by a JavaScript exception, which runs no
/// destructors, is mended by the next regular exit around it.
#[inline(always)]
pub(crate) fn leave_boundary(around: &'static str) {
    STATE.with(|state| state.set_boundary(around));
}

/// The innermost boundary that is being executed.
pub(crate) fn boundary_name() -> &'static str {
    STATE.with(State::boundary)
}

/// Makes the promise behind `handle` the one that is being polled, so that the
/// host can reject it with a JavaScript exception that leaves the poll.
pub(crate) fn enter_promise(handle: u32) -> u32 {
    STATE.with(|state| {
        let around = state.promise.load(Relaxed);
        state.promise.store(handle, Relaxed);
        around
    })
}

/// The promise that is being polled, or whose poll a JavaScript exception left.
pub(crate) fn polled_promise() -> u32 {
    STATE.with(|state| state.promise.load(Relaxed))
}

impl State {
    #[inline(always)]
    fn boundary(&self) -> &'static str {
        let pointer = self.boundary_pointer.load(Relaxed);
        let length = self.boundary_length.load(Relaxed);
        if pointer.is_null() {
            return "";
        }
        // SAFETY: only `set_boundary` writes the two words, together and on
        // this thread alone, from the parts of a `&'static str`.
        unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(pointer, length)) }
    }

    #[inline(always)]
    fn set_boundary(&self, name: &'static str) {
        self.boundary_pointer
            .store(name.as_ptr().cast_mut(), Relaxed);
        self.boundary_length.store(name.len(), Relaxed);
    }
}
