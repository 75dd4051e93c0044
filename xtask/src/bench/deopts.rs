//! Deoptimisations of hot loops: W5.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use super::calls::{CALLS, LIMIT};
use super::limits::{Figure, Unit};
use super::page::Page;
use super::timed::{self, Delivery, BUILDS};
use crate::engines::{self, Installed};
use crate::progress::Task;
use crate::table::Table;
use crate::{child, workspace};

/// What is run, and for how long each loop.
pub(super) struct Extent {
    pub(super) engines: &'static [&'static str],
    pub(super) seconds: u32,
    pub(super) deliveries: &'static [Delivery],
}

impl Extent {
    /// As the contract has it.
    pub(super) const ALL: Extent = Extent {
        engines: &["node20", "node24"],
        seconds: 3,
        deliveries: &Delivery::ALL,
    };

    /// For the test command: an endless loop of deoptimisations shows in a second as well.
    pub(super) const SHORT: Extent = Extent {
        engines: &["node24"],
        seconds: 1,
        deliveries: &Delivery::OURS,
    };
}

/// Counts by loop.
#[derive(Serialize)]
struct Run {
    engine: &'static str,
    build: &'static str,
    delivery: &'static str,
    counts: BTreeMap<String, u32>,
}

/// All counts.
#[derive(Serialize)]
pub(super) struct Deopts {
    seconds: u32,
    runs: Vec<Run>,
}

pub(super) fn measure(extent: &Extent) -> Result<Deopts> {
    let mut runs = Vec::new();
    for (panic, dir) in BUILDS.into_iter().zip(BUILDS.map(timed::build)) {
        let dir = dir?;
        for name in extent.engines {
            let engine = engines::named(name).find_or_install()?;
            for delivery in extent.deliveries {
                let delivery = delivery.name();
                let label = format!("counting deoptimisations in {name} ({panic}, {delivery})");
                let task = Task::start(label);
                let counts = count(&engine, &dir.join(delivery), extent.seconds, &task)?;
                task.done();
                runs.push(Run {
                    engine: name,
                    build: panic.build(),
                    delivery,
                    counts,
                });
            }
        }
    }
    Ok(Deopts {
        seconds: extent.seconds,
        runs,
    })
}

fn count(
    engine: &Installed,
    package: &Path,
    seconds: u32,
    task: &Task,
) -> Result<BTreeMap<String, u32>> {
    let trace = package.with_extension("trace");
    let _ = fs::remove_file(&trace);
    let mut command = std::process::Command::new(engine.program());
    command
        .args(["--trace-deopt", "--redirect-code-traces"])
        .arg(format!("--redirect-code-traces-to={}", trace.display()))
        .arg(workspace::root().join("bench/deopts.mjs"))
        .arg("--package")
        .arg(package)
        .arg("--trace")
        .arg(&trace)
        .args(["--seconds", &seconds.to_string()])
        .args(CALLS);
    let ended = child::run_to_end(&mut command, task, Some(LIMIT), &mut |_| {})?;
    ended.success()?;
    // The engine may say beside them that tracing makes it compile on one thread.
    let counts = ended.out.lines().rfind(|line| line.starts_with('{'));
    let counts = counts.context("there are no counts")?;
    serde_json::from_str(counts).with_context(|| counts.to_owned())
}

impl Deopts {
    /// What has a name in `bench/budget.toml`: the greatest count of all engines.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures = Vec::new();
        for panic in BUILDS {
            for delivery in Delivery::OURS.map(Delivery::name) {
                let of = |run: &&Run| run.build == panic.build() && run.delivery == delivery;
                let runs: Vec<_> = self.runs.iter().filter(of).collect();
                let group = format!("deoptimisations, {delivery}, {} build", panic.build());
                figures.extend(CALLS.iter().filter_map(|what| {
                    let counts = runs.iter().map(|run| run.counts[*what]);
                    let greatest = counts.max()?;
                    Some(Figure::new(&group, *what, greatest.into(), Unit::Deopts))
                }));
            }
        }
        figures
    }

    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Deoptimisations");
        page.text(format!(
            "How often V8 gave up optimised code in {} seconds of a loop that had been running for \
             one second before (`--trace-deopt`).",
            self.seconds
        ));
        let engines: std::collections::BTreeSet<_> =
            self.runs.iter().map(|run| run.engine).collect();
        let columns = || {
            let engines = engines.iter();
            engines.flat_map(|engine| Delivery::ALL.map(|delivery| (*engine, delivery.name())))
        };
        let titles: Vec<_> = columns()
            .map(|(engine, delivery)| format!("{engine}, {delivery}"))
            .collect();
        let titles = titles.iter().map(String::as_str);
        let mut table = Table::new(["a call of"].into_iter().chain(titles));
        for panic in BUILDS {
            table.heading(format!("{} build", panic.build()));
            for what in CALLS {
                let cell = |(engine, delivery): (&str, &str)| {
                    let run = self.runs.iter().find(|run| {
                        run.build == panic.build()
                            && run.engine == engine
                            && run.delivery == delivery
                    });
                    run.map_or(String::new(), |run| run.counts[*what].to_string())
                };
                table.row([(*what).to_owned()].into_iter().chain(columns().map(cell)));
            }
        }
        page.table(table);
    }
}
