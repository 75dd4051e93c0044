//! What the JavaScript side does for us: through our own module with the
//! feature `js`, with nothing but the globals of the language without it.

#[cfg_attr(feature = "js", path = "module.rs")]
#[cfg_attr(not(feature = "js"), path = "globals.rs")]
mod backend;

pub(crate) use backend::*;

/// The parts of an error, in the order of `DETAILS` in `js/faults.js`.
#[derive(Clone, Copy)]
pub(crate) enum Detail {
    Kind,
    Message,
    Boundary,
    File,
    Line,
    Column,
    Id,
}
