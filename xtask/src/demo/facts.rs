//! What `examples/markdown/demo.mjs` writes down.

use serde::{Deserialize, Serialize};

/// One of the four builds, and what JavaScript saw of it.
#[derive(Serialize)]
pub(super) struct Side {
    pub(super) build: &'static str,
    pub(super) with: bool,
    pub(super) facts: Facts,
}

/// All that was seen of one build.
#[derive(Deserialize, Serialize)]
pub(super) struct Facts {
    /// The specification before anything went wrong.
    pub(super) first: Fed,
    pub(super) faults: Vec<Fault>,
}

/// Examples of the specification fed to an instance.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Fed {
    pub(super) total: u32,
    /// Rendered as the specification says.
    pub(super) passed: u32,
    /// Rendered at all, that is: Rust ran to its end.
    pub(super) ran: u32,
    /// The first error.
    pub(super) threw: Option<Error>,
}

/// One kind of hostile input, struck in an instance with others alive in it.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fault {
    pub(super) id: String,
    pub(super) title: String,
    /// What the hostile call came to.
    pub(super) caller: Attempt,
    /// The object the call was made on, or one that stands for it, called again.
    pub(super) itself: Attempt,
    /// Objects that had nothing to do with it, called again.
    pub(super) others: Vec<Attempt>,
    /// Promises that were pending at the time, at the end.
    pub(super) waiting: Vec<Waiting>,
    /// How many of them were settled before what they wait for had come.
    pub(super) settled_early: usize,
    pub(super) before: Fed,
    /// The other half of the specification, in the same instance.
    pub(super) after: Fed,
    /// All of it in a new instance, where the old one was of no more use.
    pub(super) fresh: Option<Fed>,
    /// Errors that reached no caller, each of which ends a Node.js process.
    pub(super) strays: Vec<Error>,
}

/// A call, which returned, threw, or gave a promise that never settled.
#[derive(Deserialize, Serialize)]
pub(super) struct Attempt {
    pub(super) threw: Option<Error>,
    #[serde(default)]
    pub(super) pending: bool,
}

/// A promise.
#[derive(Deserialize, Serialize)]
pub(super) struct Waiting {
    pub(super) state: State,
    pub(super) error: Option<Error>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    Pending,
    Fulfilled,
    Rejected,
}

/// An error as a program can read it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Error {
    pub(super) name: String,
    pub(super) message: String,
    pub(super) kind: Option<String>,
    pub(super) boundary: Option<String>,
    pub(super) location: Option<Location>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Location {
    pub(super) file: String,
    pub(super) line: u32,
}

impl Side {
    /// Whether a fault leaves Rust in a state that nothing may run in any more: every one that
    /// cannot be caught, which in an abort build is every one.
    pub(super) fn is_fatal(&self, fault: &Fault) -> bool {
        self.build == "abort" || !["panic", "again"].contains(&fault.id.as_str())
    }
}

impl Fault {
    /// Promises left without an answer for ever.
    pub(super) fn hanging(&self) -> usize {
        let pending = |waiting: &&Waiting| waiting.state == State::Pending;
        self.waiting.iter().filter(pending).count() + usize::from(self.caller.pending)
    }

    /// How many of the other objects did their work.
    pub(super) fn others_work(&self) -> usize {
        let works = |attempt: &&Attempt| attempt.threw.is_none() && !attempt.pending;
        self.others.iter().filter(works).count()
    }

    /// Calls that Rust ran after the fault, the first one's own object apart.
    pub(super) fn ran_after(&self) -> usize {
        self.after.ran as usize + self.others_work()
    }
}
