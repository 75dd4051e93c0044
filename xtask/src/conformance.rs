//! The contract, scenario by scenario, in every engine: `cargo xtask conformance`.

mod built;
mod kept;
mod matrix;
mod page;
mod place;
mod report;
mod verified;

use std::fs;

use anyhow::{bail, Result};

use self::built::Built;
use self::matrix::Variant;
use self::place::{Place, Ready};
use self::report::Report;
use crate::test::Tally;
use crate::web::Browser;
use crate::{engines, workspace, Outcome};

/// Prove the contract line by line, beside the same crate without wasm-bulkhead.
///
/// Builds the package `conformance` with and without wasm-bulkhead, in unwind and abort builds,
/// runs its scenarios in every engine that runs the build, and prints one table. It goes with the
/// matrix of engines to `conformance/results.md` under the target directory, and all that was seen
/// to `results.json` beside it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only the scenarios with this id, such as `P1`; may be repeated.
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Only this engine; may be repeated.
    #[arg(long, value_name = "NAME")]
    engine: Vec<String>,
    /// Fewer rounds where a scenario is repeated many times.
    #[arg(long)]
    fast: bool,
    /// How many engines run at once.
    #[arg(long, value_name = "N", default_value_t = 1)]
    jobs: usize,
    /// Take the results of earlier runs of the very same files, where there are any.
    #[arg(long)]
    keep: bool,
    /// Also write the matrix to `docs/conformance.md`.
    #[arg(long, conflicts_with_all = ["only", "engine"])]
    write: bool,
    /// Print what was seen as JSON.
    #[arg(long)]
    json: bool,
}

/// What is to run in one place.
struct Wanted {
    ready: Ready,
    /// The ids of scenarios; none of them is all.
    only: Vec<String>,
    fast: bool,
}

/// Runs `cargo xtask conformance`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let places = place::select(&args.engine)?.into_iter();
    let wanted = places.map(|place| {
        Ok(Wanted {
            ready: place.ready()?,
            only: args.only.clone(),
            fast: args.fast,
        })
    });
    let wanted = wanted.collect::<Result<Vec<_>>>()?;
    let report = measure(&matrix::variants(), &wanted, args.jobs, args.keep)?;
    if args.json {
        println!("{}", report.json()?);
    } else {
        println!("{}", report.text());
    }
    if args.write {
        fs::write(
            workspace::root().join("docs/conformance.md"),
            report.document(),
        )?;
    }
    Ok(match report.failed() {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

/// How many lines hold with wasm-bulkhead in the engines of every day, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let everyday = engines::everyday().map(|engine| {
        Ok(Wanted {
            ready: Place::Program(engine).ready()?,
            only: Vec::new(),
            fast: false,
        })
    });
    let mut wanted = everyday.collect::<Result<Vec<_>>>()?;
    // Of a browser, enough to show that scenarios run there, and under a policy of a real page.
    wanted.push(Wanted {
        ready: Place::Page(Browser::Chromium).ready()?,
        only: ["P1", "A-quiet", "R1", "X2"].map(str::to_owned).into(),
        fast: true,
    });
    let mut variants = matrix::variants();
    variants.retain(|variant| variant.is_everyday);
    let report = measure(&variants, &wanted, 1, false)?;
    println!("{}", report.text());
    Ok(Tally {
        passed: report.held(),
        failed: report.failed(),
    })
}

/// Builds, runs in `jobs` places at once, and writes the results.
fn measure(variants: &[Variant], wanted: &[Wanted], jobs: usize, keep: bool) -> Result<Report> {
    let dir = workspace::target_dir()?.join("conformance");
    let mut runs = Vec::new();
    for variant in variants {
        let wanted = wanted.iter().filter(|wanted| {
            let ids = variant.ids(&wanted.only);
            variant.runs_in(wanted.ready.place) && ids.is_none_or(|ids| !ids.is_empty())
        });
        let wanted: Vec<_> = wanted.collect();
        if wanted.is_empty() {
            continue;
        }
        runs.extend(Built::new(variant.clone(), &dir)?.run_all(&wanted, jobs, keep)?);
    }
    let report = Report::new(runs, wanted.iter().any(|wanted| wanted.fast));
    if report.is_empty() {
        bail!("no scenario in conformance/scenarios has one of these ids");
    }
    fs::write(dir.join("results.json"), report.json()?)?;
    fs::write(dir.join("results.md"), report.document())?;
    Ok(report)
}
