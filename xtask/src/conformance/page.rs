//! The published page: a matrix of contract lines by engines, what differs, and every scenario.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::place;
use super::report::{count, id_order, Cell, Report, Run, Verdict};
use crate::table::Table;

const INTRODUCTION: &str = "\
Written by `cargo xtask conformance --write`; every number is measured. The lines are those of [the \
contract](contract.md) that wasm-bulkhead makes with its users, and each is tried in many cells: causes by ways in, \
each once with plain glue and once with finished glue. With each build its variants are counted: \
no-modules glue, glue that others can reset, opt-levels 0, 1 and s, and LTO. Everything is tried beside the same crate \
without wasm-bulkhead, of which only the totals and the details tell. [P13] has a crate of its own, at the \
opt-levels 1, 2, 3, s and z, each with LTO and without; there wasm-bindgen alone is built without the flags \
that wasm-bulkhead asks for, and everywhere else with them.";

const LEGEND: &str = "\
`43` means that 43 cells were tried and all hold; `40/43` that 3 do not. `43 (7)` means that 7 of \
those that hold do so in a lesser form, for the engine tells no more, and `43 [1]` that there is one \
more that the engine cannot try. Both kinds are explained below.";

/// The builds, as the tables are headed.
const BUILDS: [(&str, &str, &str); 3] = [
    (
        "unwind",
        "legacy",
        "Unwind builds, legacy exception handling",
    ),
    ("unwind", "exnref", "Unwind builds, exnref"),
    ("abort", "none", "Abort builds"),
];

/// What an engine is, and how the scenarios get into it.
const NOTES: [(&str, &str); 9] = [
    ("node20", "V8. Has legacy exception handling only, and so no abort handler of worker-build's"),
    ("node22", "V8"),
    ("node24", "V8"),
    ("node26", "V8"),
    ("deno", "V8"),
    ("bun", "JavaScriptCore"),
    ("chromium", "V8, headless. Each run in fresh pages; code of strings is forbidden by the page's own Content-Security-Policy"),
    ("firefox", "SpiderMonkey, headless. As Chromium"),
    ("workerd", "V8. Each run in fresh workers; code of strings is always forbidden, so no-modules glue is loaded as a module. A worker is not told what a timer throws, so there silence is only that of microtasks and promises"),
];

impl Report {
    /// The whole page.
    pub(super) fn document(&self) -> String {
        let mut text = format!("# What holds\n\n{INTRODUCTION}\n");
        if self.fast {
            text.push_str(
                "\nRun with `--fast`: what is repeated 20,000 times otherwise, 500 times.\n",
            );
        }
        let _ = write!(text, "\n## Engines\n\n{}", self.engines().markdown());
        let _ = write!(text, "\n## Totals\n\n{}", self.totals().markdown());
        let _ = write!(text, "\n{}\n", self.summary());
        let _ = write!(text, "\n## Line by line, with wasm-bulkhead\n\n{LEGEND}\n");
        for (build, encoding, title) in BUILDS {
            let runs = || {
                self.runs
                    .iter()
                    .filter(move |run| run.is_of(build, encoding))
            };
            if runs().next().is_some() {
                let _ = write!(text, "\n### {title}\n\n{}", lines(runs).markdown());
            }
        }
        let _ = write!(text, "\n## What differs, and why\n\n{}", self.differences());
        let _ = write!(
            text,
            "\n## In detail\n\nA row counts the cells of a scenario that hold, in all engines and \
             encodings. Where wasm-bindgen alone falls short, the row says what was seen.\n\n{}",
            self.table(|scenario| scenario, link).markdown(),
        );
        let _ = write!(text, "\n{}", self.links());
        text
    }

    /// Where the links of ids lead.
    fn links(&self) -> String {
        let ids = self.cells().map(|(_, cell)| id_order(&cell.id));
        // The introduction names it.
        let ids: BTreeSet<_> = ids.chain([id_order("P13")]).collect();
        let line = |(.., id): &(usize, u32, String)| {
            format!("[{id}]: contract.md#{}\n", id.to_lowercase())
        };
        ids.iter().map(line).collect()
    }

