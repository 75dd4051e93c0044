//! When an instance that ended is replaced.

use std::time::Duration;

/// How [`Bulkhead::restart`](crate::Bulkhead::restart) replaces an instance that ended.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use wasm_bulkhead::{Bulkhead, Restart};
///
/// Bulkhead::new()
///     .restart(Restart::reinit().at_most(3).within(Duration::from_secs(60)))
///     .install();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "it is for `Bulkhead::restart`"]
pub struct Restart {
    at_most: Option<u32>,
    within: Option<Duration>,
}

impl Restart {
    /// By a fresh instance of the same module, each time.
    pub fn reinit() -> Self {
        Restart {
            at_most: None,
            within: None,
        }
    }

    /// The circuit breaker: after more than `times` aborts [`within`](Self::within) the window, or
    /// ever if no window is set, the instance stays closed. Its error and `bulkhead.state()` then
    /// tell how often it ended, and of what.
    pub fn at_most(mut self, times: u32) -> Self {
        self.at_most = Some(times);
        self
    }

    /// The window: for how long an abort counts towards [`at_most`](Self::at_most).
    pub fn within(mut self, window: Duration) -> Self {
        self.within = Some(window);
        self
    }

    pub(crate) fn install(self) {
        if cfg!(target_feature = "atomics") {
            panic!("an instance with shared memory cannot be replaced, so there is no restart");
        }
        let at_most = self.at_most.map_or(f64::INFINITY, f64::from);
        let within = self
            .within
            .map_or(f64::INFINITY, |window| window.as_secs_f64() * 1000.0);
        #[cfg(all(target_family = "wasm", feature = "js"))]
        crate::host::restart::restart(at_most, within);
        // Without the guard there is no way to see that the instance ended.
        #[cfg(not(all(target_family = "wasm", feature = "js")))]
        let _ = (at_most, within);
    }
}
