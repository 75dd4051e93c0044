//! Time of `cargo check`: W7.

use std::fs::File;
use std::num::NonZeroU32;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};
use serde::Serialize;

use super::limits::{Figure, Unit};
use super::page::Page;
use super::sized::{Package, Source};
use super::source::{self, Kind};
use super::timed::Spread;
use crate::progress::Task;
use crate::table::Table;
use crate::{child, workspace};

/// How many exports a crate has.
const EXPORTS: usize = 1000;

/// The crates: their names and what they have.
const CRATES: [(&str, &str); 2] = [
    ("check_functions", "1,000 functions"),
    ("check_mixed", "1,000 exports of mixed kinds"),
];

/// One crate.
#[derive(Serialize)]
struct Run {
    krate: &'static str,
    alone_seconds: f64,
    with_seconds: f64,
    ratio: Spread,
}

/// All of them.
#[derive(Serialize)]
pub(super) struct Check {
    rounds: NonZeroU32,
    runs: Vec<Run>,
}

/// The crates.
pub(super) fn sources() -> Vec<Source> {
    let functions = source::base() + &Kind::Function.source(EXPORTS);
    let texts = [functions, source::mixed(EXPORTS)];
    let crates = CRATES.into_iter().zip(texts);
    crates
        .map(|((name, _), text)| Source {
            name: name.to_owned(),
            text,
        })
        .collect()
}

pub(super) fn measure(package: &Package, rounds: NonZeroU32) -> Result<Check> {
    let mut runs = Vec::new();
    for (name, krate) in CRATES {
        let task = Task::start(format!("cargo check of {krate}"));
        let once = |with: bool| check(package, name, with, &task);
        // The first of each also checks what is below.
        (once(false)?, once(true)?);
        let mut taken = Vec::new();
        for _ in 0..rounds.get() {
            taken.push((once(false)?, once(true)?));
        }
        task.done();
        runs.push(Run {
            krate,
            alone_seconds: Spread::of(taken.iter().map(|(alone, _)| *alone).collect()).median,
            with_seconds: Spread::of(taken.iter().map(|(_, with)| *with).collect()).median,
            ratio: Spread::of(taken.iter().map(|(alone, with)| with / alone).collect()),
        });
    }
    Ok(Check { rounds, runs })
}

/// Has a crate checked on the host, and returns the seconds that processors spent in programs.
fn check(package: &Package, name: &str, with: bool, task: &Task) -> Result<f64> {
    let example = package.example(name);
    let changed = File::options().append(true).open(&example)?;
    changed.set_modified(SystemTime::now())?;
    let cargo = workspace::host_cargo();
    // A shell knows what its children took.
    let mut shell = Command::new("sh");
    child::forget_cargo(&mut shell);
    shell
        .args(["-c", "\"$@\" && times", "sh"])
        .arg(cargo.get_program())
        .args(["check", "--quiet", "--example", name, "--target-dir"])
        .arg(workspace::target_dir()?.join("bench/check"))
        .current_dir(package.dir());
    if with {
        shell.args(["--features", "bulkhead"]);
    }
    let said = child::run(&mut shell, task)?;
    user_seconds(&said).with_context(|| format!("`times` says {said:?}"))
}

/// The user time of children in what `times` prints: the first of the second line, as `1m2.345s`.
fn user_seconds(said: &str) -> Option<f64> {
    let (minutes, seconds) = said
        .lines()
        .nth(1)?
        .split_whitespace()
        .next()?
        .split_once('m')?;
    let seconds: f64 = seconds.strip_suffix('s')?.parse().ok()?;
    Some(60.0 * minutes.parse::<f64>().ok()? + seconds)
}

impl Check {
    pub(super) fn figures(&self) -> Vec<Figure> {
        let runs = self.runs.iter();
        runs.map(|run| Figure::new("cargo check", run.krate, run.ratio.median, Unit::Ratio))
            .collect()
    }

    pub(super) fn report(&self, page: &mut Page) {
        page.heading("Time of cargo check");
        page.text(format!(
            "User time of all processes, on the host, with all dependencies checked before, in {} \
             rounds in turns.",
            self.rounds
        ));
        let mut table = Table::new(["cargo check of", "with / alone", "alone, s", "with, s"]);
        for run in &self.runs {
            table.row([
                run.krate.to_owned(),
                run.ratio.to_string(),
                format!("{:.2}", run.alone_seconds),
                format!("{:.2}", run.with_seconds),
            ]);
        }
        page.table(table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_children_is_read() {
        let said = "0m0.00s 0m0.00s\n1m3.25s 0m0.40s\n";
        assert_eq!(user_seconds(said), Some(63.25));
        assert_eq!(user_seconds("nothing"), None);
    }
}
