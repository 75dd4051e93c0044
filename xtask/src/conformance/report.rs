//! Results of all runs as one table.
//!
//! A scenario is run in many cells: causes by entries by engines by encodings. People read how
//! many of them hold, in the document by every scenario and on a terminal by what scenarios have
//! in common, and below the table what was seen where one does not. The JSON keeps every cell.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::matrix::Variant;
use super::place::Ready;
use crate::table::{terminal_width, Table};

/// What the harness writes for one engine and one variant.
#[derive(Deserialize)]
struct Written {
    results: Vec<Cell>,
}

/// One scenario in one cell.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct Cell {
    pub(super) id: String,
    scenario: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    #[serde(default)]
    pub(super) alone: Option<Verdict>,
    #[serde(default)]
    pub(super) with: Option<Verdict>,
    #[serde(default)]
    pub(super) finished: Option<Verdict>,
}

impl Cell {
    /// What was not run, and is no concern of wasm-bindgen alone.
    pub(super) fn of_ours(id: &str, scenario: &str, ok: bool, saw: String) -> Cell {
        Cell {
            id: id.to_owned(),
            scenario: scenario.to_owned(),
            cause: None,
            entry: None,
            alone: None,
            with: Some(Verdict {
                ok: Some(ok),
                saw,
                ..Verdict::default()
            }),
            finished: None,
        }
    }

    /// How wasm-bulkhead did, by delivery.
    pub(super) fn ours(&self) -> impl Iterator<Item = (&'static str, &Verdict)> {
        [("plain", &self.with), ("finished", &self.finished)]
            .into_iter()
            .filter_map(|(delivery, verdict)| Some((delivery, verdict.as_ref()?)))
    }
}

#[derive(Clone, Default, Deserialize, Serialize)]
pub(super) struct Verdict {
    /// Not there where the engine cannot try it.
    pub(super) ok: Option<bool>,
    #[serde(default)]
    saw: String,
    /// Why it holds in a lesser form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) conceded: Option<String>,
    /// Why it cannot be tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) impossible: Option<String>,
}

/// The cells of one column that were tried, and those that hold.
pub(super) fn count<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> (usize, usize) {
    verdicts.fold((0, 0), |(held, tried), verdict| match verdict.ok {
        Some(ok) => (held + usize::from(ok), tried + 1),
        None => (held, tried),
    })
}

/// One engine on one variant.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) engine: &'static str,
    pub(super) version: String,
    pub(super) build: &'static str,
    pub(super) encoding: &'static str,
    pub(super) delivery: &'static str,
    pub(super) opt_level: Option<&'static str>,
    pub(super) lto: bool,
    pub(super) results: Vec<Cell>,
}

impl Run {
    /// Reads what the harness wrote.
    pub(super) fn new(ready: &Ready, variant: &Variant, json: &[u8]) -> Result<Run> {
        let written: Written =
            serde_json::from_slice(json).context("the results are not as expected")?;
        Ok(Run {
            engine: ready.place.name(),
            version: ready.version.clone(),
            build: variant.panic.build(),
            encoding: variant.panic.encoding(),
            delivery: variant.delivery.name(),
            opt_level: variant.opt_level,
            lto: variant.lto,
            results: written.results,
        })
    }

    /// Where a cell of this run was seen, for people.
    fn place(&self, delivery: &str) -> String {
        let mut place = format!("{} {}", self.engine, self.build);
        if self.encoding != "none" {
            place = format!("{place} {}", self.encoding);
        }
        if let Some(level) = self.opt_level {
            place = format!("{place} opt-level {level}");
        }
        if self.lto {
            place.push_str(" LTO");
        }
        if delivery != "plain" {
            place = format!("{place} {delivery}");
        }
        place
    }
}

/// All runs.
#[derive(Serialize)]
pub(super) struct Report {
    /// Whether what is repeated many times was repeated less.
    pub(super) fast: bool,
    pub(super) runs: Vec<Run>,
}

impl Report {
    /// Takes the runs in the order of the matrix.
    pub(super) fn new(runs: Vec<Run>, fast: bool) -> Report {
        Report { fast, runs }
    }

