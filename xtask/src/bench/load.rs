//! Time to load a package in a fresh process: the rest of W3.

use std::num::NonZeroU32;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;

use super::limits::{Figure, Unit};
use super::page::Page;
use super::sized::{self, Column, Glue, Mode, Package};
use super::sizes;
use super::timed::{Spread, BUILDS};
use crate::engines::{self, Installed};
use crate::progress::Task;
use crate::table::Table;
use crate::toolchain::Panic;
use crate::{child, workspace};

/// Where packages are loaded.
const ENGINES: [&str; 2] = ["node20", "node24"];

/// The ways, as `bench/load.mjs` names them, and the glue for each.
const WAYS: [(&str, Glue); 2] = [("require", Glue::Nodejs), ("import", Glue::Web)];

/// One crate, loaded in one way by one engine.
#[derive(Serialize)]
struct Run {
    engine: &'static str,
    build: &'static str,
    way: &'static str,
    krate: String,
    alone_ms: f64,
    with_ms: f64,
    ratio: Spread,
}

/// All of them.
#[derive(Serialize)]
pub(super) struct Load {
    rounds: NonZeroU32,
    runs: Vec<Run>,
}

pub(super) fn measure(package: &Package, rounds: NonZeroU32) -> Result<Load> {
    let mut runs = Vec::new();
    let crates = [sizes::BASE.to_owned(), sizes::mixed(100)];
    for panic in BUILDS {
        for (way, glue) in WAYS {
            let alone = bind(package, &crates, panic, Column::Alone, glue)?;
            let with = bind(package, &crates, panic, Column::With, glue)?;
            for name in ENGINES {
                let engine = engines::named(name).find_or_install()?;
                for ((krate, alone), with) in crates.iter().zip(&alone).zip(&with) {
                    let task = Task::start(format!("loading {krate} in {name} ({panic}, {way})"));
                    let once = |dir: &PathBuf| load(&engine, way, dir, krate, &task);
                    // The first of each brings the files into the cache of the system.
                    (once(alone)?, once(with)?);
                    let mut taken = Vec::new();
                    for round in 0..rounds.get() {
                        taken.push(match round % 2 {
                            0 => (once(alone)?, once(with)?),
                            _ => {
                                let with = once(with)?;
                                (once(alone)?, with)
                            }
                        });
                    }
                    task.done();
                    runs.push(Run {
                        engine: name,
                        build: panic.build(),
                        way,
                        krate: krate.clone(),
                        alone_ms: Spread::of(taken.iter().map(|(alone, _)| *alone).collect())
                            .median,
                        with_ms: Spread::of(taken.iter().map(|(_, with)| *with).collect()).median,
                        ratio: Spread::of(taken.iter().map(|(alone, with)| with / alone).collect()),
                    });
                }
            }
        }
    }
    Ok(Load { rounds, runs })
}

/// Writes a package of each crate.
fn bind(
    package: &Package,
    crates: &[String],
    panic: Panic,
    column: Column,
    glue: Glue,
) -> Result<Vec<PathBuf>> {
    let names: Vec<_> = crates.iter().map(String::as_str).collect();
    let modules = package.compile(&names, Mode::new(panic), column)?;
    let dir = workspace::target_dir()?
        .join("bench/loaded")
        .join(panic.slug());
    let dirs = names.iter().map(|name| {
        let dir = dir.join(format!("{name}-{}-{}", column.slug(), glue.slug()));
        sized::bind(name, &modules[*name], &dir, glue)?;
        Ok(dir)
    });
    dirs.collect()
}

/// Loads a package in a process of its own, and returns the milliseconds.
fn load(engine: &Installed, way: &str, dir: &PathBuf, krate: &str, task: &Task) -> Result<f64> {
    let mut command = engine.script(&workspace::root().join("bench/load.mjs"));
    let said = child::run(command.arg(way).arg(dir).arg(krate), task)?;
    said.trim().parse().context("the time is not as expected")
}

impl Load {
    /// What has a name in `bench/budget.toml`: the greatest median of all engines and builds.
    pub(super) fn figures(&self) -> Vec<Figure> {
        let mut figures: Vec<Figure> = Vec::new();
        for run in &self.runs {
            let name = format!("{} of {}", run.way, title(&run.krate));
            match figures.iter_mut().find(|figure| figure.name == name) {
                Some(figure) => figure.value = figure.value.max(run.ratio.median),
                None => figures.push(Figure::new("load", name, run.ratio.median, Unit::Ratio)),
            }
        }
        figures
    }

    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Time to load a package");
        page.text(format!(
            "In a fresh process of Node, {} rounds in turns: `require` of a package of the target \
             nodejs, and `import` of one for the web with its `initSync`. Modules are compiled for \
             size.",
            self.rounds
        ));
        let mut table = Table::new(["a package", "with / alone", "alone, ms", "with, ms"]);
        for run in &self.runs {
            let Run {
                engine, build, way, ..
            } = run;
            table.row([
                format!("{}: {way} in {engine}, {build} build", title(&run.krate)),
                run.ratio.to_string(),
                format!("{:.1}", run.alone_ms),
                format!("{:.1}", run.with_ms),
            ]);
        }
        page.table(table);
    }
}

fn title(krate: &str) -> &'static str {
    match krate {
        sizes::BASE => "one function",
        _ => "100 exports",
    }
}
