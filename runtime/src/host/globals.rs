//! The host without a module of ours: plain `Error`s, told apart by their
//! `name` and `kind`, and no guard. For `no-modules` builds.

use js_sys::{Error, Function, Object, Promise, Reflect};
use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use wasm_bindgen::{JsCast, JsValue};

use super::Detail;
use crate::poison::TornBy;
use crate::Location;

thread_local! {
    static REDACT: Cell<bool> = const { Cell::new(false) };
    static FAULTS: Cell<u32> = const { Cell::new(0) };
}

fn get(target: &JsValue, key: &str) -> JsValue {
    Reflect::get(target, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(target: &JsValue, key: &str, value: &JsValue) {
    // Fails only for frozen targets, and ours are new.
    let _ = Reflect::set(target, &key.into(), value);
}

fn new_error(name: &str, kind: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    set(&error, "kind", &kind.into());
    error.into()
}

fn new_panic_error(message: &str) -> JsValue {
    let error = new_error("PanicError", "panic", message);
    FAULTS.set(FAULTS.get() + 1);
    set(&error, "fault", &FAULTS.get().to_string().into());
    error
}

/// There is no module to tell.
pub(crate) fn adopt() {}

/// Nobody would see that the instance ended.
pub(crate) fn recover(_at_most: f64, _within: f64) {}

pub(crate) fn redact(on: bool) {
    REDACT.set(on);
}

pub(crate) fn capture(message: &str, file: &str, line: u32, column: u32) -> Option<JsValue> {
    let error = new_panic_error(message);
    set(&error, "location", &new_location(file, line, column));
    Some(error)
}

/// There is no guard that could take it for a trap.
pub(crate) fn pass_on(_value: &JsValue) {}

fn new_location(file: &str, line: u32, column: u32) -> JsValue {
    let location = Object::new();
    set(&location, "file", &file.into());
    set(&location, "line", &line.into());
    set(&location, "column", &column.into());
    location.into()
}

pub(crate) fn unseen(message: &str, boundary: &str) -> JsValue {
    let error = new_panic_error(message);
    set(&error, "boundary", &boundary.into());
    error
}

pub(crate) fn set_cause(error: &JsValue, cause: &JsValue) {
    set(error, "cause", cause);
}

pub(crate) fn caught(error: &JsValue, boundary: &str) -> JsValue {
    if get(error, "boundary").is_undefined() {
        set(error, "boundary", &boundary.into());
    }
    if !REDACT.get() {
        return error.clone();
    }
    let public = new_error("PanicError", "panic", "");
    set(&public, "stack", &"PanicError".into());
    set(&public, "fault", &get(error, "fault"));
    public
}

pub(crate) fn poisoned(message: &str, boundary: &str, by: &TornBy) -> JsValue {
    if REDACT.get() {
        let public = new_error("PoisonError", "poison", POISONED);
        set(&public, "stack", &format!("PoisonError: {POISONED}").into());
        return public;
    }
    let error = new_error("PoisonError", "poison", message);
    set(&error, "boundary", &boundary.into());
    set(&error, "tornBy", &by.boundary.into());
    let Location { file, line, column } = &by.location;
    set(&error, "location", &new_location(file, *line, *column));
    error
}

/// All that is said of a torn object with redaction on.
const POISONED: &str = "the object is poisoned";

/// Nothing is kept of a panic.
pub(crate) fn struck_at() -> String {
    String::new()
}

/// Nothing is kept of a panic.
pub(crate) fn forget(_error: &JsValue) {}

pub(crate) fn detail(error: &JsValue, which: Detail) -> String {
    let in_location = |key| get(&get(error, "location"), key);
    let value = match which {
        Detail::Kind => get(error, "kind"),
        Detail::Message => get(error, "message"),
        Detail::Boundary => get(error, "boundary"),
        Detail::File => in_location("file"),
        Detail::Line => in_location("line"),
        Detail::Column => in_location("column"),
        Detail::Id => get(error, "fault"),
    };
    let number = || value.as_f64().map(|number| (number as u32).to_string());
    value.as_string().or_else(number).unwrap_or_default()
}

/// Without the guard nobody could take the error up.
pub(crate) fn throw_raw(_error: &JsValue) {}

/// Without the guard nobody could report the reason.
pub(crate) fn abort_reason(_reason: &str) {}

/// Never asked for: only the guard sees the end of an instance.
pub(crate) fn current_fault() -> JsValue {
    JsValue::UNDEFINED
}

/// Tells of an error that has no caller.
pub(crate) fn report(error: &JsValue) {
    let console = get(&js_sys::global(), "console");
    if let Ok(log) = get(&console, "error").dyn_into::<Function>() {
        // A console that throws has nobody to tell.
        let _ = log.call1(&console, error);
    }
}

/// Never called: only the guard saves an exception.
#[cfg(panic = "unwind")]
pub(crate) fn rethrow_saved() {}

/// Never called: only the guard asks.
#[cfg(panic = "unwind")]
pub(crate) fn recovered(_error: &JsValue) {}

pub(crate) fn closed(boundary: &str) -> JsValue {
    let error = new_error("InstanceAbortError", "unknown", "the instance has aborted");
    set(&error, "boundary", &boundary.into());
    error
}

pub(crate) fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<Error>() {
        Some(error) => error.message().into(),
        None => value.as_string().unwrap_or_else(|| format!("{value:?}")),
    }
}

/// Never called: without the module no instance is known by number.
pub(crate) fn schedule() {}

/// Never called: without the module there is no guard.
pub(crate) fn future_probe() -> Promise {
    Promise::resolve(&JsValue::UNDEFINED)
}

pub(crate) fn under_test_runner() -> bool {
    Reflect::has(&js_sys::global(), &"__wbg_test_invoke".into()).unwrap_or(false)
}

/// A promise and what settles it.
pub(crate) struct Deferred {
    promise: Promise,
    resolve: Function,
    reject: Function,
}

impl Deferred {
    pub(crate) fn new() -> Self {
        let mut functions = None;
        let mut slot = AssertUnwindSafe(&mut functions);
        let promise = Promise::new(&mut move |resolve, reject| **slot = Some((resolve, reject)));
        let (resolve, reject) = functions.expect("the executor of a promise runs at once");
        Deferred {
            promise,
            resolve,
            reject,
        }
    }

    /// Nobody asks for it by number.
    pub(crate) fn handle(&self) -> u32 {
        0
    }

    pub(crate) fn promise(&self) -> Promise {
        self.promise.clone()
    }

    /// Nobody else settles it.
    pub(crate) fn is_pending(&self) -> bool {
        true
    }

    pub(crate) fn settle(self, outcome: Result<JsValue, JsValue>) {
        let (function, value) = match &outcome {
            Ok(value) => (&self.resolve, value),
            Err(error) => (&self.reject, error),
        };
        // The functions of a promise do not throw.
        let _ = function.call1(&JsValue::UNDEFINED, value);
    }
}
