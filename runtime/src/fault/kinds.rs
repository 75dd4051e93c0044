//! Wherever kinds are listed, all of them are: `kinds!` is the one list, the others follow it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::FaultKind;

/// The text of a file of the repository. Cargo runs tests in the directory of their package.
fn text(path: &str) -> String {
    let path = Path::new("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands between the first `from` and the next `to`.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to}")).0
}

/// What stands in pairs of `quote`, in the order of the text.
fn quoted(text: &str, quote: char) -> Vec<&str> {
    text.split(quote).skip(1).step_by(2).collect()
}

/// The kinds that end an instance.
fn ends() -> Vec<&'static str> {
    let ends = FaultKind::ALL.iter().filter(|kind| kind.ends_instance());
    ends.map(|kind| kind.as_str()).collect()
}

fn set<'a>(kinds: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    kinds.into_iter().collect()
}

#[test]
fn threads_count_by_all_that_end_an_instance() {
    let js = text("runtime/js/src/threads.js");
    assert_eq!(quoted(between(&js, "const KINDS = [", "];"), '"'), ends());
}

#[test]
fn the_declarations_have_them() {
    let declarations = text("runtime/js/api.d.ts");
    let of = |class: &str| {
        let class = between(&declarations, &format!("export class {class} "), "\n}");
        quoted(between(class, "readonly kind:", ";"), '"')
    };
    assert_eq!(of("PanicError"), [FaultKind::Panic.as_str()]);
    assert_eq!(of("InstanceAbortError"), ends());
}

/// Of a trap the kind is looked for; the others are named where they come about.
#[test]
fn the_end_of_an_instance_has_no_other() {
    let js = text("runtime/js/src/end.js");
    let judged = between(&js, "\nfunction kindOf(", "\n}");
    let told = judged.lines().filter(|line| line.contains("return "));
    let told = told.flat_map(|line| quoted(line.rsplit_once("return ").unwrap().1, '"'));
    let told = set(told);
    let named = set(quoted(&js, '"'));
    let all = set(ends());
    assert!(told.is_subset(&all), "{told:?}");
    assert!(all.is_subset(&named), "{:?}", all.difference(&named));
}

#[test]
fn the_pages_have_them() {
    let contract = text("docs/contract.md");
    let row = between(&contract, "<a id=\"a-err\"></a>", "\n");
    let named = set(quoted(row, '`'));
    for kind in ends() {
        assert!(named.contains(kind), "docs/contract.md, A-err: {kind}");
    }
    let guide = text("docs/guide/abort-builds.md");
    let table = between(&guide, "| `kind` | what it was |", "```");
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows: Vec<_> = rows.map(|row| row.split('`').next().unwrap()).collect();
    assert_eq!(rows, ends());
    let report = text("docs/guide/production-fault.md");
    let rows = report.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = set(rows.map(|row| row.split('`').next().unwrap()));
    assert!(rows.is_subset(&set(ends())), "{rows:?}");
}

/// Scenarios strike with each kind that a cause of theirs can have.
#[test]
fn the_causes_of_conformance_have_them() {
    let causes = text("conformance/harness/causes.mjs");
    let rows = causes.lines().filter(|line| line.contains("kind: \""));
    let struck = rows.map(|row| between(row, "kind: \"", "\""));
    let struck: BTreeSet<_> = struck.collect();
    let all = FaultKind::ALL.iter().map(|kind| kind.as_str());
    // A reset is no cause, and what is unknown cannot be asked for.
    let others = ["reset", "unknown"];
    assert_eq!(struck, set(all.filter(|kind| !others.contains(kind))));
}
