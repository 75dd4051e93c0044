//! What expanded code calls. Not public API: it changes with every release.

#[cfg(target_family = "wasm")]
pub use crate::boundary::{
    boundary, boundary_abort, raw_boundary, raw_boundary_abort, raw_boundary_throw, start_boundary,
};
pub use crate::check::{bindgen, Assertion};
#[cfg(target_family = "wasm")]
pub use crate::imports::{caught_import, import, Lent, LentMut};
pub use crate::poison::answer::{answer, Answer, Refusal};
pub use crate::poison::subject::*;
pub use crate::poison::Poison;
#[cfg(target_family = "wasm")]
pub use crate::promise::async_boundary;

/// Runs the body of a closure; its boundary is its position, `file:line:column`.
#[inline(always)]
pub fn closure_boundary<R>(position: &'static str, body: impl FnOnce() -> R) -> R {
    boundary(position, body)
}

/// Likewise where a panic ends the instance.
#[inline(always)]
pub fn closure_boundary_abort<R>(position: &'static str, body: impl FnOnce() -> R) -> R {
    boundary_abort(position, body)
}

pub use wasm_bulkhead_macros::{__closure, __worker_bindgen};

/// What is asked of the types that exports take.
pub mod check {
    pub use crate::check::*;
}

/// What decides how a closure for JavaScript is made.
pub mod closures {
    pub use crate::closures::*;
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
pub use crate::native::{
    async_boundary, boundary, boundary_abort, raw_boundary, raw_boundary_abort, raw_boundary_throw,
    resume, rethrow, start_boundary,
};