    fn engines(&self) -> Table {
        let mut table = Table::new(["engine", "version", "what it is"]);
        for (name, note) in NOTES {
            if let Some(run) = self.runs.iter().find(|run| run.engine == name) {
                table.row([name, &run.version, note].map(str::to_owned));
            }
        }
        table
    }

    fn totals(&self) -> Table {
        let mut table = Table::new([
            "engine",
            "build",
            "wasm-bindgen alone",
            "wasm-bulkhead",
            "finished",
            "lesser",
            "cannot be tried",
        ]);
        for name in place::all().map(place::Place::name) {
            for (build, encoding, _) in BUILDS {
                let runs = self.runs.iter();
                let runs = runs.filter(|run| run.engine == name && run.is_of(build, encoding));
                let cells: Vec<_> = runs.flat_map(|run| &run.results).collect();
                if cells.is_empty() {
                    continue;
                }
                let column = |pick: fn(&Cell) -> Option<&Verdict>| {
                    let (held, tried) = count(cells.iter().filter_map(|cell| pick(cell)));
                    format!("{held} of {tried}")
                };
                let ours = Sum::of(cells.iter().copied());
                table.row([
                    name.to_owned(),
                    match encoding {
                        "none" => build.to_owned(),
                        _ => format!("{build}, {encoding}"),
                    },
                    column(|cell| cell.alone.as_ref()),
                    column(|cell| cell.with.as_ref()),
                    column(|cell| cell.finished.as_ref()),
                    ours.conceded.to_string(),
                    ours.impossible.to_string(),
                ]);
            }
        }
        table
    }

    /// What does not hold, and the reasons for what holds in a lesser form or cannot be tried.
    fn differences(&self) -> String {
        let mut reasons: BTreeMap<(bool, &str), Difference> = BTreeMap::new();
        for (run, cell) in self.cells() {
            for (_, verdict) in cell.ours() {
                let conceded = verdict.conceded.as_deref().map(|reason| (false, reason));
                let impossible = verdict.impossible.as_deref().map(|reason| (true, reason));
                for reason in conceded.into_iter().chain(impossible) {
                    let difference = reasons.entry(reason).or_default();
                    *difference.engines.entry(run.engine).or_default() += 1;
                    difference.ids.insert(id_order(&cell.id));
                }
            }
        }
        let mut text = String::new();
        for ((is_impossible, reason), Difference { engines, ids }) in reasons {
            let what = if is_impossible {
                "Cannot be tried"
            } else {
                "In a lesser form"
            };
            let engines: Vec<_> = engines
                .iter()
                .map(|(name, n)| format!("{name} {n}"))
                .collect();
            let ids: Vec<_> = ids.into_iter().map(|(.., id)| link(&id)).collect();
            let (engines, ids) = (engines.join(", "), ids.join(", "));
            let _ = writeln!(text, "- {what}: {reason}. Cells: {engines}; lines: {ids}.");
        }
        let failures = self.failures();
        match failures.as_slice() {
            [] => text.push_str("- Nothing that was tried fails.\n"),
            failures => {
                for failure in failures {
                    let (id, rest) = failure.split_once(' ').unwrap_or((failure, ""));
                    let _ = writeln!(text, "- **Does not hold**: {} {rest}", link(id));
                }
            }
        }
        text
    }
}

impl Run {
    fn is_of(&self, build: &str, encoding: &str) -> bool {
        self.build == build && self.encoding == encoding
    }
}

/// An id, as a link to its line of the contract.
fn link(id: &str) -> String {
    format!("[{id}]")
}

/// Cells that have the same reason.
#[derive(Default)]
struct Difference<'a> {
    engines: BTreeMap<&'a str, usize>,
    ids: BTreeSet<(usize, u32, String)>,
}

