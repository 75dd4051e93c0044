//! Time of recovery, and of calls after it: half of W6.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::calls::{self, Place};
use super::limits::{Figure, Unit};
use super::page::Page;
use super::timed::{self, Delivery, Spread, BUILDS};
use crate::progress::Task;
use crate::table::Table;
use crate::workspace;

/// The loops that are timed before and after.
const CALLS: &[&str] = &["function", "method", "field", "string argument", "closure"];

/// How one engine replaces instances of one build.
#[derive(Serialize)]
struct Run {
    engine: &'static str,
    build: &'static str,
    delivery: &'static str,
    times: Times,
}

/// As `bench/recovery.mjs` writes it.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Times {
    microseconds: BTreeMap<String, f64>,
    to_bare: Spread,
    to_alone: Spread,
    /// After the first recovery to before, by loop.
    calls: Vec<Call>,
}

#[derive(Deserialize, Serialize)]
struct Call {
    what: String,
    ratio: Spread,
}

/// All of them.
#[derive(Serialize)]
pub(super) struct Recovery {
    rounds: NonZeroU32,
    runs: Vec<Run>,
}

pub(super) fn measure(places: &[Place], rounds: NonZeroU32) -> Result<Recovery> {
    let script = workspace::root().join("bench/recovery.mjs");
    let mut runs = Vec::new();
    for (panic, dir) in BUILDS.into_iter().zip(BUILDS.map(timed::build_restarting)) {
        let dir = dir?;
        for place in places {
            let Place::Program(engine) = place else {
                continue;
            };
            for delivery in Delivery::OURS {
                let name = engine.engine.name;
                let delivery = delivery.name();
                let task = Task::start(format!("timing recovery in {name} ({panic}, {delivery})"));
                let mut command = engine.script(&script);
                command.arg("--packages").arg(&dir);
                command.args(["--delivery", delivery, "--rounds", &rounds.to_string()]);
                let json = dir.join("recovery.json");
                let times = calls::results(&mut command, &json, CALLS, &task)?;
                task.done();
                runs.push(Run {
                    engine: name,
                    build: panic.build(),
                    delivery,
                    times,
                });
            }
        }
    }
    Ok(Recovery { rounds, runs })
}

impl Recovery {
    /// What has a name in `bench/budget.toml`: the greatest median of all engines.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for panic in BUILDS {
            for delivery in Delivery::OURS.map(Delivery::name) {
                let of = |run: &&Run| run.build == panic.build() && run.delivery == delivery;
                let runs: Vec<_> = self.runs.iter().filter(of).collect();
                let greatest =
                    |ratio: fn(&Run) -> f64| runs.iter().map(|run| ratio(run)).fold(0.0, f64::max);
                let group = format!("recovery, {delivery}, {} build", panic.build());
                if !runs.is_empty() {
                    let bare = greatest(|run| run.times.to_bare.median);
                    figures.push(Figure::new(&group, "recovery / bare", bare, Unit::Ratio));
                    let calls = greatest(|run| {
                        let calls = run.times.calls.iter().map(|call| call.ratio.median);
                        calls.fold(0.0, f64::max)
                    });
                    figures.push(Figure::new(&group, "calls afterwards", calls, Unit::Ratio));
                }
            }
        }
        figures
    }

    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Time of recovery");
        page.text(format!(
            "From the catch of an `InstanceAbortError` to the result of the first call that the next \
             instance serves, in {} rounds. Bare is what `new WebAssembly.Instance`, the start \
             functions and a call take with the same module and no guard, and alone the same with \
             the module built without wasm-bulkhead; all of them in the next task. Calls afterwards \
             are compared with those of a package that has not been replaced: the greatest median \
             of {}.",
            self.rounds,
            CALLS.join(", ")
        ));
        let mut table = Table::new([
            "recovery in",
            "recovery / bare",
            "recovery / alone",
            "calls, after / before",
            "alone, µs",
            "bare, µs",
            "recovery, µs",
        ]);
        for run in &self.runs {
            let greatest = run.times.calls.iter();
            let greatest = greatest.max_by(|a, b| a.ratio.median.total_cmp(&b.ratio.median));
            let micros = |kind: &str| format!("{:.0}", run.times.microseconds[kind]);
            table.row([
                format!("{}, {}, {} build", run.engine, run.delivery, run.build),
                run.times.to_bare.to_string(),
                run.times.to_alone.to_string(),
                greatest.map_or(String::new(), |call| {
                    format!("{:.2} ({})", call.ratio.median, call.what)
                }),
                micros("alone"),
                micros("bare"),
                micros("recovery"),
            ]);
        }
        page.table(table);
    }
}
