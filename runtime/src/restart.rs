//! When an instance that ended is replaced.

use std::fmt;
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
    means: Means,
    at_most: Option<u32>,
    within: Option<Duration>,
}

impl Restart {
    /// By a fresh instance of the same module, each time.
    pub fn reinit() -> Self {
        Restart::by(Means {
            name: "reinit",
            default: (f64::INFINITY, f64::INFINITY),
            #[cfg(all(target_family = "wasm", feature = "js"))]
            install: crate::host::restart::restart,
        })
    }

    /// By loading the page again, for a page whose JavaScript cannot go on with another instance, such
    /// as one that a framework has drawn.
    ///
    /// The fault hook has run before, and promises that were pending are rejected. What is in the
    /// [`vault`](crate::vault) waits in `sessionStorage`, and is back when `install` has returned in the
    /// start function of the page that is loaded then, provided that it is the same module. Where the
    /// storage has no room for it, it is lost, which a warning on the console says.
    ///
    /// The circuit breaker counts in `sessionStorage` too, and so across pages. By default it stops after
    /// 3 times within a minute; [`at_most`](Self::at_most) alone counts for as long as the tab is open. Then the
    /// instance stays closed, as its error says, and its vault waits for a reload by the user. Where a
    /// page may not store anything, it is not reloaded at all.
    ///
    /// # Example
    ///
    /// ```
    /// use wasm_bulkhead::{vault, Bulkhead, Restart};
    ///
    /// Bulkhead::new().restart(Restart::reload()).install();
    /// let draft = vault::get("draft");
    /// # assert_eq!(draft, None);
    /// ```
    ///
    /// # Panics
    ///
    /// `install` panics where there is no page: in Node, in a worker.
    ///
    /// # Caveats
    ///
    /// - It takes the exports guard.
    /// - All scripts of the page's origin can read what is in `sessionStorage`.
    /// - An application that asks for [`reinit`](Self::reinit) as well has the page reloaded.
    pub fn reload() -> Self {
        Restart::by(Means {
            name: "reload",
            default: (3.0, 60_000.0),
            #[cfg(all(target_family = "wasm", feature = "js"))]
            install: crate::host::reload::reload,
        })
    }

    fn by(means: Means) -> Self {
        Restart {
            means,
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
        let (times, window) = self.means.default;
        let at_most = self.at_most.map_or(times, f64::from);
        let within = match (self.within, self.at_most) {
            (Some(within), _) => within.as_secs_f64() * 1000.0,
            (None, None) => window,
            (None, Some(_)) => f64::INFINITY,
        };
        #[cfg(all(target_family = "wasm", feature = "js"))]
        (self.means.install)(at_most, within);
        // Without the guard there is no way to see that the instance ended.
        #[cfg(not(all(target_family = "wasm", feature = "js")))]
        let _ = (at_most, within);
    }
}

/// What takes the place of an instance.
#[derive(Clone, Copy)]
struct Means {
    name: &'static str,
    /// How many times within how many milliseconds, where nothing is said of either.
    default: (f64, f64),
    /// A function that a module links only if it names this means.
    #[cfg(all(target_family = "wasm", feature = "js"))]
    install: fn(f64, f64),
}

impl fmt::Debug for Means {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Means {
    fn eq(&self, other: &Means) -> bool {
        self.name == other.name
    }
}

impl Eq for Means {}
