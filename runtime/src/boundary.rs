//! Where JavaScript's calls enter: the gate, the catch.

#[cfg(panic = "unwind")]
use std::any::Any;
#[cfg(not(panic = "unwind"))]
use std::convert::Infallible;
use std::hint::black_box;
#[cfg(panic = "unwind")]
use std::mem::ManuallyDrop;

#[cfg(panic = "unwind")]
use wasm_bindgen::JsValue;

use crate::name::Name;
use crate::{end_call, gate, host, state};

/// Runs all that wasm-bindgen's shim of an entry does: the conversion of arguments, the body, and
/// what is dropped after it. The body tells its [`name`](state::name).
#[inline(always)]
pub fn boundary<R>(entry: impl FnOnce() -> R) -> R {
    let around = enter();
    match catch(entry) {
        Ok(value) => {
            leave(around);
            value
        }
        Err(panic) => caught(around, panic),
    }
}

/// The gate and the start of a boundary. A call of its own where size counts more than speed.
#[inline]
fn enter() -> state::Around {
    gate::pass();
    state::enter()
}

#[cfg_attr(for_size, inline(never))]
#[cfg_attr(not(for_size), inline)]
fn leave(around: state::Around) {
    state::leave(around);
}

/// Runs the body of a closure, whose boundary has a name from the start.
#[inline(always)]
pub(crate) fn closure_boundary<R>(name: Name, body: impl FnOnce() -> R) -> R {
    match enter_named(name, body) {
        (_, Ok(value)) => value,
        (around, Err(panic)) => caught(around, panic),
    }
}

/// Runs the body of a closure whose captures must not be seen again after a panic: that ends the
/// instance. A JavaScript exception passes through.
#[inline(always)]
pub(crate) fn closure_boundary_abort<R>(name: Name, body: impl FnOnce() -> R) -> R {
    match enter_named(name, fatal(name, body)) {
        (_, Ok(value)) => value,
        (around, Err(panic)) => caught_fatal(around, panic),
    }
}

/// Runs the body of a raw export whose caller gets a value for a panic.
#[inline]
pub fn raw_boundary<R>(name: Name, body: impl FnOnce() -> R, on_panic: impl FnOnce() -> R) -> R {
    match enter_named(name, body) {
        (_, Ok(value)) => value,
        (around, Err(panic)) => {
            settle(around.is_outermost(), panic);
            host::drop_error();
            state::leave(around);
            on_panic()
        }
    }
}

/// Runs the body of a raw export whose caller gets a `PanicError`: what leaves the module is an
/// exception with a private tag, in place of which the guard throws the error.
#[inline]
pub fn raw_boundary_throw<R>(name: Name, body: impl FnOnce() -> R) -> R {
    match enter_named(name, body) {
        (_, Ok(value)) => value,
        (around, Err(panic)) => {
            settle(around.is_outermost(), panic);
            state::leave(around);
            throw(true)
        }
    }
}

/// Runs the body of a raw export; a panic ends the instance.
#[inline]
pub fn raw_boundary_abort<R>(name: Name, body: impl FnOnce() -> R) -> R {
    match enter_named(name, fatal(name, body)) {
        (_, Ok(value)) => value,
        (_, Err(panic)) => end_instance(panic),
    }
}

/// A body in which a panic ends the instance. That is noted behind the gate.
#[inline(always)]
fn fatal<R>(name: Name, body: impl FnOnce() -> R) -> impl FnOnce() -> R {
    move || {
        end_call::note_fatal(name);
        body()
    }
}

/// Runs `main`, which wasm-bindgen calls outside of every catch: a panic goes on to the guard,
/// which ends the instance with it.
#[inline]
pub fn main_boundary<R>(name: Name, body: impl FnOnce() -> R) -> R {
    gate::pass();
    let around = state::enter_named(name);
    let value = body();
    state::leave(around);
    value
}

#[inline(always)]
fn enter_named<R>(name: Name, body: impl FnOnce() -> R) -> (state::Around, Outcome<R>) {
    gate::pass();
    let around = state::enter_named(name);
    let outcome = catch(body);
    if outcome.is_ok() {
        state::leave(around);
    }
    (around, outcome)
}

