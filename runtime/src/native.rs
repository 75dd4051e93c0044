//! A native target: annotated items are the plain functions they look like, and there is no
//! JavaScript to poll a task.

use std::future::Future;
use wasm_bindgen::{JsCast, JsValue};

use crate::name::Name;

/// Runs the body; a panic goes on unwinding.
#[inline(always)]
pub fn main_boundary<R>(_name: Name, body: impl FnOnce() -> R) -> R {
    body()
}

/// Likewise.
#[inline(always)]
pub fn raw_boundary<R>(name: Name, body: impl FnOnce() -> R, _on_panic: impl FnOnce() -> R) -> R {
    main_boundary(name, body)
}

pub(crate) use main_boundary as closure_boundary;
pub(crate) use main_boundary as closure_boundary_abort;
pub use main_boundary as raw_boundary_throw;
pub use main_boundary as raw_boundary_abort;

/// No boundary is being executed that could have a name.
#[inline(always)]
pub fn name(_name: Name) {}

/// Turns a future into a promise; see the documentation for wasm targets.
///
/// # Panics
///
/// Always, on a native target: there are no promises.
pub fn future_to_promise<F, P>(_future: F) -> P
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
    P: JsCast,
{
    panic!("there are no promises on a native target")
}

/// Runs a future that has no caller; see the documentation for wasm targets.
///
/// On a native target nothing polls it, and it is dropped.
pub fn spawn_local<F>(future: F)
where
    F: Future<Output = ()> + 'static,
{
    drop(future);
}
