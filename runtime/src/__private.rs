//! What expanded code calls. Not public API: it changes with every release.

#[cfg(target_family = "wasm")]
pub use crate::boundary::{main_boundary, raw_boundary, raw_boundary_abort, raw_boundary_throw};
pub use crate::check::{bindgen, Assertion};
#[cfg(target_family = "wasm")]
pub use crate::imports::{caught_import, import, Lent, LentMut};
pub use crate::name::Name;
pub use crate::poison::answer::{Answer, Answering, Answers, Refusal};
pub use crate::poison::awaited::Awaited;
pub use crate::poison::subject::*;
pub use crate::poison::Poison;
#[cfg(target_family = "wasm")]
pub use crate::state::name;

/// Runs the body of a closure; its boundary is its position, `file:line:column` and a NUL.
#[inline(always)]
pub fn closure_boundary<R>(position: &'static str, body: impl FnOnce() -> R) -> R {
    boundary::closure_boundary(Name::new(position), body)
}

/// Likewise where a panic ends the instance.
#[inline(always)]
pub fn closure_boundary_abort<R>(position: &'static str, body: impl FnOnce() -> R) -> R {
    boundary::closure_boundary_abort(Name::new(position), body)
}

#[cfg(target_family = "wasm")]
use crate::boundary;
#[cfg(not(target_family = "wasm"))]
use crate::native as boundary;

pub use wasm_bulkhead_macros::__closure;

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
    use std::future::Future;
    use wasm_bindgen::JsValue;

    /// The promise of an async export.
    pub fn future_to_promise<F>(future: F) -> JsValue
    where
        F: Future<Output = Result<JsValue, JsValue>> + 'static,
    {
        crate::future_to_promise(future)
    }

    #[cfg(not(target_family = "wasm"))]
    pub use crate::native::spawn_local;
    #[cfg(target_family = "wasm")]
    pub use crate::promise::spawn_start as spawn_local;
}

/// What `js_sys` means to the shim of an annotated async export.
pub mod js_sys {
    pub use super::futures;
}

#[cfg(not(target_family = "wasm"))]
pub use crate::native::{
    main_boundary, name, raw_boundary, raw_boundary_abort, raw_boundary_throw,
};
