//! What wasm-bulkhead costs: `cargo xtask bench`.

mod calls;
mod chart;
mod check;
mod deopts;
mod features;
mod limits;
mod links;
mod load;
mod page;
mod recovery;
mod sized;
mod sizes;
mod source;
mod timed;

use std::num::NonZeroU32;

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;

use self::calls::{Calls, Panics, Place};
use self::check::Check;
use self::deopts::{Deopts, Extent};
use self::features::Features;
use self::limits::{Figure, Judged, Limits};
use self::links::Link;
use self::load::Load;
use self::page::Page;
use self::recovery::Recovery;
use self::sized::Package;
use self::sizes::Sizes;
use crate::test::Tally;
use crate::{workspace, Outcome};

/// Measure what wasm-bulkhead costs, in bytes and in time, beside the same source without it.
///
/// Every figure that the contract has an aim for is printed with its aim, and every one that
/// bench/budget.toml has a budget for is held against it: the exit code is 100 when a budget is
/// exceeded. Bytes and deoptimisations come out the same on every machine; `cargo xtask test --only
/// budget` checks those alone. Times are ratios of one run, and mean something on a machine that does
/// nothing else. A whole run takes about half an hour; `--only` picks sections:
///
///   cargo xtask bench --only size --only features
///   cargo xtask bench --only calls --engine node24 --rounds 21
///
/// To tighten a budget, edit its number in bench/budget.toml, or have `--tighten` lower all of them:
///
///   cargo xtask bench --only size --only features --only deopts --tighten
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Only this section; may be repeated.
    #[arg(long, value_name = "SECTION", value_enum)]
    only: Vec<Section>,
    /// Time calls, panics and recovery only here: node20, node24, bun, chromium; may be repeated.
    #[arg(long, value_name = "NAME")]
    engine: Vec<String>,
    /// How many rounds are timed of calls, panics and recovery.
    #[arg(long, default_value = "51")]
    rounds: NonZeroU32,
    /// Print what was measured as JSON.
    #[arg(long)]
    json: bool,
    /// Also lower the budgets in bench/budget.toml to what was measured; none is raised.
    #[arg(long)]
    tighten: bool,
    /// Also write the tables and charts to `docs/bench.md`, which says what was not measured.
    #[arg(long, conflicts_with = "engine")]
    write: bool,
}

/// What can be measured by itself, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Section {
    /// Bytes of wasm and JavaScript, fixed and for each item (W1, W2, W3).
    Size,
    /// Bytes of each feature, and whether the core links it (W1).
    Features,
    /// Deoptimisations of hot loops (W5).
    Deopts,
    /// Times of calls, and of strings of growing length (W4).
    Calls,
    /// Times of panics, with a stack and without (W6).
    Panics,
    /// Times of recovery, and of calls after it (W6).
    Recovery,
    /// Times to load a package in a fresh process (W3).
    Load,
    /// User time of `cargo check` (W7).
    Check,
}

/// How often packages are loaded.
const LOADS: NonZeroU32 = NonZeroU32::new(31).unwrap();

/// How often crates are checked.
const CHECKS: NonZeroU32 = NonZeroU32::new(7).unwrap();

/// All that was measured.
#[derive(Default, Serialize)]
struct Report {
    size: Option<Sizes>,
    features: Option<Features>,
    links: Option<Vec<Link>>,
    deopts: Option<Deopts>,
    calls: Option<Calls>,
    panics: Option<Panics>,
    recovery: Option<Recovery>,
    load: Option<Load>,
    check: Option<Check>,
}

