//! The panic hook, and what it captured of the panics that nobody has caught yet.
//!
//! The location, the message and the JavaScript stack of a panic exist together
//! only inside the hook, so the error is made there and completed at the catch.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, PanicHookInfo};
use wasm_bindgen::JsValue;

use crate::state::guard;
use crate::{gate, host, payload, state, Guard};

/// Panics that a `catch_unwind` of somebody else's swallowed stay behind; only
/// so many are kept, the newest.
const KEPT: usize = 8;

/// A panic on its way from the hook to the boundary.
struct Captured {
    error: JsValue,
    /// Where its text lies, which the payload takes along.
    text: Option<*const u8>,
}

thread_local! {
    static CAPTURED: RefCell<Vec<Captured>> = const { RefCell::new(Vec::new()) };
    /// Whether `CAPTURED` has any, for a quick look.
    static OUTSTANDING: Cell<bool> = const { Cell::new(false) };
    /// Whether our hook runs. Where another hook chained to ours and was in turn
    /// chained by us, it is called twice for one panic.
    static RECORDING: Cell<bool> = const { Cell::new(false) };
    /// Whether a panic that was caught ends the instance all the same.
    static ENDING: Cell<bool> = const { Cell::new(false) };
    /// Where our hook lies in memory while it is the one that is set.
    static HOOK: Cell<*const ()> = const { Cell::new(std::ptr::null()) };
}

/// Sets the hook unless that was done before; cheap enough for every boundary.
#[inline(always)]
pub(crate) fn ensure_hook() {
    if !state::replace_hooked(true) {
        install();
    }
}

#[cold]
#[inline(never)]
fn install() {
    host::adopt();
    chain_hook();
}

/// Puts our hook in front of the one that is set, unless it is ours.
///
/// A hook that was set after ours and did not chain is thereby chained again;
/// `std` gives no other way to look at the current hook than to take it.
#[cold]
#[inline(never)]
pub(crate) fn chain_hook() {
    if std::thread::panicking() {
        // `std` allows no change of the hook now; the next fault will do it.
        state::replace_hooked(false);
        return;
    }
    let previous = panic::take_hook();
    if std::ptr::eq((&raw const *previous).cast::<()>(), HOOK.get()) {
        panic::set_hook(previous);
        return;
    }
    let hook: Box<dyn Fn(&PanicHookInfo<'_>) + Send + Sync> = Box::new(move |info| {
        let outermost = !RECORDING.replace(true);
        if outermost {
            record(info);
            close_if_fatal();
        }
        previous(info);
        if outermost {
            RECORDING.set(false);
        }
    });
    HOOK.set((&raw const *hook).cast());
    panic::set_hook(hook);
}

fn record(info: &PanicHookInfo<'_>) {
    let location = info.location();
    let error = host::capture(
        &payload::message(info.payload()),
        location.map_or("", |at| at.file()),
        location.map_or(0, |at| at.line()),
        location.map_or(0, |at| at.column()),
    );
    let Some(error) = error else { return };
    let text = payload::text(info.payload()).map(str::as_ptr);
    CAPTURED.with_borrow_mut(|captured| {
        if captured.len() == KEPT {
            captured.remove(0);
        }
        captured.push(Captured { error, text });
    });
    OUTSTANDING.set(true);
}

/// In an abort build without the guard nobody but the hook sees a panic. A test
/// runner goes on after one, and so must the gate stay open for it.
fn close_if_fatal() {
    let fatal = cfg!(not(panic = "unwind")) && matches!(guard(), Guard::Degraded | Guard::Off);
    if fatal && !host::under_test_runner() {
        gate::close();
    }
}

/// The error that the hook made of the panic with this payload.
///
/// Panics end in the opposite order of their beginning, so those captured after
/// this one are over and are dropped with it.
pub(crate) fn take_captured(payload: &dyn Any) -> Option<JsValue> {
    let text = payload::text(payload).map(str::as_ptr);
    CAPTURED.with_borrow_mut(|captured| {
        let at = captured.iter().rposition(|one| one.text == text)?;
        let taken = captured.drain(at..).next().map(|one| one.error);
        OUTSTANDING.set(!captured.is_empty());
        taken
    })
}

/// Drops what was captured of a panic that was swallowed.
pub(crate) fn forget(payload: &dyn Any) {
    if let Some(error) = take_captured(payload) {
        host::forget(&error);
    }
}

/// When the outermost boundary returned, all panics in it have been swallowed.
#[inline(always)]
pub(crate) fn forget_swallowed() {
    if OUTSTANDING.replace(false) {
        forget_all();
    }
}

#[cold]
#[inline(never)]
fn forget_all() {
    let first = CAPTURED.with_borrow_mut(|captured| captured.drain(..).next());
    if let Some(first) = first {
        host::forget(&first.error);
    }
}

/// Ends the instance with the panic that was caught at `boundary`.
///
/// Nobody has been told of it yet: the host reports it with the end.
#[cold]
#[inline(never)]
pub(crate) fn end_instance(boundary: &'static str) -> ! {
    ENDING.set(true);
    state::enter_boundary(boundary);
    gate::close();
    core::arch::wasm32::unreachable()
}

/// Whether a panic is what ended the instance, for the host after a fault.
#[no_mangle]
extern "C" fn __wasm_bulkhead_panicking() -> u32 {
    (std::thread::panicking() || ENDING.get()).into()
}

/// Sets the hook before and after `start`, for the host.
#[no_mangle]
extern "C" fn __wasm_bulkhead_install() {
    state::replace_hooked(true);
    install();
}
