//! What was seen, for a stranger: a table for each build, and one at the end.

use std::fmt::Write;

use super::facts::{Attempt, Error, Fault, Fed, Location, Side, State};
use crate::table::{terminal_width, Table};

/// Everything, for a terminal.
pub(super) fn show(sides: &[Side]) -> String {
    let mut out = String::new();
    for pair in sides.chunks(2) {
        let [alone, with] = pair else { continue };
        let width = terminal_width();
        let _ = writeln!(out, "\n{}\n", introduce(alone.build));
        let _ = writeln!(out, "{}", details(alone, with).text(width));
    }
    let _ = writeln!(out, "\nIn short\n");
    out.push_str(&summary(sides).text(terminal_width()));
    out
}

fn introduce(build: &str) -> &'static str {
    match build {
        "unwind" => "Unwind build (std rebuilt; a panic can be caught)",
        _ => "Abort build (plain stable Rust; a panic ends the instance)",
    }
}

/// How the cells of a row are made, of one fault or of all.
type OfFault = fn(&Side, &Fault) -> String;
type OfAll = fn(&Side) -> String;

/// What came of each hostile input in one build, side by side.
fn details(alone: &Side, with: &Side) -> Table {
    let mut table = Table::new(["", "wasm-bindgen alone", "with wasm-bulkhead"]);
    for (left, right) in alone.facts.faults.iter().zip(&with.facts.faults) {
        table.heading(format!("▶ {}", left.title));
        let rows: [(&str, OfFault); 6] = [
            ("its caller gets", |_, fault| caller(fault)),
            ("a call on its object", |_, fault| attempt(&fault.itself)),
            ("other objects", |_, fault| others(fault)),
            ("promises that wait", |_, fault| waiting(fault)),
            ("the specification", specification),
            ("errors no caller gets", |_, fault| strays(fault)),
        ];
        for (label, text) in rows {
            table.row([label.into(), text(alone, left), text(with, right)]);
        }
    }
    table
}

fn caller(fault: &Fault) -> String {
    match &fault.caller.threw {
        Some(threw) => [brief(threw), facts(threw)].concat(),
        None => attempt(&fault.caller),
    }
}

fn attempt(attempt: &Attempt) -> String {
    match &attempt.threw {
        Some(threw) => brief(threw),
        None if attempt.pending => "nothing: a promise that never settles".into(),
        None => "works".into(),
    }
}

