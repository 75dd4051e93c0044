//! Keeps one failure inside the call that caused it.
#![warn(missing_docs)]

pub use wasm_bulkhead_macros::bulkhead;

#[cfg(target_family = "wasm")]
mod boundary;
#[cfg(target_family = "wasm")]
mod executor;
#[cfg(target_family = "wasm")]
mod gate;
#[cfg(target_family = "wasm")]
mod host;
#[cfg(target_family = "wasm")]
mod panic;
#[cfg(target_family = "wasm")]
mod payload;
#[cfg(target_family = "wasm")]
mod promise;
#[cfg(target_family = "wasm")]
mod state;

#[doc(hidden)]
pub mod __private;

/// Ends the instance with a reason: no body of it runs again.
///
/// The caller gets an `InstanceAbortError` of kind `explicit` with the reason in
/// its message, and so does everybody who still waits for a promise.
pub fn abort(reason: &str) -> ! {
    #[cfg(target_family = "wasm")]
    {
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
