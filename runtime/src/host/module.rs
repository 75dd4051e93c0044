//! The JavaScript half by way of the modules in `js/`, which `cargo xtask js` makes of `js/src/`.
//!
//! Few imports serve all that the core asks, because each costs a wrapper in wasm and one in the
//! glue.

#[cfg(panic = "unwind")]
use wasm_bindgen::JsValue;

use super::Chained;
use crate::state::instance;

mod js {
    use wasm_bindgen::prelude::*;

    // The names become variables of the glue, beside those of the user's own imports.
    #[wasm_bindgen(module = "/js/core.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_call)]
        pub(crate) fn call(operation: u32, id: u32, a: u32, b: u32) -> u32;
        // Caught, because the panic hook calls it: an exception that a page's poisoned intrinsics
        // cause would leave the panic machinery of `std` half-way. Where panics abort, that is the
        // end anyway.
        #[cfg(panic = "unwind")]
        #[wasm_bindgen(catch, js_name = __wbh_text)]
        pub(crate) fn text(
            operation: u32,
            id: u32,
            text: &str,
            a: u32,
            b: u32,
        ) -> Result<u32, JsValue>;
        #[cfg(not(panic = "unwind"))]
        #[wasm_bindgen(js_name = __wbh_text)]
        pub(crate) fn text(operation: u32, id: u32, text: &str, a: u32, b: u32) -> u32;
        #[cfg(panic = "unwind")]
        #[wasm_bindgen(js_name = __wbh_value)]
        pub(crate) fn value(operation: u32, id: u32, value: &JsValue) -> u32;
    }

    /// Has the file copied beside our modules, so that Node takes them for what they are whatever
    /// the package around them says. Nothing calls it, so nothing imports it.
    #[wasm_bindgen(module = "/js/package.json")]
    extern "C" {
        fn __wbh_package();
    }

    /// A variable of the glue around us, `undefined` where it has none of the name: a function
    /// that makes the instance anew if that is due. It tells one glue from another. The type is
    /// one for which the glue returns the variable as it is.
    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(thread_local_v2, js_name = __wbg_call_guard)]
        pub(crate) static CALL_GUARD: u32;
    }
}

/// What `__wbh_call` does, in the order of `OPERATIONS` in `js/src/call.js`.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(panic = "unwind"),
    allow(dead_code, reason = "nothing is caught there")
)]
enum Operation {
    Hello,
    Find,
    SettleException,
    Throw,
    Drop,
    Forget,
    ThrowClosed,
    RethrowSaved,
    SayHook,
    Doom,
    CheckGuard,
    Join,
}

/// What `__wbh_text` does, in the order of `TEXT_OPERATIONS` in `js/src/call.js`.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(panic = "unwind"),
    allow(dead_code, reason = "nothing is caught there")
)]
enum TextOperation {
    File,
    Capture,
    Append,
    Settle,
    Reason,
    AppendChar,
    AppendKind,
    RunChained,
}

/// What `__wbh_value` does, in the order of `VALUE_OPERATIONS` in `js/src/call.js`.
#[cfg(panic = "unwind")]
#[derive(Clone, Copy)]
enum ValueOperation {
    PassOn,
    Cause,
}

fn ask(operation: Operation, a: u32, b: u32) -> u32 {
    js::call(operation as u32, instance(), a, b)
}

fn tell(operation: Operation) {
    ask(operation, 0, 0);
}

fn tell_text(operation: TextOperation, text: &str, a: u32, b: u32) -> u32 {
    let told = js::text(operation as u32, instance(), text, a, b);
    #[cfg(panic = "unwind")]
    let told = told.unwrap_or(0);
    told
}

#[cfg(panic = "unwind")]
fn tell_value(operation: ValueOperation, value: &JsValue) -> u32 {
    js::value(operation as u32, instance(), value)
}

/// Tells the copy of the module that our glue imports that this instance is its own.
pub(crate) fn hello() {
    tell(Operation::Hello);
}

/// Tells which instances the glue made before.
pub(crate) fn adopt() {
    #[cfg(target_feature = "atomics")]
    super::threads::share();
    // JavaScript reads it: here it would take half a kilobyte. The import stays in the module as long
    // as something leads to it.
    std::hint::black_box(&js::CALL_GUARD);
    tell(Operation::Join);
    if cfg!(feature = "js-api") {
        super::restart::renewable();
    }
}