    /// Whether nothing was run at all.
    pub(super) fn is_empty(&self) -> bool {
        self.cells().next().is_none()
    }

    /// How many cells hold with wasm-bulkhead.
    pub(super) fn held(&self) -> usize {
        self.count_ours().0
    }

    /// How many do not.
    pub(super) fn failed(&self) -> usize {
        let (held, tried) = self.count_ours();
        tried - held
    }

    fn count_ours(&self) -> (usize, usize) {
        let verdicts = self.cells().flat_map(|(_, cell)| cell.ours());
        count(verdicts.map(|(_, verdict)| verdict))
    }

    pub(super) fn cells<'a>(&'a self) -> impl Iterator<Item = (&'a Run, &'a Cell)> {
        let cells_of = |run: &'a Run| run.results.iter().map(move |cell| (run, cell));
        self.runs.iter().flat_map(cells_of)
    }

    /// Every cell, for machines.
    pub(super) fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    /// The table for a terminal, and what failed below it.
    pub(super) fn text(&self) -> String {
        let table = self.table(
            |scenario| scenario.split(": ").next().unwrap_or(scenario),
            str::to_owned,
        );
        let mut lines = vec![table.text(terminal_width())];
        lines.extend(self.failures());
        lines.push(self.summary());
        lines.join("\n")
    }

    pub(super) fn summary(&self) -> String {
        let count = |pick: fn(&Cell) -> Option<&Verdict>| {
            let (held, tried) = count(self.cells().filter_map(|(_, cell)| pick(cell)));
            format!("{held} of {tried}")
        };
        let alone = count(|cell| cell.alone.as_ref());
        let with = count(|cell| cell.with.as_ref());
        let finished = count(|cell| cell.finished.as_ref());
        format!(
            "wasm-bindgen alone: {alone} hold; with wasm-bulkhead: {with} hold, finished: \
             {finished} hold"
        )
    }

    /// One line for each cell that ought to hold and does not, with all places it was seen in.
    pub(super) fn failures(&self) -> Vec<String> {
        let mut failures: Vec<(String, Vec<String>)> = Vec::new();
        let ours = self.cells().flat_map(|(run, cell)| {
            cell.ours()
                .map(move |(delivery, v)| (run, cell, delivery, v))
        });
        for (run, cell, delivery, verdict) in ours.filter(|(.., verdict)| verdict.ok == Some(false))
        {
            let parts = [Some(&cell.id), cell.cause.as_ref(), cell.entry.as_ref()];
            let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
            let text = format!("{} ({}): {}", parts.join(" "), cell.scenario, verdict.saw);
            match failures.iter_mut().find(|(known, _)| *known == text) {
                Some((_, places)) => places.push(run.place(delivery)),
                None => failures.push((text, vec![run.place(delivery)])),
            }
        }
        let line =
            |(text, places): (String, Vec<String>)| format!("{text} [{}]", places.join(", "));
        failures.into_iter().map(line).collect()
    }

    /// The table, with scenarios of the same `title` in one row, and ids written by `id`.
    pub(super) fn table(&self, title: fn(&str) -> &str, id: fn(&str) -> String) -> Table {
        let mut table = Table::new([
            "id",
            "build",
            "scenario",
            "wasm-bindgen alone",
            "wasm-bulkhead",
            "finished",
        ]);
        for row in self.rows(title) {
            table.row([
                id(row.id),
                row.build.to_owned(),
                row.title.to_owned(),
                tally(&row.cells, |cell| cell.alone.as_ref(), true),
                tally(&row.cells, |cell| cell.with.as_ref(), false),
                tally(&row.cells, |cell| cell.finished.as_ref(), false),
            ]);
        }
        table
    }

    /// Cells by build, id and title, in the order of the contract.
    fn rows(&self, title: fn(&str) -> &str) -> Vec<Row<'_>> {
        let mut rows: Vec<Row<'_>> = Vec::new();
        for (run, cell) in self.cells() {
            let (build, id, title) = (run.build, cell.id.as_str(), title(&cell.scenario));
            let same = |row: &&mut Row<'_>| (row.build, row.id, row.title) == (build, id, title);
            match rows.iter_mut().find(same) {
                Some(row) => row.cells.push(cell),
                None => rows.push(Row {
                    build,
                    id,
                    title,
                    cells: vec![cell],
                }),
            }
        }
        rows.sort_by_key(|row| (row.build != "unwind", id_order(row.id)));
        rows
    }
}

