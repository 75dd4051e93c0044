//! Times of calls, of panics, and of strings of growing length: W4 and half of W6.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroU32;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde::{Deserialize, Serialize};

use super::chart::{Chart, Line, Scale, Style};
use super::limits::{Figure, Unit};
use super::page::Page;
use super::timed::{self, Delivery, Spread, BUILDS};
use crate::engines::{self, Installed};
use crate::progress::Task;
use crate::table::Table;
use crate::toolchain::Panic;
use crate::web::{self, Browser};
use crate::{child, workspace};

/// The programs that the aims are for.
pub(super) const PROGRAMS: [&str; 3] = ["node20", "node24", "bun"];

/// The browser that is measured beside them.
const BROWSER: &str = "chromium";

/// The engine of the chart.
const CHARTED: &str = "node24";

/// The loops that a call is timed by, as `bench/calls/loops.mjs` names them.
pub(super) const CALLS: &[&str] = &[
    "function",
    "function, opaque",
    "method",
    "method, opaque",
    "field",
    "string argument",
    "closure",
    "import",
    "async function",
    "string result",
    "object made and freed",
];

/// The loops that panic, which only an unwind build outlives.
const PANICS: &[&str] = &["panic", "panic without a stack"];

/// The lengths of strings, in bytes, and the loops that pass them.
const PAYLOADS: &[(u32, &str)] = &[
    (1, "payload 1"),
    (4, "payload 4"),
    (16, "payload 16"),
    (64, "payload 64"),
    (256, "payload 256"),
    (1024, "payload 1024"),
    (4096, "payload 4096"),
    (16384, "payload 16384"),
    (65536, "payload 65536"),
];

/// Longer than any run should take, so that a hang is found.
pub(super) const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Where calls are timed.
pub(super) enum Place {
    Program(Installed),
    /// Chromium, and what it says of its version.
    Page(String),
}

impl Place {
    /// The places of these names, or all of them, installed.
    pub(super) fn select(names: &[String]) -> Result<Vec<Place>> {
        let known = || PROGRAMS.into_iter().chain([BROWSER]);
        if let Some(unknown) = names
            .iter()
            .find(|name| !known().any(|known| known == **name))
        {
            let known: Vec<_> = known().collect();
            bail!(
                "nothing is timed in `{unknown}`, but in {}",
                known.join(", ")
            );
        }
        let wanted = |place: &&str| names.is_empty() || names.iter().any(|name| name == place);
        let places = known().filter(wanted).map(|name| match name {
            BROWSER => Ok(Place::Page(Browser::Chromium.find_or_install()?.1)),
            name => Ok(Place::Program(engines::named(name).find_or_install()?)),
        });
        places.collect()
    }

    fn name(&self) -> &'static str {
        match self {
            Place::Program(installed) => installed.engine.name,
            Place::Page(_) => BROWSER,
        }
    }

    fn version(&self) -> String {
        match self {
            Place::Program(installed) => installed.version.clone(),
            Place::Page(version) => version.trim().to_owned(),
        }
    }

    fn script(&self) -> Result<Command> {
        let scripts = workspace::root().join("bench/calls");
        match self {
            Place::Program(installed) => Ok(installed.script(&scripts.join("run.mjs"))),
            Place::Page(_) => web::script(&scripts.join("page.mjs"), &[Browser::Chromium]),
        }
    }
}

/// One engine on one build.
#[derive(Serialize)]
pub(super) struct Run {
    engine: &'static str,
    version: String,
    build: &'static str,
    rows: Vec<Row>,
}

/// One loop, as `bench/calls/measure.mjs` has it.
#[derive(Deserialize, Serialize)]
pub(super) struct Row {
    what: String,
    /// Of a call, by delivery.
    ns: BTreeMap<String, f64>,
    /// To the call without wasm-bulkhead, by delivery.
    ratio: BTreeMap<String, Spread>,
}

/// Times calls, and strings of growing length.
#[derive(Serialize)]
pub(super) struct Calls {
    rounds: NonZeroU32,
    runs: Vec<Run>,
    payloads: Vec<Run>,
}

