//! Which edits answer an error: one file for each kind of edit, all of them by spans.

mod argument;
mod closure;
mod exported;
mod mark;
mod site;

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use crate::edits::Edit;
use crate::source::SourceFile;

pub(crate) use mark::MARK;
use site::Site;

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A boxed trait object, which forgets what is behind it, becomes the closure itself.
    Unboxed,
    /// A closure's constructor asserts that its captures are unwind safe.
    Closure,
    /// A future that is asserted to be unwind safe.
    Future,
    /// A closure for an import, whose captures are asserted to be unwind safe.
    Callback,
    /// A type that is asserted to be unwind safe.
    Type,
}

impl Kind {
    /// Whether somebody has to look at what it says.
    pub(super) fn is_assertion(self) -> bool {
        self != Kind::Unboxed
    }

    /// What people call it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::Unboxed => "asks the closure, not a boxed trait object",
            Kind::Closure => "asserts a closure's captures",
            Kind::Future => "asserts a future",
            Kind::Callback => "asserts a callback's captures",
            Kind::Type => "asserts a type",
        }
    }
}

/// Edits that belong together.
#[derive(Clone, Debug)]
pub(super) struct Fix {
    pub(super) kind: Kind,
    /// Where in the text it begins.
    pub(super) at: usize,
    pub(super) edits: Vec<Edit>,
}

/// An error, by its places in this file: the primary one first.
pub(super) struct Failure {
    pub(super) places: Vec<Range<usize>>,
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// What lets the compiler judge goes before what asserts.
    Ask,
    /// Assertions alone, for a file in which the other way did not compile.
    Assert,
}

/// The edits that answer the failures of a file; one for each place, however many errors it has.
pub(super) fn fixes(file: &SourceFile, failures: &[Failure], care: Care) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = Vec::new();
    let mut done = BTreeSet::new();
    for failure in failures {
        let Some(site) = site::find(file, failure) else {
            continue;
        };
        let fix = match site {
            Site::Closure(call) => closure::fix(file, call, care),
            Site::Argument(call) => argument::fix(file, &call, &failure.places[0]),
            Site::Struct(item) => exported::fix(file, item),
        };
        let Some(fix) = fix.filter(|it| done.insert(it.at)) else {
            continue;
        };
        // What is within another edit is for the next round.
        let is_apart = |other: &Fix| !meet(&other.edits, &fix.edits);
        if fixes.iter().all(is_apart) {
            fixes.push(fix);
        }
    }
    for fix in &mut fixes {
        // A type's comment is beside what it is about.
        if fix.kind.is_assertion() && fix.kind != Kind::Type {
            mark::add(file, fix);
        }
    }
    fixes
}

/// Whether the edits would get in each other's way.
fn meet(one: &[Edit], other: &[Edit]) -> bool {
    let span = |edits: &[Edit]| {
        let starts = edits.iter().map(|it| it.range.start).min();
        let ends = edits.iter().map(|it| it.range.end).max();
        starts.unwrap_or(0)..ends.unwrap_or(0)
    };
    let (one, other) = (span(one), span(other));
    one.start < other.end && other.start < one.end || one == other
}
