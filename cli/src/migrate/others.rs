//! The builds beside the one that unwinds: what compiled in them before still does.

use anyhow::Result;
use serde::Serialize;

use super::check::{Build, Checked, Checker, Error};
use super::scratch::Scratch;

/// What became of a build.
pub(super) struct Other {
    pub(super) build: Build,
    pub(super) state: State,
    /// Why it is not tried, or what Cargo says where the compiler has nothing to say.
    pub(super) reason: String,
    /// What the edits broke.
    pub(super) errors: Vec<Error>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    Compiles,
    /// It did not before either.
    Fails,
    /// It did before.
    Broken,
    NotTried,
}

impl State {
    /// What people call it.
    pub(super) fn words(self) -> &'static str {
        match self {
            State::Compiles => "it compiles",
            State::Fails => "it does not compile, and did not before",
            State::Broken => "it compiled before, and does not with these edits",
            State::NotTried => "it was not tried",
        }
    }
}

/// Checks the migrated copy in the other builds. `original` copies the crate as it was, which is
/// only asked of a build that fails.
///
/// # Errors
///
/// Cargo cannot be started, or the crate cannot be copied.
pub(super) fn check(
    checker: impl Fn(Build) -> Result<Checker>,
    scratch: &Scratch,
    original: impl Fn() -> Result<Scratch>,
) -> Result<Vec<Other>> {
    let mut others = Vec::new();
    for build in [Build::Abort, Build::Native] {
        let (state, reason, errors) = match checker(build) {
            Err(error) => (State::NotTried, format!("{error:#}"), Vec::new()),
            Ok(checker) => {
                let checked = checker.check(scratch)?;
                let state = match checked.is_clean {
                    true => State::Compiles,
                    false if checker.check(&original()?)?.is_clean => State::Broken,
                    false => State::Fails,
                };
                let (reason, errors) = broken(state, checked);
                (state, reason, errors)
            }
        };
        others.push(Other {
            build,
            state,
            reason,
            errors,
        });
    }
    Ok(others)
}

/// What is to be told of a build that broke.
fn broken(state: State, checked: Checked) -> (String, Vec<Error>) {
    match (state, checked.errors.is_empty()) {
        (State::Broken, true) => (checked.stderr.trim_end().to_owned(), Vec::new()),
        (State::Broken, false) => (String::new(), checked.errors),
        _ => (String::new(), Vec::new()),
    }
}
