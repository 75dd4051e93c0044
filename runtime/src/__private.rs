//! What expanded code calls. Not public API.

pub use core;

/// Runs the body of a synchronous export behind the gate.
#[inline(always)]
pub fn boundary<R>(_name: &'static str, body: impl FnOnce() -> R) -> R {
    body()
}
/// Names the boundary of an async export; lives as long as its body.
pub fn async_boundary(_name: &'static str) -> AsyncBoundary {
    AsyncBoundary(())
}
/// See [`async_boundary`].
pub struct AsyncBoundary(());
impl Drop for AsyncBoundary {
    fn drop(&mut self) {}
}
/// Runs the body of a closure that JavaScript calls; `position` is `file:line:column`.
#[inline(always)]
pub fn closure_boundary<R>(_position: &'static str, body: impl FnOnce() -> R) -> R {
    body()
}
/// Runs the body of a raw export; a panic returns `on_panic()`.
#[inline(always)]
pub fn raw_boundary<R>(_name: &'static str, body: impl FnOnce() -> R, _on_panic: impl FnOnce() -> R) -> R {
    body()
}
/// Runs the body of a raw export; a panic is thrown as a `PanicError`.
#[inline(always)]
pub fn raw_boundary_throw<R>(_name: &'static str, body: impl FnOnce() -> R) -> R {
    body()
}
/// Runs the body of a raw export; a panic ends the instance.
#[inline(always)]
pub fn raw_boundary_abort<R>(_name: &'static str, body: impl FnOnce() -> R) -> R {
    body()
}
/// Passes on what an annotated import threw, so that destructors run.
#[cold]
pub fn rethrow(error: wasm_bindgen::JsValue) -> ! {
    wasm_bindgen::throw_val(error)
}
/// What `#[wasm_bindgen(wasm_bindgen_futures = …)]` of an annotated async export names.
pub mod futures {
    pub use wasm_bindgen_futures::*;
}
/// What `#[wasm_bindgen(js_sys = …)]` of an annotated async export names.
pub mod js_sys {
    pub use super::futures;
    pub use ::js_sys::*;
}