fn brief(error: &Error) -> String {
    const LONGEST: usize = 100;
    let words: Vec<_> = error.message.split_whitespace().collect();
    let mut message = words.join(" ");
    if let Some((at, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(at);
        message.push('…');
    }
    format!("{}: {message}", error.name)
}

/// What a program can read from an error without taking its message apart, a line each.
fn facts(error: &Error) -> String {
    let mut text = String::new();
    if let Some(kind) = &error.kind {
        let _ = write!(text, "\nkind: {kind}");
    }
    if let Some(boundary) = &error.boundary {
        let _ = write!(text, "\nboundary: {boundary}");
    }
    if let Some(Location { file, line }) = &error.location {
        let file = file
            .rsplit_once('/')
            .map_or(file.as_str(), |(_, name)| name);
        let _ = write!(text, "\nlocation: {file}:{line}");
    }
    text
}

fn others(fault: &Fault) -> String {
    let works = format!("{} of {} work", fault.others_work(), fault.others.len());
    match fault.others.iter().find_map(|other| other.threw.as_ref()) {
        Some(threw) => format!("{works}: {}", threw.name),
        None => works,
    }
}

fn waiting(fault: &Fault) -> String {
    let count = |state| fault.waiting.iter().filter(|w| w.state == state).count();
    let mut parts = Vec::new();
    for (state, word) in [
        (State::Fulfilled, "fulfilled"),
        (State::Rejected, "rejected"),
        (State::Pending, "never settle"),
    ] {
        match count(state) {
            0 => {}
            number => parts.push(format!("{number} {word}")),
        }
    }
    let mut text = parts.join(", ");
    if let Some(error) = fault.waiting.iter().find_map(|w| w.error.as_ref()) {
        let _ = write!(text, ": {}", error.name);
    }
    text
}

fn specification(side: &Side, fault: &Fault) -> String {
    let mut text = fed(&fault.after);
    if side.is_fatal(fault) && fault.after.ran > 0 {
        text.push_str(", run by a broken instance");
    }
    if let Some(fresh) = &fault.fresh {
        let _ = write!(text, "\nin a new instance {}", fed(fresh));
    }
    text
}

fn fed(fed: &Fed) -> String {
    let passed = format!("{} of {} pass", fed.passed, fed.total);
    match &fed.threw {
        Some(threw) => format!("{passed}: {}", threw.name),
        None => passed,
    }
}

fn strays(fault: &Fault) -> String {
    match fault.strays.as_slice() {
        [] => "none".into(),
        [first, ..] => format!("{}: {}", fault.strays.len(), first.name),
    }
}

/// Sums over all hostile inputs of a build.
fn summary(sides: &[Side]) -> Table {
    let mut table = Table::new([
        "over all of these inputs",
        "unwind build, alone",
        "unwind build, bulkhead",
        "abort build, alone",
        "abort build, bulkhead",
    ]);
    let rows: [(&str, OfAll); 7] = [
        (
            "callers told what happened (kind) and in which call (boundary)",
            told,
        ),
        ("calls that Rust still ran in a broken instance", ran_broken),
        ("promises left hanging for ever", |side| {
            sum(side, Fault::hanging)
        }),
        (
            "errors that no caller got, each enough to end a Node.js process",
            |side| sum(side, |fault| fault.strays.len()),
        ),
        (
            "objects of others still at work where the instance lives on",
            survivors,
        ),
        ("the specification before", |side| fed(&side.facts.first)),
        ("the specification afterwards", afterwards),
    ];
    for (label, text) in rows {
        let label = std::iter::once(label.to_owned());
        table.row(label.chain(sides.iter().map(text)));
    }
    table
}

fn sum(side: &Side, count: impl Fn(&Fault) -> usize) -> String {
    side.facts
        .faults
        .iter()
        .map(count)
        .sum::<usize>()
        .to_string()
}

fn told(side: &Side) -> String {
    let faults = &side.facts.faults;
    let tells = |fault: &&Fault| {
        let error = fault.caller.threw.as_ref();
        error.is_some_and(|error| error.kind.is_some() && error.boundary.is_some())
    };
    format!(
        "{} of {}",
        faults.iter().filter(tells).count(),
        faults.len()
    )
}

fn ran_broken(side: &Side) -> String {
    sum(side, |fault| match side.is_fatal(fault) {
        true => fault.ran_after(),
        false => 0,
    })
}

fn survivors(side: &Side) -> String {
    let alive = side
        .facts
        .faults
        .iter()
        .filter(|fault| !side.is_fatal(fault));
    let (mut work, mut all) = (0, 0);
    for fault in alive {
        work += fault.others_work();
        all += fault.others.len();
    }
    match all {
        0 => "no instance lives on".into(),
        _ => format!("{work} of {all}"),
    }
}

/// The last feeding that a host had to be content with: in the same instance where that still
/// worked, else in a new one.
fn afterwards(side: &Side) -> String {
    let Some(fault) = side.facts.faults.last() else {
        return String::new();
    };
    match &fault.fresh {
        Some(fresh) => format!("{}, in a new instance", fed(fresh)),
        None => specification(side, fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides() -> Vec<Side> {
        let fed = r#"{ "total": 10, "passed": 10, "ran": 10, "threw": null }"#;
        let dead = r#"{ "name": "RuntimeError", "message": "unreachable" }"#;
        let faults = format!(
            r#"{{ "first": {fed}, "faults": [{{
                "id": "trap", "title": "a trap",
                "caller": {{ "threw": {dead} }}, "itself": {{ "value": "x" }},
                "others": [{{ "value": 2 }}, {{ "threw": {dead} }}],
                "waiting": [{{ "state": "pending", "error": null }}],
                "settledEarly": 0, "before": {fed}, "after": {fed}, "strays": [{dead}]
            }}] }}"#
        );
        let side = |build, with| Side {
            build,
            with,
            facts: serde_json::from_str(&faults).unwrap(),
        };
        vec![
            side("unwind", false),
            side("unwind", true),
            side("abort", false),
            side("abort", true),
        ]
    }

    #[test]
    fn a_broken_instance_that_runs_on_is_counted() {
        let sides = sides();
        assert_eq!(ran_broken(&sides[0]), "11");
        assert_eq!(told(&sides[0]), "0 of 1");
        assert_eq!(survivors(&sides[0]), "no instance lives on");
    }

    #[test]
    fn every_side_has_its_column() {
        let text = summary(&sides()).markdown();
        let row = text.lines().find(|line| line.contains("hanging")).unwrap();
        assert!(row.ends_with("| 1 | 1 | 1 | 1 |"), "{row}");
    }

    #[test]
    fn errors_tell_all_they_have() {
        let full = Error {
            name: "PanicError".into(),
            message: "attempt to divide by zero".into(),
            kind: Some("panic".into()),
            boundary: Some("render".into()),
            location: Some(Location {
                file: "examples/markdown/src/template.rs".into(),
                line: 48,
            }),
        };
        assert_eq!(brief(&full), "PanicError: attempt to divide by zero");
        assert_eq!(
            facts(&full),
            "\nkind: panic\nboundary: render\nlocation: template.rs:48"
        );
    }
}
