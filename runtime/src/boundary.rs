//! Where JavaScript's calls enter: the gate, the name for reports, the catch.

use std::any::Any;
use std::hint::black_box;
use wasm_bindgen::JsValue;

use crate::{fault, gate, host, panic, payload, state};

/// Runs the body of a synchronous entry.
#[inline]
pub fn boundary<R>(name: &'static str, body: impl FnOnce() -> R) -> R {
    match enter(name, body) {
        Ok(value) => value,
        Err(panic) => throw(error_of(name, panic)),
    }
}

/// Runs the body of a raw export whose caller gets a value for a panic.
#[inline]
pub fn raw_boundary<R>(
    name: &'static str,
    body: impl FnOnce() -> R,
    on_panic: impl FnOnce() -> R,
) -> R {
    match enter(name, body) {
        Ok(value) => value,
        Err(panic) => {
            drop(error_of(name, panic));
            on_panic()
        }
    }
}

/// Runs the body of a raw export whose caller gets a `PanicError`: what leaves
/// the module is an exception with a private tag, in place of which the guard
/// throws the error.
#[inline]
pub fn raw_boundary_throw<R>(name: &'static str, body: impl FnOnce() -> R) -> R {
    match enter(name, body) {
        Ok(value) => value,
        Err(panic) => {
            let error = error_of(name, panic);
            host::throw_raw(&error);
            throw(error)
        }
    }
}

/// Runs the body of a raw export; a panic ends the instance.
#[inline]
pub fn raw_boundary_abort<R>(name: &'static str, body: impl FnOnce() -> R) -> R {
    match enter(name, body) {
        Ok(value) => value,
        Err(panic) if panic.is::<JsException>() => {
            crate::abort(&host::describe(&error_of(name, panic)))
        }
        Err(_) => panic::end_instance(name),
    }
}

/// Runs the body of a closure whose captures must not be seen again after a
/// panic: that ends the instance. A JavaScript exception passes through.
#[inline]
pub fn boundary_abort<R>(name: &'static str, body: impl FnOnce() -> R) -> R {
    match enter(name, body) {
        Ok(value) => value,
        Err(panic) if panic.is::<JsException>() => throw(error_of(name, panic)),
        Err(_) => panic::end_instance(name),
    }
}

/// Runs the body of a start function. Nobody could read an error thrown from
/// here, so a panic goes on to the guard, which ends the instance with it.
#[inline]
pub fn start_boundary<R>(name: &'static str, body: impl FnOnce() -> R) -> R {
    gate::pass(name);
    panic::ensure_hook();
    let around = state::enter_boundary(name);
    let value = body();
    state::leave_boundary(around);
    value
}

/// Catches a panic that left the module, for the host, which throws the
/// exception that it saved back at us. Only so does the thread stop panicking.
#[cfg(panic = "unwind")]
#[no_mangle]
extern "C-unwind" fn __wasm_bulkhead_recover() {
    // Through a pointer, for the reason that `throw` gives.
    let rethrow: fn() = host::rethrow_saved;
    if let Err(panic) = std::panic::catch_unwind(|| black_box(rethrow)()) {
        let error = error_in_full("", &*panic);
        host::recovered(&error);
    }
}

/// What a body ended with: its value, or in unwind builds the panic.
pub(crate) type Outcome<R> = Result<R, Box<dyn Any + Send>>;

#[inline(always)]
fn enter<R>(name: &'static str, body: impl FnOnce() -> R) -> Outcome<R> {
    gate::pass(name);
    panic::ensure_hook();
    let around = state::enter_boundary(name);
    let outcome = catch(body);
    state::leave_boundary(around);
    if around.is_empty() && outcome.is_ok() {
        panic::forget_swallowed();
    }
    outcome
}

/// What the annotated exports may assume of their state after a panic is
/// decided at compile time, export by export; here it is taken for granted.
#[cfg(panic = "unwind")]
#[inline(always)]
pub(crate) fn catch<R>(body: impl FnOnce() -> R) -> Outcome<R> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(body))
}

#[cfg(not(panic = "unwind"))]
#[inline(always)]
pub(crate) fn catch<R>(body: impl FnOnce() -> R) -> Outcome<R> {
    Ok(body())
}

/// A JavaScript exception that crosses Rust frames as a panic, so that their
/// destructors run.
pub(crate) struct JsException(pub(crate) JsValue);

// SAFETY: a panic's payload stays on the thread that raised it.
unsafe impl Send for JsException {}

/// The JavaScript error for a caught panic.
#[cold]
#[inline(never)]
pub(crate) fn error_of(boundary: &'static str, panic: Box<dyn Any + Send>) -> JsValue {
    let panic = match panic.downcast::<JsException>() {
        Ok(exception) => {
            host::pass_on(&exception.0);
            return exception.0;
        }
        Err(panic) => panic,
    };
    if std::thread::panicking() && state::boundary_name().is_empty() {
        // A destructor panicked while the first panic unwound. Natively that
        // aborts; here it got through, and has left the thread panicking.
        state::enter_boundary(boundary);
        core::arch::wasm32::unreachable()
    }
    let error = error_in_full(boundary, &*panic);
    let public = host::caught(&error, boundary);
    fault::notify(&error);
    public
}

fn error_in_full(boundary: &'static str, panic: &(dyn Any + Send)) -> JsValue {
    let error = panic::take_captured(panic).unwrap_or_else(|| {
        // Our hook was replaced.
        panic::chain_hook();
        host::unseen(&payload::message(panic), boundary)
    });
    if let Some(cause) = panic.downcast_ref::<JsValue>() {
        host::set_cause(&error, cause);
    }
    error
}

/// Throws a JavaScript value through the frames around.
///
/// `throw_val` calls an import that is declared not to unwind, which rustc
/// believes and would drop the landing pads of every frame on the way, with the
/// borrow guards of wasm-bindgen's shim in them. It cannot see through a pointer.
#[cold]
#[inline(never)]
pub(crate) fn throw(error: JsValue) -> ! {
    let throw_val: fn(JsValue) -> ! = wasm_bindgen::throw_val;
    black_box(throw_val)(error)
}
