//! What an audit can find, with the words of docs/rules where there is a page.

use serde::Serialize;

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Rule {
    /// The code of its page, or a word where the compiler cannot see it broken.
    pub(super) code: &'static str,
    pub(super) level: Level,
    /// `{it}` is what was found.
    pub(super) problem: &'static str,
    pub(super) help: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Error,
    Warning,
}

impl Level {
    pub(super) fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

impl Rule {
    pub(super) fn message(&self, it: &str) -> String {
        self.problem.replace("{it}", it)
    }

    /// Its page, where it has one.
    pub(super) fn page(&self) -> Option<String> {
        let pages = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules");
        let has_page = self.code.starts_with('B');
        has_page.then(|| format!("{pages}/{}.md", self.code))
    }
}

/// An export that nothing guards.
pub(super) const UNGUARDED: Rule = Rule {
    code: "unguarded",
    level: Level::Warning,
    problem: "no boundary guards {it}",
    help: "write `#[bulkhead]` above `#[wasm_bindgen]`",
};

/// A raw export that nothing guards.
pub(super) const RAW: Rule = Rule {
    code: "raw",
    level: Level::Warning,
    problem: "no boundary guards the raw export {it}",
    help: "write `#[bulkhead(on_panic = …)]` above it, with a value to return, `throw` or `abort`",
};

pub(super) const WRONG_ORDER: Rule = Rule {
    code: "B001",
    level: Level::Error,
    problem: "`bulkhead` stands below `wasm_bindgen` on {it}",
    help: "write `#[bulkhead]` above `#[wasm_bindgen]`",
};

pub(super) const PLAIN_IMPORT: Rule = Rule {
    code: "B014",
    level: Level::Warning,
    problem: "an exception from import {it} skips the destructors of the Rust code it crosses",
    help: "write `#[bulkhead]` above its block, or `#[wasm_bindgen(catch)]` on the import",
};

pub(super) const PLAIN_FIELD: Rule = Rule {
    code: "B019",
    level: Level::Warning,
    problem: "reading field {it} while a method holds the object ends the instance",
    help: "write `#[bulkhead]` above the struct, or `#[wasm_bindgen(skip)]` on the field",
};

pub(super) const PLAIN_START: Rule = Rule {
    code: "B021",
    level: Level::Warning,
    problem: "a panic in the start function {it} ends in an exception that cannot be read",
    help: "write `#[bulkhead]` above it",
};

/// What `migrate` wrote, until somebody has looked at it.
pub(super) const UNREVIEWED: Rule = Rule {
    code: "unreviewed",
    level: Level::Warning,
    problem: "{it} that `migrate` wrote is not reviewed",
    help: "write why nothing is left torn in the place of the comment, or give what is captured a type that is unwind safe",
};

/// All of them.
pub(super) const ALL: &[Rule] = &[
    UNGUARDED,
    RAW,
    WRONG_ORDER,
    PLAIN_IMPORT,
    PLAIN_FIELD,
    PLAIN_START,
    UNREVIEWED,
];