/// Times panics.
#[derive(Serialize)]
pub(super) struct Panics {
    rounds: NonZeroU32,
    runs: Vec<Run>,
}

pub(super) fn measure(places: &[Place], rounds: NonZeroU32) -> Result<Calls> {
    let (mut runs, mut payloads) = (Vec::new(), Vec::new());
    let dirs = BUILDS.map(timed::build);
    for (panic, dir) in BUILDS.into_iter().zip(dirs) {
        let dir = dir?;
        let lengths: Vec<_> = PAYLOADS.iter().map(|(_, name)| *name).collect();
        for place in places {
            runs.push(time(place, panic, &dir, CALLS, rounds)?);
            if place.name() == CHARTED {
                payloads.push(time(place, panic, &dir, &lengths, rounds)?);
            }
        }
    }
    Ok(Calls {
        rounds,
        runs,
        payloads,
    })
}

pub(super) fn measure_panics(places: &[Place], rounds: NonZeroU32) -> Result<Panics> {
    let panic = BUILDS[0];
    let dir = timed::build(panic)?;
    let runs = places
        .iter()
        .map(|place| time(place, panic, &dir, PANICS, rounds));
    Ok(Panics {
        rounds,
        runs: runs.collect::<Result<_>>()?,
    })
}

/// Times the loops of these names.
fn time(
    place: &Place,
    panic: Panic,
    packages: &Path,
    names: &[&str],
    rounds: NonZeroU32,
) -> Result<Run> {
    let label = format!("timing {} loops in {} ({panic})", names.len(), place.name());
    let task = Task::start(label);
    let mut command = place.script()?;
    command.arg("--packages").arg(packages);
    command.args(["--rounds", &rounds.to_string()]);
    let rows = results(&mut command, &packages.join("calls.json"), names, &task)?;
    task.done();
    Ok(Run {
        engine: place.name(),
        version: place.version(),
        build: panic.build(),
        rows,
    })
}

/// Runs a script that writes its results as JSON.
pub(super) fn results<T: for<'de> Deserialize<'de>>(
    command: &mut Command,
    json: &Path,
    names: &[&str],
    task: &Task,
) -> Result<T> {
    let _ = fs::remove_file(json);
    command.arg("--json").arg(json).args(names);
    child::run_to_end(command, task, Some(LIMIT), &mut |_| {})?.success()?;
    let text = fs::read(json).context("the timing left no results")?;
    serde_json::from_slice(&text).context("the results are not as expected")
}

/// What has a name in `bench/budget.toml`: of each loop the greatest median of the programs.
fn figures(runs: &[Run], what: &str) -> Vec<Figure> {
    let mut figures = Vec::new();
    for panic in BUILDS {
        for delivery in Delivery::OURS {
            let group = format!("{what}, {}, {} build", delivery.name(), panic.build());
            let runs = runs
                .iter()
                .filter(|run| run.build == panic.build() && PROGRAMS.contains(&run.engine));
            let mut worst: Vec<(&str, f64)> = Vec::new();
            for row in runs.flat_map(|run| &run.rows) {
                let median = row.ratio[delivery.name()].median;
                match worst.iter_mut().find(|(what, _)| *what == row.what) {
                    Some((_, worst)) => *worst = worst.max(median),
                    None => worst.push((&row.what, median)),
                }
            }
            let of_group = worst.into_iter();
            figures.extend(
                of_group.map(|(what, ratio)| Figure::new(&group, what, ratio, Unit::Ratio)),
            );
        }
    }
    figures
}

fn table(runs: &[Run]) -> Table {
    let mut table = Table::new([
        "a call of",
        "plain / alone",
        "finished / alone",
        "alone, ns",
        "plain, ns",
        "finished, ns",
    ]);
    for run in runs {
        table.heading(format!(
            "{} ({}), {} build",
            run.engine, run.version, run.build
        ));
        for row in &run.rows {
            let ratio = |delivery: Delivery| row.ratio[delivery.name()].to_string();
            let ns = |delivery: Delivery| nanoseconds(row.ns[delivery.name()]);
            let [alone, plain, finished] = Delivery::ALL.map(ns);
            table.row([
                row.what.clone(),
                ratio(Delivery::Plain),
                ratio(Delivery::Finished),
                alone,
                plain,
                finished,
            ]);
        }
    }
    table
}

