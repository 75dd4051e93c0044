//! The contract, scenario by scenario, in every engine: `cargo xtask conformance`.

mod matrix;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{bail, Context, Result};

use self::matrix::Variant;
use self::report::{Report, Run};
use crate::engines::{self, Installed};
use crate::progress::Task;
use crate::test::Tally;
use crate::{child, workspace, Outcome};

/// Longer than any run should take, so that a scenario that hangs is found.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// The exit code of the harness when scenarios do not hold.
const SOME_DO_NOT_HOLD: i32 = 100;

/// Prove the contract line by line, beside the same crate without wasm-bulkhead.
///
/// Builds the package `conformance` with and without wasm-bulkhead, in unwind and abort builds,
/// runs its scenarios in every engine that runs the build, and prints one table. The same table
/// goes to `conformance/results.md` under the target directory, all that was seen to
/// `results.json` beside it.
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
    /// Also write the table to `docs/conformance.md`.
    #[arg(long, conflicts_with_all = ["only", "engine"])]
    write: bool,
    /// Print what was seen as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs `cargo xtask conformance`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let report = measure(&args.only, &args.engine, args.fast)?;
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
    let engines: Vec<_> = engines::everyday().map(|e| e.name.to_owned()).collect();
    let report = measure(&[], &engines, false)?;
    println!("{}", report.text());
    Ok(Tally {
        passed: report.held(),
        failed: report.failed(),
    })
}

/// Builds, runs and writes the results.
fn measure(only: &[String], engine: &[String], fast: bool) -> Result<Report> {
    let engines = engines::select(engine)?
        .into_iter()
        .map(engines::Engine::find_or_install)
        .collect::<Result<Vec<_>>>()?;
    let dir = workspace::target_dir()?.join("conformance");
    let mut runs = Vec::new();
    for variant in matrix::variants() {
        let engines = engines.iter().filter(|e| variant.runs_in(e.engine));
        let engines: Vec<_> = engines.collect();
        let only = variant.ids(only);
        if engines.is_empty() || only.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        let built = Built::new(variant, &dir)?;
        for engine in engines {
            runs.push(built.run(engine, only.as_deref().unwrap_or(&[]), fast)?);
        }
    }
    let report = Report::new(runs);
    if report.is_empty() {
        bail!(
            "no scenario in conformance/scenarios has one of the ids {}",
            only.join(", ")
        );
    }
    fs::write(dir.join("results.json"), report.json()?)?;
    fs::write(dir.join("results.md"), report.document())?;
    Ok(report)
}

/// The builds of one variant.
struct Built {
    variant: Variant,
    with: PathBuf,
    alone: PathBuf,
    /// The one with wasm-bulkhead, its glue finished, where that is possible.
    finished: Option<PathBuf>,
    /// Where the results of runs go.
    dir: PathBuf,
}

impl Built {
    fn new(variant: Variant, dir: &Path) -> Result<Built> {
        let at = |which: &str| {
            dir.join("builds")
                .join(format!("{}-{which}", variant.slug()))
        };
        let built = Built {
            with: at("with"),
            alone: at("alone"),
            finished: variant.is_finished().then(|| at("finished")),
            dir: dir.join("runs"),
            variant,
        };
        child::create_dir(&built.dir)?;
        built.variant.build(true).write(&built.with)?;
        if let Some(finished) = &built.finished {
            built.variant.build(true).write(finished)?;
            wasm_bulkhead_finish::finish(finished)?;
        }
        built.variant.build(false).write(&built.alone)?;
        Ok(built)
    }

    fn run(&self, installed: &Installed, only: &[String], fast: bool) -> Result<Run> {
        let Variant { panic, .. } = self.variant;
        let name = format!("{}-{}", installed.engine.name, self.variant.slug());
        let json = self.dir.join(&name).with_extension("json");
        let _ = fs::remove_file(&json);

        let mut command = installed.script(&workspace::root().join("conformance/run.mjs"));
        command.arg("--with").arg(&self.with);
        command.arg("--alone").arg(&self.alone);
        if let Some(finished) = &self.finished {
            command.arg("--finished").arg(finished);
        }
        command.args(["--build", panic.build(), "--encoding", panic.encoding()]);
        command.args(["--delivery", self.variant.delivery.name()]);
        command.arg("--json").arg(&json);
        for id in only {
            command.args(["--only", id]);
        }
        if fast {
            command.arg("--fast");
        }
        let task = Task::start(format!("{}: {}", installed.engine.name, self.variant));
        let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |line| {
            task.note(line);
        })?;
        if ended.status.code() != Some(SOME_DO_NOT_HOLD) {
            ended
                .success()
                .with_context(|| format!("the scenarios broke off in {name}:\n{}", ended.out))?;
        }
        task.done();
        let text = fs::read(&json)
            .with_context(|| format!("the scenarios left no results in {}", json.display()))?;
        Run::new(installed, &self.variant, &text)
    }
}
