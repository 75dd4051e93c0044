//! The panic hook, and how a caught panic is matched with what the hook saw.
//!
//! The location, the message and the JavaScript stack of a panic exist together only inside the
//! hook, so JavaScript makes the error there; it is completed at the catch.

#[cfg(panic = "unwind")]
use std::any::Any;
use std::cell::Cell;
#[cfg(panic = "unwind")]
use std::mem::ManuallyDrop;
use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

#[cfg(panic = "unwind")]
use crate::boundary::{catch, JsException};
#[cfg(panic = "unwind")]
use crate::name::Name;
use crate::state::{self, Task};
use crate::{end_call, gate, host, payload};

thread_local! {
    /// Whether our hook runs. Where another hook chained to ours and was in turn chained by us, it
    /// is called twice for one panic.
    static RECORDING: Cell<bool> = const { Cell::new(false) };
    /// Where our hook lies in memory while it is the one that is set.
    static HOOK: Cell<*const ()> = const { Cell::new(std::ptr::null()) };
}

/// Whether a panic that was caught ends the instance all the same.
static ENDING: AtomicU32 = AtomicU32::new(0);

/// Makes this instance known to JavaScript and sets the hook; the first boundary does it.
#[cold]
#[inline(never)]
pub(crate) fn install() {
    state::set_attention(false);
    host::adopt();
    chain_hook();
}

type Hook = dyn Fn(&PanicHookInfo<'_>) + Send + Sync;

/// Puts our hook in front of the one that is set, unless it is ours.
///
/// A hook that was set after ours and did not chain is thereby chained again; `std` gives no other
/// way to look at the current hook than to take it.
#[cold]
#[inline(never)]
pub(crate) fn chain_hook() {
    if std::thread::panicking() {
        // `std` allows no change of the hook now; the next boundary will do it, unless that goes
        // for good.
        return state::set_attention(end_call::is_panicking());
    }
    let current = panic::take_hook();
    let is_ours = std::ptr::eq((&raw const *current).cast::<()>(), HOOK.get());
    panic::set_hook(match is_ours {
        true => current,
        false => in_front_of(current),
    });
}

/// Our hook, which calls the one that it replaces.
fn in_front_of(previous: Box<Hook>) -> Box<Hook> {
    let hook: Box<Hook> = Box::new(move |info| {
        if RECORDING.replace(true) {
            return previous(info);
        }
        record(info);
        call_chained(&*previous, info);
        RECORDING.set(false);
    });
    HOOK.set((&raw const *hook).cast());
    hook
}

fn record(info: &PanicHookInfo<'_>) {
    // Before JavaScript is given any text, which a page may have made its own code run for.
    #[cfg(not(panic = "unwind"))]
    host::doom();
    let text = payload::text(info.payload());
    let location = info.location();
    let is_fatal = host::capture(
        payload::key(text),
        text.unwrap_or(""),
        location.map_or("", |at| at.file()),
        location.map_or(0, |at| at.line()),
        location.map_or(0, |at| at.column()),
    );
    if text.is_none() {
        payload::describe(info.payload());
    }
    if cfg!(not(panic = "unwind")) {
        end_call::struck();
        // Without the guard only the hook sees a panic.
        if is_fatal {
            gate::close();
        }
    }
}

/// A call of a panic hook that is under way.
struct Chained<'a, 'b> {
    hook: &'a Hook,
    info: &'a PanicHookInfo<'b>,
}

/// Calls the hook that ours replaced by way of JavaScript, which holds back what it throws: an
/// exception would leave the panic machinery of `std` half-way, in an abort build with a live
/// instance around it. So does a panic in it, which `std` makes an `unreachable` of.
fn call_chained(hook: &Hook, info: &PanicHookInfo<'_>) {
    let call = Chained { hook, info };
    state::set_task(Task::Chained, run_chained);
    match host::run_chained((&raw const call) as u32) {
        host::Chained::Unknown => hook(info),
        host::Chained::RunThrough => {}
        host::Chained::Trapped => core::arch::wasm32::unreachable(),
    }
}

fn run_chained(call: u32) -> u32 {
    // SAFETY: only `call_chained` has it called, which waits for it.
    let Chained { hook, info } = unsafe { &*(call as *const Chained<'_, '_>) };
    hook(info);
    0
}

/// Has JavaScript complete the error of a panic that was caught, and tells the fault hook.
#[cfg(panic = "unwind")]
pub(crate) fn settle(mut panic: ManuallyDrop<Box<dyn Any + Send>>) {
    let key = find(&**panic);
    // Now, for a payload's destructor may call JavaScript, which calls what panics.
    // SAFETY: nothing uses it after that.
    contain(&mut || unsafe { ManuallyDrop::drop(&mut panic) });
    host::find(key);
    if !host::settle(state::boundary().map_or("", Name::text)) {
        state::run_task(Task::Hook);
    }
}

/// Has JavaScript look up the error that the hook made of this panic; it makes one if another hook
/// has replaced ours. Returns the key that finds it again.
#[cfg(panic = "unwind")]
fn find(payload: &dyn Any) -> u32 {
    let text = payload::text(payload);
    let key = payload::key(text);
    if !host::find(key) {
        chain_hook();
        host::capture(key, text.unwrap_or(""), "", 0, 0);
        if text.is_none() {
            payload::describe(payload);
        }
    }
    if text.is_none() {
        crate::carried::describe_caught(payload, key);
    }
    key
}

/// Runs code of the user's on the way out of a panic. A panic in it changes nothing. Returns whether
/// there was none.
#[cfg(panic = "unwind")]
#[inline(never)]
pub(crate) fn contain(run: &mut dyn FnMut()) -> bool {
    catch(run).map_err(contained).is_ok()
}

#[cfg(panic = "unwind")]
#[cold]
#[inline(never)]
fn contained(panic: Box<dyn Any + Send>) {
    if panic.is::<JsException>() {
        return;
    }
    let text = payload::text(&*panic);
    host::forget(payload::key(text));
    if text.is_none() {
        // To drop it might panic once more.
        std::mem::forget(panic);
    }
}

/// Where panics abort, one in it is the end.
#[cfg(not(panic = "unwind"))]
pub(crate) fn contain(run: &mut dyn FnMut()) -> bool {
    run();
    true
}

/// Ends the instance with the panic that was just caught. JavaScript reports it with the end.
#[cfg(panic = "unwind")]
#[cold]
#[inline(never)]
pub(crate) fn end_instance(payload: &dyn Any) -> ! {
    find(payload);
    end_unwinding()
}

/// Ends the instance with the panic that unwinds.
#[cfg(panic = "unwind")]
pub(crate) fn end_unwinding() -> ! {
    ENDING.store(1, Relaxed);
    gate::close();
    core::arch::wasm32::unreachable()
}

/// Whether a panic is what ended the instance, for JavaScript after a fault: 1 while it is on its
/// way, 2 if it was caught for that.
#[no_mangle]
extern "C" fn __wbh_panicking() -> u32 {
    match end_call::is_panicking() {
        true => 1,
        false => ENDING.load(Relaxed) * 2,
    }
}

/// Sets the hook before and after `start`, for JavaScript.
#[no_mangle]
extern "C" fn __wbh_install() {
    install();
}