/// Lines by engines.
fn lines<'a, R: Iterator<Item = &'a Run>>(runs: impl Fn() -> R) -> Table {
    let has = |name: &str| runs().any(|run| run.engine == name);
    let engines: Vec<_> = place::all()
        .map(place::Place::name)
        .filter(|n| has(n))
        .collect();
    let ids: BTreeSet<_> = runs()
        .flat_map(|run| run.results.iter().map(|cell| id_order(&cell.id)))
        .collect();
    let mut table = Table::new(["line"].into_iter().chain(engines.iter().copied()));
    for (_, _, id) in &ids {
        let cell = |engine: &&str| {
            let runs = runs().filter(|run| run.engine == *engine);
            let cells = runs
                .flat_map(|run| &run.results)
                .filter(|cell| cell.id == *id);
            Sum::of(cells).to_string()
        };
        table.row(std::iter::once(link(id)).chain(engines.iter().map(cell)));
    }
    table
}

/// How cells fared with wasm-bulkhead.
#[derive(Default)]
struct Sum {
    held: usize,
    tried: usize,
    conceded: usize,
    impossible: usize,
}

impl Sum {
    fn of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Sum {
        let mut sum = Sum::default();
        for (_, verdict) in cells.flat_map(Cell::ours) {
            let (held, tried) = count(std::iter::once(verdict));
            sum.held += held;
            sum.tried += tried;
            sum.conceded += usize::from(held > 0 && verdict.conceded.is_some());
            sum.impossible += usize::from(verdict.impossible.is_some());
        }
        sum
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.tried {
            0 if self.impossible == 0 => f.write_str("–")?,
            0 => {}
            tried if self.held == tried => write!(f, "{tried}")?,
            tried => write!(f, "**{}/{tried}**", self.held)?,
        }
        if self.conceded > 0 {
            write!(f, " ({})", self.conceded)?;
        }
        if self.impossible > 0 {
            let gap = if self.tried > 0 { " " } else { "" };
            write!(f, "{gap}[{}]", self.impossible)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(engine: &'static str, cells: &str) -> Run {
        Run {
            engine,
            version: "1.0".into(),
            build: "unwind",
            encoding: "legacy",
            delivery: "plain",
            opt_level: None,
            lto: false,
            results: serde_json::from_str(cells).unwrap(),
        }
    }

    #[test]
    fn the_page_has_lines_by_engines_and_reasons() {
        let bun = r#"[
            {"id": "P1", "scenario": "a", "with": {"ok": true, "saw": "", "conceded": "no names"}},
            {"id": "R7", "scenario": "b", "with": {"impossible": "no JSPI"}}
        ]"#;
        let deno = r#"[
            {"id": "P1", "scenario": "a", "with": {"ok": true, "saw": ""}},
            {"id": "R7", "scenario": "b", "with": {"ok": false, "saw": "what it saw"}}
        ]"#;
        let page = Report::new(vec![run("deno", deno), run("bun", bun)], false).document();
        for line in [
            "| line | deno | bun |",
            "| [P1] | 1 | 1 (1) |",
            "| [R7] | **0/1** | [1] |",
            "| bun | unwind, legacy | 0 of 0 | 1 of 1 | 0 of 0 | 1 | 1 |",
            "- In a lesser form: no names. Cells: bun 1; lines: [P1].",
            "- Cannot be tried: no JSPI. Cells: bun 1; lines: [R7].",
            "- **Does not hold**: [R7] (b): what it saw [deno unwind legacy]",
            "\n[R7]: contract.md#r7\n",
        ] {
            assert!(page.contains(line), "{line} in\n{page}");
        }
    }

    #[test]
    fn every_place_has_a_note() {
        let noted: Vec<_> = NOTES.into_iter().map(|(name, _)| name).collect();
        let all: Vec<_> = place::all().map(place::Place::name).collect();
        assert_eq!(noted, all);
    }

    #[test]
    fn sums_say_what_is_less_and_what_is_not_there() {
        let sum = |held, tried, conceded, impossible| {
            let sum = Sum {
                held,
                tried,
                conceded,
                impossible,
            };
            sum.to_string()
        };
        assert_eq!(sum(43, 43, 0, 0), "43");
        assert_eq!(sum(40, 43, 0, 0), "**40/43**");
        assert_eq!(sum(43, 43, 7, 1), "43 (7) [1]");
        assert_eq!(sum(0, 0, 0, 2), "[2]");
        assert_eq!(sum(0, 0, 0, 0), "–");
    }
}
