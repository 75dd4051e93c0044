//! The JavaScript half without a module of ours: plain `Error`s, told apart by their `name` and
//! `kind`, and no guard. For `no-modules` builds.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};

use super::js_globals::{reflect_get, reflect_has, reflect_set, Error, Function, Object, GLOBAL};
use super::{Chained, Part};
use crate::poison::TornBy;
use crate::state::{self, Task};
use crate::SourceLocation;

/// Panics that a `catch_unwind` of the user's own swallowed stay behind; so many, the newest.
const KEPT: usize = 8;

/// What is kept of a panic from the hook to its catch.
struct Captured {
    key: u32,
    message: String,
    error: JsValue,
}

thread_local! {
    static REDACT: Cell<bool> = const { Cell::new(false) };
    static FAULTS: Cell<u32> = const { Cell::new(0) };
    static CAPTURED: RefCell<Vec<Captured>> = const { RefCell::new(Vec::new()) };
    /// The error in full that the hook is told of.
    static FAULT: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
    /// The error that is thrown next.
    static READY: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
    /// JavaScript exceptions on their way through Rust.
    static PASSING: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
}

fn get(target: &JsValue, key: &str) -> JsValue {
    reflect_get(target, key).unwrap_or(JsValue::UNDEFINED)
}

pub(super) fn set(target: &JsValue, key: &str, value: &JsValue) {
    // Fails only for frozen targets, and ours are new.
    let _ = reflect_set(target, key, value);
}

pub(super) fn new_error(name: &str, kind: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    set(&error, "kind", &kind.into());
    error.into()
}

pub(super) fn new_panic_error(message: &str) -> JsValue {
    let error = new_error("PanicError", "panic", message);
    FAULTS.set(FAULTS.get() + 1);
    set(&error, "faultId", &FAULTS.get().to_string().into());
    set(&error, "generation", &state::generation().into());
    error
}

/// There is no module to tell.
pub(crate) fn hello() {}

/// There is no module to tell.
pub(crate) fn adopt() {}

pub(crate) fn redact(on: bool) {
    REDACT.set(on);
}

/// There is no guard to tell.
pub(crate) fn say_hook() {}

/// Throws, since there is no guard.
pub(crate) fn check_guard() {
    let error = Error::new(
        "wasm-bulkhead is to guard this instance, and is built without its feature `js`",
    );
    let throw: fn(JsValue) -> ! = wasm_bindgen::throw_val;
    std::hint::black_box(throw)(error.into())
}

pub(crate) fn capture(key: u32, message: &str, file: &str, line: u32, column: u32) -> bool {
    let error = new_panic_error(message);
    if !file.is_empty() {
        set(&error, "location", &new_location(file, line, column));
    }
    CAPTURED.with_borrow_mut(|captured| {
        if captured.len() == KEPT {
            captured.remove(0);
        }
        captured.push(Captured {
            key,
            message: message.to_owned(),
            error,
        });
    });
    !under_test_runner()
}

fn new_location(file: &str, line: u32, column: u32) -> JsValue {
    let location = Object::new();
    set(&location, "file", &file.into());
    set(&location, "line", &line.into());
    set(&location, "column", &column.into());
    location.into()
}

pub(crate) fn append(text: &str) {
    with_newest(|captured| {
        captured.message.push_str(text);
        set(
            &captured.error,
            "message",
            &captured.message.as_str().into(),
        );
    });
}

pub(crate) fn append_char(char: char) {
    append(char.encode_utf8(&mut [0; 4]));
}

/// The names of types are in the module.
pub(crate) fn append_kind(_known: u32) {
    append("the panic carried a value that is no text");
}

pub(crate) fn cause(cause: &JsValue) {
    let message = describe(cause);
    append(&message);
    with_newest(|captured| set(&captured.error, "cause", cause));
}

fn with_newest(change: impl FnOnce(&mut Captured)) {
    CAPTURED.with_borrow_mut(|captured| captured.last_mut().map(change));
}

fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<Error>() {
        Some(error) => error.message(),
        None => value.as_string().unwrap_or_else(|| format!("{value:?}")),
    }
}

#[cfg(panic = "unwind")]
/// Makes the panic with this key the newest: those that struck after it are over.
pub(crate) fn find(key: u32) -> bool {
    CAPTURED.with_borrow_mut(|captured| {
        let at = captured.iter().rposition(|one| one.key == key);
        captured.truncate(at.map_or(captured.len(), |at| at + 1));
        at.is_some()
    })
}

#[cfg(panic = "unwind")]
pub(crate) fn settle(boundary: &str) -> bool {
    let captured = CAPTURED.with_borrow_mut(Vec::pop);
    if let Some(Captured { error, .. }) = captured {
        if get(&error, "boundary").is_undefined() {
            set(&error, "boundary", &boundary.into());
        }
        make_ready(error);
    }
    false
}

