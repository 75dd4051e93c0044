//! A native target: annotated items are the plain functions they look like, and
//! there is no JavaScript to poll a task.

use std::future::Future;
use wasm_bindgen::JsValue;

/// Runs the body.
#[inline(always)]
pub fn boundary<R>(_name: &'static str, body: impl FnOnce() -> R) -> R {
    body()
}

/// Runs the body; a panic goes on unwinding.
#[inline(always)]
pub fn raw_boundary<R>(
    name: &'static str,
    body: impl FnOnce() -> R,
    _on_panic: impl FnOnce() -> R,
) -> R {
    boundary(name, body)
}

pub use boundary as boundary_abort;
pub use boundary as start_boundary;
pub use boundary as raw_boundary_throw;
pub use boundary as raw_boundary_abort;

/// Goes on.
pub fn resume() {}

/// Nobody asks for the name.
pub fn async_boundary(_name: &'static str) {}

/// Never called: imports do not return natively.
pub fn rethrow(error: JsValue) -> ! {
    wasm_bindgen::throw_val(error)
}

/// Turns a future into a promise; see the documentation for wasm targets.
///
/// # Panics
///
/// Always, on a native target: there are no promises.
pub fn future_to_promise<F>(future: F) -> js_sys::Promise
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
{
    wasm_bindgen_futures::future_to_promise(future)
}

/// Runs a future that nobody waits for; see the documentation for wasm targets.
///
/// On a native target there is nobody to poll it, and it is dropped.
pub fn spawn_local<F>(future: F)
where
    F: Future<Output = ()> + 'static,
{
    drop(future);
}
