//! What the JavaScript side does for us: through our own module with the feature `js`, with
//! nothing but the globals of the language without it.

#[cfg_attr(feature = "js", path = "module.rs")]
#[cfg_attr(not(feature = "js"), path = "globals.rs")]
pub(crate) mod backend;
#[cfg(feature = "js")]
pub(crate) mod coredump;
#[cfg(feature = "js")]
mod hook;
#[cfg(not(feature = "js"))]
mod js_globals;
#[cfg_attr(feature = "js", path = "promises.rs")]
#[cfg_attr(not(feature = "js"), path = "global_promises.rs")]
pub(crate) mod promises;
#[cfg(feature = "js")]
pub(crate) mod reload;
#[cfg(feature = "js")]
pub(crate) mod restart;
#[cfg(feature = "js")]
pub(crate) mod settings;
#[cfg(all(feature = "js", target_feature = "atomics"))]
mod threads;
#[cfg(feature = "js")]
pub(crate) mod torn;
#[cfg(feature = "js")]
pub(crate) mod vault;

pub(crate) use backend::*;
#[cfg(feature = "js")]
pub(crate) use hook::part;

/// The parts of a fault, in the order of `PARTS` in `js/src/hook.js`.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Kind,
    Message,
    Boundary,
    File,
    Line,
    Column,
    Id,
    Stack,
    /// Of no fault: where the newest panic struck, as `file:line:column`.
    Struck,
}

/// What came of a panic hook that ours replaced.
#[cfg_attr(
    not(feature = "js"),
    allow(dead_code, reason = "there what it throws cannot be held back")
)]
pub(crate) enum Chained {
    /// It was not called: the instance is not known to JavaScript.
    Unknown,
    /// It was, and is over.
    RunThrough,
    /// It was, and has ended the instance.
    Trapped,
}