/// Has an error in full be what is thrown next, as far as callers may see it.
pub(super) fn make_ready(error: JsValue) {
    let visible = match REDACT.get() {
        true => redacted(&error),
        false => error.clone(),
    };
    FAULT.set(error);
    READY.set(visible);
}

fn redacted(full: &JsValue) -> JsValue {
    let public = new_error("PanicError", "panic", "");
    set(&public, "stack", &"PanicError".into());
    for key in ["faultId", "generation"] {
        set(&public, key, &get(full, key));
    }
    public
}

/// The error that is ready, which is then ready no longer.
pub(super) fn take_ready() -> JsValue {
    READY.replace(JsValue::UNDEFINED)
}

#[cfg(panic = "unwind")]
pub(crate) fn pass_on(exception: &JsValue) -> u32 {
    PASSING.with_borrow_mut(|passing| {
        passing.push(exception.clone());
        passing.len() as u32
    })
}

#[cfg(panic = "unwind")]
pub(crate) fn settle_exception(number: u32) {
    PASSING.with_borrow_mut(|passing| {
        let exception = passing.get(number as usize - 1).cloned();
        passing.clear();
        READY.set(exception.unwrap_or(JsValue::UNDEFINED));
    });
}

pub(crate) fn throw_error(_is_raw: bool) -> ! {
    wasm_bindgen::throw_val(take_ready())
}

pub(crate) fn drop_error() {
    drop(take_ready());
}

#[cfg(panic = "unwind")]
pub(crate) fn forget(key: u32) {
    if find(key) {
        CAPTURED.with_borrow_mut(Vec::pop);
    }
}

#[cfg_attr(
    panic = "unwind",
    allow(dead_code, reason = "all it can do there is trap")
)]
pub(crate) fn throw_closed() {
    wasm_bindgen::throw_val(closed())
}

pub(super) fn closed() -> JsValue {
    let error = new_error("InstanceAbortError", "unknown", "the instance has aborted");
    let boundary = state::boundary().map_or("", crate::name::Name::text);
    set(&error, "boundary", &boundary.into());
    error
}

/// Never called: only the guard saves an exception.
#[cfg(panic = "unwind")]
pub(crate) fn rethrow_saved() {}

/// There is no JavaScript of ours to hold back what it throws.
pub(crate) fn run_chained(_call: u32) -> Chained {
    Chained::Unknown
}

/// There is no guard to tell.
pub(crate) fn doom() {}

/// Without the guard there is no error to put the reason into.
pub(crate) fn abort_reason(_reason: &str) {}

pub(crate) fn part(which: Part) -> String {
    let error = FAULT.with_borrow(Clone::clone);
    let location = get(&error, "location");
    let value = match which {
        Part::Kind => get(&error, "kind"),
        Part::Message => get(&error, "message"),
        Part::Boundary => get(&error, "boundary"),
        Part::File => get(&location, "file"),
        Part::Line => get(&location, "line"),
        Part::Column => get(&location, "column"),
        Part::Id => get(&error, "faultId"),
        Part::Stack => get(&error, "stack"),
        Part::Struck => JsValue::UNDEFINED,
    };
    let number = || value.as_f64().map(|number| (number as u32).to_string());
    value.as_string().or_else(number).unwrap_or_default()
}

fn under_test_runner() -> bool {
    GLOBAL.with(|global| reflect_has(global, "__wbg_test_invoke").unwrap_or(false))
}

/// Tells of the error that is ready and has no caller.
pub(super) fn report_ready() {
    let error = take_ready();
    let console = GLOBAL.with(|global| get(global, "console"));
    if let Ok(log) = get(&console, "error").dyn_into::<Function>() {
        // A console that throws cannot be told.
        let _ = log.call1(&console, &error);
    }
}

/// The error for a call on an object that is torn.
pub(crate) mod torn {
    use super::*;

    /// All that is said of a torn object with redaction on.
    const POISONED: &str = "the object is poisoned";

    pub(crate) fn poisoned(message: &str, boundary: &str, by: &TornBy) -> JsValue {
        if REDACT.get() {
            let public = new_error("PoisonError", "poison", POISONED);
            set(&public, "stack", &format!("PoisonError: {POISONED}").into());
            return public;
        }
        let error = new_error("PoisonError", "poison", message);
        set(&error, "boundary", &boundary.into());
        set(&error, "tornBy", &by.boundary.into());
        let SourceLocation { file, line, column } = &by.location;
        set(&error, "location", &new_location(file, *line, *column));
        error
    }
}

/// Has the hook in Rust hear of the fault that is ready, which only Rust can do here.
pub(super) fn tell_hook() {
    state::run_task(Task::Hook);
}
