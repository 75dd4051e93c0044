//! What the two halves of the library share: a few words in linear memory.

use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering::Relaxed};

use crate::name::Name;
use crate::Guard;

/// The version of this layout, and of the module's exports.
const ABI: u32 = 2;

/// Words read and written by `js/src/life.js`, one `State` for each thread.
///
/// JavaScript loads and stores them plainly, hence atomics on this side: the compiler must
/// neither cache nor reorder them around calls.
#[repr(C)]
pub(crate) struct State {
    abi: u32,
    /// Whether panics unwind in this build.
    unwind: u32,
    guard: AtomicU32,
    instance: AtomicU32,
    /// The innermost boundary that is being executed, in the lower half: 0 for none, [`UNNAMED`],
    /// or where its name is. In the upper half the boundary around the one that began last. One
    /// value, which each boundary keeps in a register.
    boundaries: AtomicU64,
    /// Whether a boundary has to do more than to look at the gate.
    attention: AtomicU32,
    /// The promise whose future is being polled.
    promise: AtomicU32,
    /// The number of the instance; 0 if the JavaScript half does not count.
    generation: AtomicU32,
    /// Where the data of the program begins and ends, with the names of boundaries in it.
    data: [AtomicPtr<u8>; 2],
    /// What JavaScript can have run by [`__wbh_run`], in the order of [`Task`]. Each is
    /// set by the feature it belongs to, so that a module links only what it uses.
    tasks: [AtomicUsize; TASKS],
}

const TASKS: usize = 6;

/// What JavaScript can have run.
#[derive(Clone, Copy)]
pub(crate) enum Task {
    /// Tells the fault hook of a fault that Rust has not seen.
    Hook,
    /// Polls the tasks that are due.
    Poll,
    /// Tells the glue that the next instance is due.
    #[cfg_attr(
        not(feature = "js"),
        allow(dead_code, reason = "no module to ask for it")
    )]
    Restart,
    /// Tells, one by one, which entries hold an object across awaits.
    Holder,
    /// Calls the panic hook that ours replaced.
    Chained,
    /// Tells whether a panic may end its call alone, or forgets it; see `settings.rs`.
    #[cfg_attr(
        not(feature = "js"),
        allow(dead_code, reason = "no module to ask for it")
    )]
    EndCall,
}

/// The boundary of an entry whose body has not told its name yet.
const UNNAMED: u32 = 1;

impl State {
    const fn new() -> State {
        State {
            abi: ABI,
            unwind: cfg!(panic = "unwind") as u32,
            guard: AtomicU32::new(0),
            instance: AtomicU32::new(0),
            boundaries: AtomicU64::new(0),
            attention: AtomicU32::new(1),
            promise: AtomicU32::new(0),
            generation: AtomicU32::new(0),
            data: [
                AtomicPtr::new((&raw const __global_base).cast_mut()),
                AtomicPtr::new((&raw const __data_end).cast_mut()),
            ],
            tasks: [const { AtomicUsize::new(0) }; TASKS],
        }
    }
}

extern "C" {
    /// The linker defines both.
    static __global_base: u8;
    static __data_end: u8;
}

#[cfg(not(target_feature = "atomics"))]
static STATE: State = State::new();

#[cfg(target_feature = "atomics")]
thread_local! {
    static STATE: State = const { State::new() };
}

#[cfg(not(target_feature = "atomics"))]
#[inline(always)]
fn with<R>(f: impl FnOnce(&State) -> R) -> R {
    f(&STATE)
}

#[cfg(target_feature = "atomics")]
#[inline(always)]
fn with<R>(f: impl FnOnce(&State) -> R) -> R {
    STATE.with(f)
}

/// Tells JavaScript whose instance this is, by a call of the copy of the JavaScript half that its
/// glue imports, and where its state lies. Touches neither heap nor shadow stack, so it can be
/// called before `start`.
#[no_mangle]
extern "C" fn __wbh_2() -> *const State {
    #[cfg(target_arch = "wasm32")]
    link_stack_pointer();
    crate::host::hello();
    with(|state| state as *const State)
}

/// Runs one of [`Task`], for JavaScript; the argument and the result are the task's.
#[no_mangle]
extern "C-unwind" fn __wbh_run(task: usize, argument: u32) -> u32 {
    run(task, argument)
}

/// Runs a task, if the feature that it belongs to is used.
#[cfg(any(panic = "unwind", not(feature = "js")))]
pub(crate) fn run_task(task: Task) {
    run(task as usize, 0);
}

fn run(task: usize, argument: u32) -> u32 {
    let task = with(|state| state.tasks.get(task).map_or(0, |task| task.load(Relaxed)));
    if task == 0 {
        return 0;
    }
    // SAFETY: `set_task` is the only writer, and stores functions of this type.
    let task = unsafe { std::mem::transmute::<usize, fn(u32) -> u32>(task) };
    task(argument)
}