/// Makes the error of a panic at its site. Returns whether an abort build has to close the gate
/// itself, because no guard does.
pub(crate) fn capture(key: u32, message: &str, file: &str, line: u32, column: u32) -> bool {
    tell_text(TextOperation::File, file, line, column);
    tell_text(TextOperation::Capture, message, key, 0) != 0
}

/// Appends to the message of the panic that was captured or found last.
pub(crate) fn append(text: &str) {
    tell_text(TextOperation::Append, text, 0, 0);
}

/// Likewise one character.
#[cfg(panic = "unwind")]
pub(crate) fn append_char(char: char) {
    tell_text(TextOperation::AppendChar, "", char.into(), 0);
}

/// Appends what kind of value the panic carried.
#[cfg(panic = "unwind")]
pub(crate) fn append_kind(known: u32) {
    tell_text(TextOperation::AppendKind, "", known, 0);
}

/// The panic that was captured last carried `cause`.
#[cfg(panic = "unwind")]
pub(crate) fn cause(cause: &JsValue) {
    tell_value(ValueOperation::Cause, cause);
}

/// Looks for a captured panic.
#[cfg(panic = "unwind")]
pub(crate) fn find(key: u32) -> bool {
    ask(Operation::Find, key, 0) != 0
}

/// The panic that was found is over: its error is completed and what [`throw_error`] throws.
/// Returns whether the hook has been told, which JavaScript does where it knows the instance.
#[cfg(panic = "unwind")]
pub(crate) fn settle(boundary: &str) -> bool {
    tell_text(TextOperation::Settle, boundary, 0, 0) != 0
}

/// A JavaScript exception goes on: whatever it looks like, it is no trap of ours. Returns the
/// number to ask for it by.
#[cfg(panic = "unwind")]
pub(crate) fn pass_on(exception: &JsValue) -> u32 {
    tell_value(ValueOperation::PassOn, exception)
}

/// The exception with this number is what [`throw_error`] throws.
#[cfg(panic = "unwind")]
pub(crate) fn settle_exception(number: u32) {
    ask(Operation::SettleException, number, 0);
}

/// Throws what was settled last; behind the guard the caller of a raw export gets the error in
/// place of an exception that it could not read.
pub(crate) fn throw_error(is_raw: bool) -> ! {
    ask(Operation::Throw, is_raw.into(), 0);
    core::arch::wasm32::unreachable()
}

/// Drops what was settled last.
pub(crate) fn drop_error() {
    tell(Operation::Drop);
}

/// A panic that its catcher keeps to itself is over.
#[cfg(panic = "unwind")]
pub(crate) fn forget(key: u32) {
    ask(Operation::Forget, key, 0);
}

/// Throws the error for a call that was stopped by the gate.
#[cfg_attr(
    panic = "unwind",
    allow(dead_code, reason = "all it can do there is trap")
)]
pub(crate) fn throw_closed() {
    tell(Operation::ThrowClosed);
}

/// Throws the exception again that left the module.
#[cfg(panic = "unwind")]
pub(crate) fn rethrow_saved() {
    tell(Operation::RethrowSaved);
}

/// Runs [`Task::Chained`](crate::state::Task) and holds back what it throws.
pub(crate) fn run_chained(call: u32) -> Chained {
    match tell_text(TextOperation::RunChained, "", call, 0) {
        0 => Chained::Unknown,
        1 => Chained::RunThrough,
        _ => Chained::Trapped,
    }
}

/// The instance is about to end: no call gets in from here on, whatever JavaScript is asked for.
pub(crate) fn doom() {
    tell(Operation::Doom);
}

/// Says why the instance is about to end itself.
pub(crate) fn abort_reason(reason: &str) {
    tell_text(TextOperation::Reason, reason, 0, 0);
}

/// There is a hook in Rust that hears of faults.
pub(crate) fn say_hook() {
    tell(Operation::SayHook);
}

/// Throws unless the guard stands.
pub(crate) fn check_guard() {
    // Through a pointer, for the reason that `boundary::throw` gives.
    let check: fn(Operation) = tell;
    std::hint::black_box(check)(Operation::CheckGuard);
}
