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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;
    use crate::edits;

    /// What the compiler points at: the primary place, and the call that it names.
    type Pointed = (&'static str, &'static str);

    /// Fixtures, with what is pointed at in each round. `cargo xtask test --only migrate` has the
    /// compiler itself point.
    const FIXTURES: &[(&str, &[&[Pointed]])] = &[
        ("closure", &[&[("callback); //", "Closure::once")]]),
        ("unboxed", &[&[("Box::new(move |value|", "Closure::wrap")]]),
        (
            "boxed",
            &[
                &[
                    ("Box::new(move", "Closure::wrap"),
                    ("boxed)\n", "Closure::wrap(b"),
                ],
                &[("move ||", "new")],
            ],
        ),
        ("once_into_js", &[&[("move || ", ""), ("move |more", "")]]),
        ("future", &[&[("future_to_promise(async…})", "")]]),
        (
            "callback",
            &[&[
                ("&mut |n: u32| total += n", "each(&"),
                ("&mut |resolve", "Promise::new"),
            ]],
        ),
        ("exported", &[&[("Counter {\n    pub fn", "")]]),
    ];

    fn read(dir: &str, name: &str) -> String {
        // Cargo runs tests in the directory of their package.
        let root = Path::new("tests/migrate");
        fs::read_to_string(root.join(dir).join(format!("{name}.rs"))).unwrap()
    }

    fn parse(text: String) -> SourceFile {
        SourceFile::parse("a.rs".into(), text).unwrap()
    }

    /// Where a snippet is, up to what does not belong to it: the test names enough to find it.
    /// With `…` in it, it is all from the one to the other.
    fn place(text: &str, snippet: &str) -> Range<usize> {
        if let Some((first, last)) = snippet.split_once('…') {
            let start = text.find(first).unwrap_or_else(|| panic!("no {first}"));
            let length = text[start..]
                .find(last)
                .unwrap_or_else(|| panic!("no {last}"));
            return start..start + length + last.len();
        }
        let start = text.find(snippet).unwrap_or_else(|| panic!("no {snippet}"));
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let length = snippet.find(|c| !is_name(c)).unwrap_or(snippet.len());
        start..start + length.max(1)
    }

    fn round(file: &SourceFile, pointed: &[Pointed], care: Care) -> String {
        let failures: Vec<_> = pointed
            .iter()
            .map(|(primary, named)| {
                let named = Some(*named).filter(|it| !it.is_empty());
                let named = named.map(|it| place(&file.text, it));
                Failure {
                    places: [place(&file.text, primary)]
                        .into_iter()
                        .chain(named)
                        .collect(),
                }
            })
            .collect();
        let fixes = fixes(file, &failures, care);
        let edits: Vec<_> = fixes.into_iter().flat_map(|it| it.edits).collect();
        edits::apply(&file.text, &edits).unwrap()
    }

    #[test]
    fn fixtures_are_edited_as_they_were() {
        for (name, rounds) in FIXTURES {
            let mut text = read("before", name);
            for pointed in *rounds {
                text = round(&parse(text), pointed, Care::Ask);
            }
            assert_eq!(text, read("after", name), "{name}");
        }
    }

    #[test]
    fn every_kind_has_a_fixture() {
        let after: String = FIXTURES
            .iter()
            .map(|(name, _)| read("after", name))
            .collect();
        assert_eq!(after.matches(MARK).count(), 9);
        assert!(after.contains("Closure::<dyn FnMut(JsValue)>::new(move |value: JsValue|"));
    }

    #[test]
    fn with_care_nothing_is_unboxed() {
        let file = parse(read("before", "unboxed"));
        let pointed = [("Box::new(move |value|", "Closure::wrap")];
        let text = round(&file, &pointed, Care::Assert);
        assert!(text.contains("Closure::wrap_assert_unwind_safe(Box::new(move |value| {"));
    }

    #[test]
    fn what_is_not_known_is_left() {
        let file = parse("fn f() { other(|| {}); let x = 1; }".into());
        assert_eq!(round(&file, &[("|| {}", "other")], Care::Ask), file.text);
        assert_eq!(round(&file, &[("1", "")], Care::Ask), file.text);
    }

    proptest! {
        /// Wherever the compiler points, the result is Rust, and what was there but is not edited
        /// stays.
        #[test]
        fn any_place_leads_to_rust(
            index in 0..FIXTURES.len(),
            places in prop::collection::vec((0_usize..600, 0_usize..40), 1..4),
            is_careful in any::<bool>(),
        ) {
            let file = parse(read("before", FIXTURES[index].0));
            let end = file.text.len();
            let failures: Vec<_> = places
                .into_iter()
                .map(|(start, length)| start.min(end)..(start + length).min(end))
                .map(|range| Failure { places: vec![range] })
                .collect();
            let care = if is_careful { Care::Assert } else { Care::Ask };
            let fixes = fixes(&file, &failures, care);
            let edits: Vec<_> = fixes.into_iter().flat_map(|it| it.edits).collect();
            let text = edits::apply(&file.text, &edits).unwrap();
            prop_assert!(SourceFile::parse("a.rs".into(), text.clone()).is_ok(), "{}", text);
            for comment in file.text.lines().filter_map(|line| line.split_once("// ")) {
                prop_assert!(text.contains(comment.1));
            }
        }
    }
}