/// Makes `run` what JavaScript runs as `task`.
pub(crate) fn set_task(task: Task, run: fn(u32) -> u32) {
    with(|state| state.tasks[task as usize].store(run as usize, Relaxed));
}

/// Has the linker take the object that build.rs wrote, whose two functions are exports for
/// JavaScript; it takes only what is referred to.
#[cfg(target_arch = "wasm32")]
fn link_stack_pointer() {
    extern "C" {
        fn __wbh_sp_get() -> usize;
    }
    // SAFETY: reads a global and nothing else.
    unsafe { __wbh_sp_get() };
}

/// The number by which JavaScript knows this instance; 0 if it does not.
#[inline]
pub(crate) fn instance() -> u32 {
    with(|state| state.instance.load(Relaxed))
}

/// The number of this instance among those that the glue has made.
pub(crate) fn generation() -> u32 {
    with(|state| state.generation.load(Relaxed)).max(1)
}

/// How this instance is guarded, in the order of `GUARDS` in `js/src/life.js`.
pub(crate) fn guard() -> Guard {
    match with(|state| state.guard.load(Relaxed)) {
        1 => Guard::Plain,
        2 => Guard::Finished,
        3 => Guard::Passive,
        0 if cfg!(feature = "js") => Guard::Degraded,
        _ => Guard::Off,
    }
}

/// Whether the guard stands in front of this instance.
pub(crate) fn is_guarded() -> bool {
    matches!(guard(), Guard::Plain | Guard::Finished)
}

/// Whether a boundary has to do more than to look at the gate.
#[inline(always)]
pub(crate) fn attention() -> u32 {
    with(|state| state.attention.load(Relaxed))
}

/// Has the next boundary do more than to look at the gate, or not.
pub(crate) fn set_attention(on: bool) {
    with(|state| state.attention.store(on.into(), Relaxed));
}

/// The boundary that was being executed and the one around it, to be put back.
#[derive(Clone, Copy)]
pub(crate) struct Around(u64);

impl Around {
    /// Whether no boundary was being executed.
    pub(crate) fn is_outermost(self) -> bool {
        innermost(self.0) == 0
    }
}

fn innermost(boundaries: u64) -> u32 {
    boundaries as u32
}

/// Begins a boundary without a name and returns what was around it, for [`leave`].
#[inline(always)]
pub(crate) fn enter() -> Around {
    begin(UNNAMED)
}

/// Begins a boundary and returns what was around it, for [`leave`].
#[inline(always)]
pub(crate) fn enter_named(name: Name) -> Around {
    begin(name.address())
}

#[inline(always)]
fn begin(boundary: u32) -> Around {
    with(|state| {
        let around = state.boundaries.load(Relaxed);
        state
            .boundaries
            .store(around << 32 | u64::from(boundary), Relaxed);
        Around(around)
    })
}

/// Puts back what `enter` found. Absolute values rather than a counter, so that an exit by a
/// JavaScript exception, which runs no destructors, is mended by the next regular exit around it.
#[inline(always)]
pub(crate) fn leave(around: Around) {
    with(|state| state.boundaries.store(around.0, Relaxed));
}

/// Names the boundary whose body begins. A body that Rust itself calls is no boundary, so one that
/// has a name keeps it.
#[cfg_attr(for_size, inline(never))]
#[cfg_attr(not(for_size), inline)]
pub fn name(name: Name) {
    with(|state| {
        let boundaries = state.boundaries.load(Relaxed);
        if innermost(boundaries) == UNNAMED {
            let named = boundaries - u64::from(UNNAMED) + u64::from(name.address());
            state.boundaries.store(named, Relaxed);
        }
    });
}

/// Whether a boundary is being executed.
#[cfg(panic = "unwind")]
#[inline]
pub(crate) fn is_inside() -> bool {
    with(|state| innermost(state.boundaries.load(Relaxed)) != 0)
}

/// The innermost boundary that is being executed, if it has a name.
pub(crate) fn boundary() -> Option<Name> {
    let address = innermost(with(|state| state.boundaries.load(Relaxed)));
    // SAFETY: what is neither 0 nor `UNNAMED` was stored from a `Name`.
    (address > UNNAMED).then(|| unsafe { Name::at(address) })
}

/// Makes the promise behind `handle` the one that is being polled, so that JavaScript can reject
/// it with an exception that leaves the poll.
pub(crate) fn enter_promise(handle: u32) -> u32 {
    with(|state| {
        let around = state.promise.load(Relaxed);
        state.promise.store(handle, Relaxed);
        around
    })
}

/// The promise that is being polled, or whose poll a JavaScript exception left.
pub(crate) fn polled_promise() -> u32 {
    with(|state| state.promise.load(Relaxed))
}
