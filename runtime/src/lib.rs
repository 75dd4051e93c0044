#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// Both targets have what a user calls.
#![cfg_attr(docsrs, doc(auto_cfg(hide(target_family = "wasm"))))]
#![warn(missing_docs)]

pub use wasm_bulkhead_macros::{bulkhead, wasm_bindgen};

// So that `wasm-bindgen = { package = "wasm-bulkhead" }` is all that a crate has to change.
#[doc(no_inline)]
pub use ::wasm_bindgen::*;

pub mod alloc;
#[cfg(target_family = "wasm")]
mod boundary;
mod bulkhead;
#[cfg(all(target_family = "wasm", panic = "unwind"))]
mod carried;
mod check;
mod closures;
mod coredump;
#[cfg(target_family = "wasm")]
mod end_call;
#[cfg(target_family = "wasm")]
mod executor;
mod fault;
#[cfg(target_family = "wasm")]
mod gate;
mod guard;
#[cfg(target_family = "wasm")]
mod host;
#[cfg(target_family = "wasm")]
mod imports;
mod name;
#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(target_family = "wasm")]
mod panic;
#[cfg(target_family = "wasm")]
mod payload;
pub mod poison;
#[cfg(target_family = "wasm")]
mod promise;
mod restart;
#[cfg(target_family = "wasm")]
mod state;
mod unwind_edges;

pub mod prelude;
pub mod vault;

#[cfg(all(target_family = "wasm", feature = "js-api"))]
mod js_api;

#[doc(hidden)]
pub mod __private;

pub use bulkhead::Bulkhead;
pub use closures::ClosureExt;
pub use coredump::Coredump;
pub use fault::{Fault, FaultKind, SourceLocation};
pub use guard::Guard;
#[cfg(not(target_family = "wasm"))]
pub use native::{future_to_promise, spawn_local};
pub use poison::{Poison, PoisonCell};
#[cfg(target_family = "wasm")]
pub use promise::{future_to_promise, spawn_local};
pub use restart::Restart;

/// The name by which snapshots of before the first release had it.
#[deprecated = "it is called `Restart`"]
#[doc(hidden)]
pub type Recover = Restart;

/// What [`state`] returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct State {
    /// Whether bodies still run. Rust code that sees `false` is inside the
    /// call that ended the instance.
    pub live: bool,
    /// What stands between JavaScript and the exports.
    pub guard: Guard,
    /// The number of the instance; see [`generation`].
    pub generation: u32,
}

/// Returns the state of this instance.
///
/// On a native target the instance is live and has no guard.
///
/// # Example
///
/// ```
/// assert!(wasm_bulkhead::state().live);
/// ```
pub fn state() -> State {
    #[cfg(target_family = "wasm")]
    {
        State {
            live: gate::is_open(),
            guard: state::guard(),
            generation: generation(),
        }
    }
    #[cfg(not(target_family = "wasm"))]
    State {
        live: true,
        guard: Guard::Off,
        generation: generation(),
    }
}

/// The number of this instance: 1 at first, and one more for each that replaced another, by
/// [restart](Bulkhead::restart) or by a reset.
///
/// On a native target, and without the feature `js`, it is 1.
///
/// # Example
///
/// ```
/// if wasm_bulkhead::generation() > 1 {
///     println!("the instance before this one ended");
/// }
/// ```
pub fn generation() -> u32 {
    #[cfg(target_family = "wasm")]
    return state::generation();
    #[cfg(not(target_family = "wasm"))]
    1
}

/// Ends the instance with a reason: no body of it runs again.
///
/// The caller gets an `InstanceAbortError` of kind `explicit` with the reason in
/// its message, and each promise that is pending rejects with it.
pub fn abort(reason: &str) -> ! {
    #[cfg(target_family = "wasm")]
    {
        host::doom();
        host::abort_reason(reason);
        gate::close();
        core::arch::wasm32::unreachable()
    }
    #[cfg(not(target_family = "wasm"))]
    {
        eprintln!("aborted: {reason}");
        std::process::abort()
    }
}