/// Runs `cargo xtask bench`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let limits = Limits::read()?;
    let report = measure(&args, &limits)?;
    let figures = report.figures();
    limits.check_names(&figures)?;
    let judged = limits.judge(&figures);
    let page = report.page(&judged);
    if args.json {
        let json = serde_json::json!({ "figures": figures, "limits": judged, "measured": report });
        println!("{}", serde_json::to_string_pretty(&json)?);
    } else {
        println!("{}", page.terminal());
    }
    if args.write {
        page.write("What it costs", &workspace::root().join("docs/bench.md"))?;
    }
    if args.tighten {
        limits::tighten(&judged)?;
    }
    let mut tally = Tally::default();
    report.judge(&judged, &mut tally);
    Ok(match tally.failed {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

/// Holds what does not depend on the machine against its budgets, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let limits = Limits::read()?;
    let package = Package::write(&sources())?;
    let report = Report {
        size: Some(sizes::measure(&package, sizes::Extent::Promised)?),
        links: Some(links::measure(&package, &limits.linked)?),
        deopts: Some(deopts::measure(&Extent::SHORT)?),
        ..Report::default()
    };
    let judged = limits.judge(&report.figures());
    for one in &judged {
        println!("  {one}");
    }
    let mut tally = Tally::default();
    report.judge(&judged, &mut tally);
    Ok(tally)
}

/// All generated crates.
fn sources() -> Vec<sized::Source> {
    let sources = sizes::sources().into_iter();
    sources
        .chain(features::sources())
        .chain(check::sources())
        .collect()
}

fn measure(args: &Args, limits: &Limits) -> Result<Report> {
    let wanted = |section| args.only.is_empty() || args.only.contains(&section);
    let package = Package::write(&sources())?;
    let places = Place::select(&args.engine)?;
    let mut report = Report::default();
    if wanted(Section::Size) {
        report.size = Some(sizes::measure(&package, sizes::Extent::All)?);
    }
    if wanted(Section::Features) {
        links::check_words(&package, &limits.linked)?;
        report.links = Some(links::measure(&package, &limits.linked)?);
        report.features = Some(features::measure(&package)?);
    }
    if wanted(Section::Deopts) {
        report.deopts = Some(deopts::measure(&Extent::ALL)?);
    }
    if wanted(Section::Calls) {
        report.calls = Some(calls::measure(&places, args.rounds)?);
    }
    if wanted(Section::Panics) {
        report.panics = Some(calls::measure_panics(&places, args.rounds)?);
    }
    if wanted(Section::Recovery) {
        report.recovery = Some(recovery::measure(&places, args.rounds)?);
    }
    if wanted(Section::Load) {
        report.load = Some(load::measure(&package, LOADS)?);
    }
    if wanted(Section::Check) {
        report.check = Some(check::measure(&package, CHECKS)?);
    }
    Ok(report)
}

impl Report {
    fn figures(&self) -> Vec<Figure> {
        let sections = [
            self.size.as_ref().map(Sizes::figures),
            self.features.as_ref().map(Features::figures),
            self.deopts.as_ref().map(Deopts::figures),
            self.calls.as_ref().map(Calls::figures),
            self.panics.as_ref().map(Panics::figures),
            self.recovery.as_ref().map(Recovery::figures),
            self.load.as_ref().map(Load::figures),
            self.check.as_ref().map(Check::figures),
        ];
        sections.into_iter().flatten().flatten().collect()
    }

    /// The sections that have no figures.
    fn missing(&self) -> Vec<&'static str> {
        let sections = [
            ("sizes", self.size.is_some()),
            ("features", self.features.is_some()),
            ("deoptimisations", self.deopts.is_some()),
            ("calls", self.calls.is_some()),
            ("panics", self.panics.is_some()),
            ("recovery", self.recovery.is_some()),
            ("loading", self.load.is_some()),
            ("`cargo check`", self.check.is_some()),
        ];
        let missing = sections.into_iter().filter(|(_, is_there)| !is_there);
        missing.map(|(name, _)| name).collect()
    }

    /// Counts every budget, and every feature that should not be linked.
    fn judge(&self, judged: &[Judged], tally: &mut Tally) {
        for one in judged.iter().filter(|one| one.has_budget()) {
            tally.check(&one.title(), one.exceeded());
        }
        for link in self.links.iter().flatten() {
            tally.check(&link.title(), link.problem());
        }
    }

    fn page(&self, judged: &[Judged]) -> Page {
        let mut page = Page::default();
        page.text(
            "Written by `cargo xtask bench --write`; every number is measured, in one run. Bytes and \
             deoptimisations depend on the compiler and the engine and not on the machine, and come \
             first. Times are ratios of one run on one machine: what counts is how they compare. \
             Aims are those of [section W of the contract](contract.md#w-weight), by its ids; an aim that is not met \
             says so. Budgets are what has been reached: `cargo xtask test` fails when one is \
             exceeded.",
        );
        let missing = self.missing();
        if !missing.is_empty() {
            page.text(format!("Not measured in this run: {}.", missing.join(", ")));
        }
        page.heading("Aims");
        let (table, summary) = limits::table(judged);
        page.table(table);
        page.text(summary);
        if let Some(size) = &self.size {
            size.report(&mut page);
        }
        if let Some(features) = &self.features {
            features.report(&mut page);
        }
        if let Some(links) = &self.links {
            links::report(links, &mut page);
        }
        if let Some(deopts) = &self.deopts {
            deopts.report(&mut page);
        }
        if let Some(calls) = &self.calls {
            calls.report(&mut page);
        }
        if let Some(panics) = &self.panics {
            panics.report(&mut page);
        }
        if let Some(recovery) = &self.recovery {
            recovery.report(&mut page);
        }
        if let Some(load) = &self.load {
            load.report(&mut page);
        }
        if let Some(check) = &self.check {
            check.report(&mut page);
        }
        page
    }
}
