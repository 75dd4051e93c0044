//! Changes of files as a whole: shown, written all or none, and taken back.

mod diff;
mod git;
mod journal;
mod undone;
mod write;

use std::path::PathBuf;

pub(crate) use diff::unified;
pub(crate) use git::check_clean;
pub(crate) use journal::Journal;
pub(crate) use undone::tell_undone;
pub(crate) use write::write;

/// What becomes of one file. Without a text it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileChange {
    pub(crate) path: PathBuf,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}