struct Row<'a> {
    build: &'static str,
    id: &'a str,
    title: &'a str,
    cells: Vec<&'a Cell>,
}

/// Ids in the order of the contract: P2 before P10, and both before A-err.
pub(super) fn id_order(id: &str) -> (usize, u32, String) {
    const GROUPS: &str = "PARTLXU";
    let group = id.chars().next().and_then(|first| GROUPS.find(first));
    let number = id.get(1..).and_then(|rest| rest.parse().ok());
    (
        group.unwrap_or(usize::MAX),
        number.unwrap_or(0),
        id.to_owned(),
    )
}

/// How many of the cells hold, and if asked what was seen first where one does not.
fn tally(cells: &[&Cell], pick: fn(&Cell) -> Option<&Verdict>, say: bool) -> String {
    let verdicts: Vec<_> = cells.iter().filter_map(|cell| pick(cell)).collect();
    match count(verdicts.iter().copied()) {
        (_, 0) => "not run".into(),
        (held, all) if held == all => format!("✓ {held} of {all}"),
        (held, all) => {
            let first = verdicts.iter().find(|verdict| verdict.ok == Some(false));
            let saw = first.map_or("", |verdict| verdict.saw.as_str());
            match say && !saw.is_empty() {
                true => format!("✗ {held} of {all}: {saw}"),
                false => format!("✗ {held} of {all}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(id: &str, entry: &str, alone: bool, with: bool) -> Cell {
        let verdict = |ok| {
            Some(Verdict {
                ok: Some(ok),
                saw: "what it saw".into(),
                ..Verdict::default()
            })
        };
        Cell {
            id: id.into(),
            scenario: "a scenario".into(),
            cause: None,
            entry: Some(entry.into()),
            alone: verdict(alone),
            with: verdict(with),
            finished: None,
        }
    }

    fn run(build: &'static str, results: Vec<Cell>) -> Run {
        Run {
            engine: "node24",
            version: "v24.0.0".into(),
            build,
            encoding: "legacy",
            delivery: "plain",
            opt_level: None,
            lto: false,
            results,
        }
    }

    #[test]
    fn cells_of_one_scenario_share_a_row() {
        let cells = vec![cell("P10", "E1", false, true), cell("P2", "E1", true, true)];
        let more = vec![cell("P10", "E2", false, true)];
        let report = Report::new(vec![run("unwind", cells), run("unwind", more)], false);
        let markdown = report.table(|scenario| scenario, str::to_owned).markdown();
        let rows: Vec<_> = markdown.lines().skip(2).collect();
        assert_eq!(
            rows,
            [
                "| P2 | unwind | a scenario | ✓ 1 of 1 | ✓ 1 of 1 | not run |",
                "| P10 | unwind | a scenario | ✗ 0 of 2: what it saw | ✓ 2 of 2 | not run |",
            ]
        );
        assert_eq!((report.held(), report.failed()), (3, 0));
    }

    #[test]
    fn a_line_that_does_not_hold_is_named() {
        let runs = [(); 2].map(|()| run("abort", vec![cell("A-dead", "E3", false, false)]));
        let report = Report::new(runs.into(), false);
        assert_eq!(report.failed(), 2);
        assert_eq!(
            report.failures(),
            ["A-dead E3 (a scenario): what it saw [node24 abort legacy, node24 abort legacy]"]
        );
    }

    #[test]
    fn the_contract_has_an_order() {
        let mut ids = ["U1", "A-err", "P10", "P2"];
        ids.sort_by_key(|id| id_order(id));
        assert_eq!(ids, ["P2", "P10", "A-err", "U1"]);
    }
}