impl Calls {
    pub(super) fn figures(&self) -> Vec<Figure> {
        figures(&self.runs, "calls")
    }

    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Time of a call");
        page.text(format!(
            "The same source alone, plain and finished (opt-level 3), timed in one process: in each \
             of {} rounds every one takes three short samples in turns, of which the best counts. A \
             ratio compares two in one round: the median of all rounds (the least to the greatest). \
             Bodies do next to nothing, so that what stands in front of them shows; those called \
             opaque call a function that may panic as far as the compiler knows. Nanoseconds are \
             medians of one run on one machine, for orientation only.",
            self.rounds
        ));
        page.table(table(&self.runs));
        page.text(format!(
            "A string argument of growing length, in {CHARTED}: copying it soon takes all the time."
        ));
        for run in &self.payloads {
            page.chart(payload_chart(run));
        }
    }
}

fn payload_chart(run: &Run) -> Chart {
    let line = |delivery: Delivery, colour| {
        let points = PAYLOADS.iter().filter_map(|(length, name)| {
            let row = run.rows.iter().find(|row| row.what == *name)?;
            Some((f64::from(*length), row.ratio[delivery.name()].median))
        });
        Line {
            name: delivery.name().to_owned(),
            style: Style {
                colour,
                dashed: false,
            },
            points: points.collect(),
        }
    };
    let ones = PAYLOADS.iter().map(|(length, _)| (f64::from(*length), 1.0));
    let alone = Line {
        name: "wasm-bindgen alone".to_owned(),
        style: Style {
            colour: 1,
            dashed: true,
        },
        points: ones.collect(),
    };
    Chart {
        file: match run.build {
            "abort" => "payload-abort.svg",
            _ => "payload-unwind.svg",
        },
        title: format!(
            "Time of a call by payload, {} build, {}",
            run.build, run.engine
        ),
        x: "bytes of a string argument",
        y: "time, with / alone",
        x_scale: Scale::Logarithmic,
        lines: vec![line(Delivery::Plain, 0), line(Delivery::Finished, 2), alone],
    }
}

impl Panics {
    pub(super) fn figures(&self) -> Vec<Figure> {
        figures(&self.runs, "panics")
    }

    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Time of a panic");
        page.text(format!(
            "From the call to the catch in JavaScript, in {} rounds as above; without a stack means \
             with `Error.stackTraceLimit = 0`.",
            self.rounds
        ));
        page.table(table(&self.runs));
    }
}

/// As many digits as mean something.
fn nanoseconds(ns: f64) -> String {
    match ns {
        ns if ns < 100.0 => format!("{ns:.1}"),
        ns => format!("{ns:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(engine: &'static str, ratio: f64) -> Run {
        let spread = format!(r#"{{ "min": 0.9, "median": {ratio}, "max": 2.5 }}"#);
        let rows = format!(
            r#"[{{ "what": "function", "ns": {{ "alone": 2.54, "plain": 5.1, "finished": 312.4 }},
            "ratio": {{ "plain": {spread}, "finished": {spread} }} }}]"#
        );
        Run {
            engine,
            version: "v1".into(),
            build: "abort",
            rows: serde_json::from_str(&rows).unwrap(),
        }
    }

    #[test]
    fn a_ratio_has_its_spread() {
        let table = table(&[run("node24", 1.504)]).markdown();
        let row = "| function | 1.50 (0.90 to 2.50) | 1.50 (0.90 to 2.50) | 2.5 | 5.1 | 312 |";
        assert!(table.contains(row), "{table}");
    }

    #[test]
    fn the_slowest_program_counts_and_the_browser_does_not() {
        let figures = figures(
            &[run("node20", 1.1), run("bun", 1.4), run("chromium", 3.0)],
            "calls",
        );
        assert_eq!(figures[0].group, "calls, plain, abort build");
        assert_eq!(
            (figures[0].name.as_str(), figures[0].value),
            ("function", 1.4)
        );
        assert_eq!(figures.len(), 2);
    }
}
