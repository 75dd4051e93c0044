//! What expanded code calls. Not public API: it changes with every release.

#[cfg(target_family = "wasm")]
pub use crate::boundary::{
    boundary, raw_boundary, raw_boundary_abort, raw_boundary_throw, resume, rethrow, start_boundary,
};
#[cfg(target_family = "wasm")]
pub use crate::promise::async_boundary;

/// Runs the body of a closure; its boundary is its position, `file:line:column`.
#[inline(always)]
pub fn closure_boundary<R>(position: &'static str, body: impl FnOnce() -> R) -> R {
    boundary(position, body)
}

/// What `wasm_bindgen_futures` means to the shim of an annotated async export.
pub mod futures {
    #[cfg(target_family = "wasm")]
    pub use crate::promise::future_to_promise;
    pub use wasm_bindgen_futures::*;
}

/// What `js_sys` means to the shim of an annotated async export.
pub mod js_sys {
    pub use super::futures;
    pub use ::js_sys::*;
}

#[cfg(not(target_family = "wasm"))]
pub use native::*;

/// On a native target annotated items are the plain functions they look like.
#[cfg(not(target_family = "wasm"))]
mod native {
    #[inline(always)]
    pub fn boundary<R>(_name: &'static str, body: impl FnOnce() -> R) -> R {
        body()
    }

    #[inline(always)]
    pub fn raw_boundary<R>(
        name: &'static str,
        body: impl FnOnce() -> R,
        _on_panic: impl FnOnce() -> R,
    ) -> R {
        boundary(name, body)
    }

    pub use boundary as start_boundary;
    pub use boundary as raw_boundary_throw;
    pub use boundary as raw_boundary_abort;

    pub fn resume() {}

    pub fn async_boundary(_name: &'static str) {}

    pub fn rethrow(error: wasm_bindgen::JsValue) -> ! {
        wasm_bindgen::throw_val(error)
    }
}