/// Catches a panic that left the module, for JavaScript, which throws the exception that it saved
/// back at us. Only so does the thread stop panicking.
#[cfg(panic = "unwind")]
#[no_mangle]
extern "C-unwind" fn __wbh_recover() {
    // Through a pointer, for the reason that `throw` gives.
    let rethrow: fn() = host::rethrow_saved;
    if let Err(panic) = catch(|| black_box(rethrow)()) {
        settle(!state::is_inside(), panic);
    }
}

/// What a body ended with: its value, or the panic.
pub(crate) type Outcome<R> = Result<R, Panic>;

/// A panic that was caught. In abort builds there is none, so what would be done about it is no part
/// of those.
#[cfg(panic = "unwind")]
pub(crate) type Panic = Box<dyn Any + Send>;
#[cfg(not(panic = "unwind"))]
pub(crate) type Panic = Infallible;

/// What exports may assume of their state after a panic is decided at compile time, export by
/// export; here it is taken for granted.
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

/// A JavaScript exception that crosses Rust frames as a panic, so that their destructors run.
///
/// It names the value by a number of the instance's JavaScript half, because a payload has to be
/// `Send`, and a `JsValue` that reaches another thread is none.
#[cfg(panic = "unwind")]
pub(crate) struct JsException(pub(crate) u32);

/// Throws what JavaScript gets for a panic that a boundary caught.
#[cold]
#[inline(never)]
fn caught(around: state::Around, panic: Panic) -> ! {
    settle(around.is_outermost(), panic);
    state::leave(around);
    throw(false)
}

/// Ends the instance with a panic that a boundary caught, and throws a JavaScript exception.
#[cfg(panic = "unwind")]
#[cold]
#[inline(never)]
fn caught_fatal(around: state::Around, panic: Panic) -> ! {
    if panic.is::<JsException>() {
        caught(around, panic)
    }
    end_instance(panic)
}

#[cfg(not(panic = "unwind"))]
fn caught_fatal(_around: state::Around, panic: Panic) -> ! {
    match panic {}
}

/// Ends the instance with a panic that a boundary caught.
#[cfg(panic = "unwind")]
fn end_instance(panic: Panic) -> ! {
    crate::panic::end_instance(&*panic)
}

#[cfg(not(panic = "unwind"))]
fn end_instance(panic: Panic) -> ! {
    match panic {}
}

/// Has JavaScript make the error of a caught panic, which [`throw`] then throws; the hook is told.
#[cfg(panic = "unwind")]
#[cold]
#[inline(never)]
pub(crate) fn settle(is_outermost: bool, panic: Panic) {
    // The calls below do not unwind, and nothing has to be dropped if they did.
    let panic = ManuallyDrop::new(panic);
    if std::thread::panicking() && is_outermost {
        // A destructor panicked, or threw, while the first panic unwound. Natively that aborts; here
        // it got through, and has left the thread panicking.
        core::arch::wasm32::unreachable()
    }
    if let Some(JsException(number)) = panic.downcast_ref() {
        host::settle_exception(*number);
        drop(ManuallyDrop::into_inner(panic));
        return;
    }
    crate::panic::settle(panic);
}

#[cfg(not(panic = "unwind"))]
pub(crate) fn settle(_is_outermost: bool, panic: Panic) {
    match panic {}
}

/// Throws the error that was settled last through the frames around.
///
/// What throws is an import that is declared not to unwind, which rustc believes and would drop
/// the landing pads of every frame on the way, with the borrow guards of wasm-bindgen's shim in
/// them. It cannot see through a pointer.
#[cold]
#[inline(never)]
fn throw(is_raw: bool) -> ! {
    let throw: fn(bool) -> ! = host::throw_error;
    black_box(throw)(is_raw)
}

/// Throws a JavaScript value likewise.
#[cfg(panic = "unwind")]
#[cold]
#[inline(never)]
pub(crate) fn throw_value(error: JsValue) -> ! {
    let throw: fn(JsValue) -> ! = wasm_bindgen::throw_val;
    black_box(throw)(error)
}
