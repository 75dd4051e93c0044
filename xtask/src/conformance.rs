//! The contract, scenario by scenario, in every engine: `cargo xtask conformance`.

mod kept;
mod matrix;
mod page;
mod place;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{bail, Context, Result};

use self::matrix::Variant;
use self::place::{Place, Ready};
use self::report::{Report, Run};
use crate::engines;
use crate::progress::Task;
use crate::test::Tally;
use crate::web::Browser;
use crate::{child, workspace, Outcome};

/// Longer than any run should take, so that a scenario that hangs is found.
const LIMIT: Duration = Duration::from_secs(60 * 60);

/// The exit code of the harness when scenarios do not hold.
const SOME_DO_NOT_HOLD: i32 = 100;

/// Prove the contract line by line, beside the same crate without wasm-bulkhead.
///
/// Builds the package `conformance` with and without wasm-bulkhead, in unwind and abort builds,
/// runs its scenarios in every engine that runs the build, and prints one table. It goes with the
/// matrix of engines to `conformance/results.md` under the target directory, and all that was seen
/// to `results.json` beside it.
#[derive(clap::Args, Default)]
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

/// Runs `cargo xtask conformance`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let report = measure(&args)?;
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
    let everyday = measure(&Args {
        engine: engines::everyday().map(|e| e.name.to_owned()).collect(),
        ..Args::default()
    })?;
    // Of a browser, what shows that it runs them, and that its page may forbid code of strings.
    let in_a_page = measure(&Args {
        engine: vec![Place::Page(Browser::Chromium).name().to_owned()],
        only: ["P1", "A-quiet", "R1", "X2"].map(str::to_owned).into(),
        fast: true,
        ..Args::default()
    })?;
    let mut tally = Tally::default();
    for report in [everyday, in_a_page] {
        println!("{}", report.text());
        tally.passed += report.held();
        tally.failed += report.failed();
    }
    Ok(tally)
}

/// Builds, runs and writes the results.
fn measure(args: &Args) -> Result<Report> {
    let places = place::select(&args.engine)?;
    let places = places.into_iter().map(Place::ready);
    let places = places.collect::<Result<Vec<_>>>()?;
    let dir = workspace::target_dir()?.join("conformance");
    let mut runs = Vec::new();
    for variant in matrix::variants() {
        let places = places.iter().filter(|ready| variant.runs_in(ready.place));
        let places: Vec<_> = places.collect();
        let only = variant.ids(&args.only);
        if places.is_empty() || only.as_ref().is_some_and(Vec::is_empty) {
            continue;
        }
        let built = Built::new(variant, &dir)?;
        for places in places.chunks(args.jobs.max(1)) {
            runs.extend(built.run_all(places, only.as_deref().unwrap_or(&[]), args)?);
        }
    }
    let report = Report::new(runs, args.fast);
    if report.is_empty() {
        bail!(
            "no scenario in conformance/scenarios has one of the ids {}",
            args.only.join(", ")
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
    /// Of all the files that decide what a run finds.
    fingerprint: String,
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
            fingerprint: String::new(),
            variant,
        };
        child::create_dir(&built.dir)?;
        built.variant.build(true).write(&built.with)?;
        if let Some(finished) = &built.finished {
            built.variant.build(true).write(finished)?;
            wasm_bulkhead_finish::finish(finished)?;
        }
        built.variant.build(false).write(&built.alone)?;
        let fingerprint = built.fingerprint()?;
        Ok(Built {
            fingerprint,
            ..built
        })
    }

    /// Runs in several places at once.
    fn run_all(&self, places: &[&Ready], only: &[String], args: &Args) -> Result<Vec<Run>> {
        thread::scope(|scope| {
            let run = |ready| scope.spawn(move || self.run(ready, only, args));
            let started: Vec<_> = places.iter().copied().map(run).collect();
            let ended = started.into_iter().map(|thread| thread.join());
            ended
                .map(|run| run.expect("a run does not panic"))
                .collect()
        })
    }

    fn run(&self, ready: &Ready, only: &[String], args: &Args) -> Result<Run> {
        let name = format!("{}-{}", ready.place.name(), self.variant.slug());
        let json = self.dir.join(&name).with_extension("json");
        let fast = if args.fast { "fast" } else { "" };
        let only_words = only.join(" ");
        let words = [&self.fingerprint, &ready.version, &only_words, fast];
        let fingerprint = words.join("\n");
        let known = json.with_extension("fingerprint");
        let is_kept = fs::read_to_string(&known).is_ok_and(|known| known == fingerprint);
        if !(args.keep && is_kept && json.is_file()) {
            let _ = fs::remove_file(&known);
            let _ = fs::remove_file(&json);
            self.run_anew(ready, only, args.fast, &json)?;
            fs::write(&known, fingerprint)?;
        }
        let text = fs::read(&json)
            .with_context(|| format!("the scenarios left no results in {}", json.display()))?;
        Run::new(ready, &self.variant, &text)
    }

    fn fingerprint(&self) -> Result<String> {
        let harness = ["conformance", "soak/harness"].map(|dir| workspace::root().join(dir));
        let [conformance, soak] = &harness;
        let directories = [conformance, soak, &self.with, &self.alone];
        let directories = directories.into_iter().chain(&self.finished);
        kept::fingerprint(directories.map(PathBuf::as_path))
    }

    fn run_anew(&self, ready: &Ready, only: &[String], fast: bool, json: &Path) -> Result<()> {
        let Variant { panic, .. } = self.variant;
        let mut command = ready.script(&workspace::root().join("conformance/run.mjs"))?;
        command.arg("--with").arg(&self.with);
        command.arg("--alone").arg(&self.alone);
        if let Some(finished) = &self.finished {
            command.arg("--finished").arg(finished);
        }
        command.args(["--build", panic.build(), "--encoding", panic.encoding()]);
        command.args(["--delivery", self.variant.delivery.name()]);
        command.arg("--json").arg(json);
        for id in only {
            command.args(["--only", id]);
        }
        if fast {
            command.arg("--fast");
        }
        let name = ready.place.name();
        let task = Task::start(format!("{name}: {}", self.variant));
        let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |line| {
            task.note(line);
        })?;
        if ended.status.code() != Some(SOME_DO_NOT_HOLD) {
            ended.success().with_context(|| {
                let variant = &self.variant;
                format!(
                    "the scenarios broke off in {name}, {variant}:\n{}",
                    ended.out
                )
            })?;
        }
        task.done();
        Ok(())
    }
}
