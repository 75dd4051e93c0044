//! What wasm-bulkhead costs: `cargo xtask bench`.

mod report;

use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use self::report::{Recovery, Report, Run, Size};
use crate::engines::{self, Installed};
use crate::progress::Task;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::{Build, Flag};
use crate::{child, workspace, Outcome};

/// The builds compared. Every engine runs the legacy encoding.
const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// The package whose loops are timed.
const TIMED: &str = "bench";

/// The packages whose sizes are compared: one with next to nothing in it, and a real one.
const SIZED: [&str; 2] = [TIMED, "markdown"];

/// The package whose instances are replaced.
const REPLACED: &str = "session";

/// Longer than any run should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// Measure what wasm-bulkhead costs, in time and in bytes.
///
/// Builds the package `bench` with and without wasm-bulkhead, in an unwind build and in an abort
/// build, and times both in one process in every engine, in turns. What counts are the ratios; the
/// nanoseconds are those of this machine. On the way the same build is timed with its guard
/// switched off, which tells the guard's share from that of the gate and the catch in Rust.
/// Recovery from an abort is timed beside the bare making of an instance.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this engine; may be repeated.
    #[arg(long, value_name = "NAME")]
    engine: Vec<String>,
    /// How many rounds are measured.
    #[arg(long, default_value = "201")]
    rounds: NonZeroU32,
    /// Print what was measured as JSON.
    #[arg(long)]
    json: bool,
    /// Also write the tables to `docs/bench.md`.
    #[arg(long, conflicts_with = "engine")]
    write: bool,
}

/// Runs `cargo xtask bench`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let report = measure(&args)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{}", report.text());
    }
    if args.write {
        fs::write(workspace::root().join("docs/bench.md"), report.document())?;
    }
    Ok(Outcome::Clean)
}

/// Builds everything, then measures, so that no compiler disturbs.
fn measure(args: &Args) -> Result<Report> {
    let engines = match args.engine.as_slice() {
        [] => engines::everyday().collect(),
        names => engines::select(names)?,
    };
    let engines = engines
        .into_iter()
        .map(engines::Engine::find_or_install)
        .collect::<Result<Vec<_>>>()?;
    let dir = workspace::target_dir()?.join("bench");
    let mut pairs = Vec::new();
    for package in SIZED {
        for panic in BUILDS {
            pairs.push(Pair::build(package, panic, &dir)?);
        }
    }
    let any = engines.first().context("no engine is left")?;
    let sizes = pairs.iter().map(|pair| pair.size(any));
    let sizes = sizes.collect::<Result<_>>()?;
    let mut runs = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.package == TIMED) {
        for engine in engines.iter().filter(|e| e.engine.runs(pair.panic)) {
            runs.push(pair.time(engine, args.rounds)?);
        }
    }
    let mut recoveries = Vec::new();
    for panic in BUILDS {
        let package = dir.join(format!("{REPLACED}-{}", panic.slug()));
        let build = Build {
            flags: vec![Flag::ExperimentalResetStateFunction],
            ..Build::new(REPLACED, panic)
        };
        build.write(&package)?;
        for engine in engines.iter().filter(|e| e.engine.runs(panic)) {
            recoveries.push(time_recovery(&package, panic, engine, args.rounds)?);
        }
    }
    Ok(Report {
        rounds: args.rounds,
        runs,
        sizes,
        recoveries,
    })
}

/// Times how instances of the package are replaced.
fn time_recovery(
    package: &Path,
    panic: Panic,
    engine: &Installed,
    rounds: NonZeroU32,
) -> Result<Recovery> {
    let name = engine.engine.name;
    let json = package.with_file_name(format!("{name}.json"));
    let _ = fs::remove_file(&json);
    let mut command = engine.script(&workspace::root().join("bench/recovery.mjs"));
    command.arg("--dir").arg(package);
    command.args(["--rounds", &rounds.to_string()]);
    command.arg("--json").arg(&json);
    let task = Task::start(format!("timing recovery in {name} ({panic})"));
    child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?.success()?;
    task.done();
    let text = fs::read(&json).context("the timing left no results")?;
    Ok(Recovery {
        engine: name,
        build: panic.build(),
        times: serde_json::from_slice(&text).context("the results are not as expected")?,
    })
}

/// One package built with wasm-bulkhead and without.
struct Pair {
    package: &'static str,
    panic: Panic,
    alone: PathBuf,
    with: PathBuf,
}

impl Pair {
    fn build(package: &'static str, panic: Panic, dir: &Path) -> Result<Pair> {
        let build = |which: &str, features: &[&str]| {
            let out = dir.join(format!("{package}-{}-{which}", panic.slug()));
            let build = Build {
                default_features: false,
                features: features.iter().map(|&feature| feature.to_owned()).collect(),
                ..Build::new(package, panic)
            };
            build.write(&out).map(|()| out)
        };
        Ok(Pair {
            package,
            panic,
            alone: build("alone", &[])?,
            with: build("with", &["bulkhead"])?,
        })
    }

    /// How large both are.
    fn size(&self, engine: &Installed) -> Result<Size> {
        let script = workspace::root().join("bench/sizes.mjs");
        let task = Task::start(format!("measuring {} ({})", self.package, self.panic));
        let ask = |dir: &Path| {
            let said = child::run(engine.script(&script).arg(dir), &task)?;
            serde_json::from_str(&said).context("the sizes are not as expected")
        };
        let size = Size {
            package: self.package,
            build: self.panic.build(),
            alone: ask(&self.alone)?,
            with: ask(&self.with)?,
        };
        task.done();
        Ok(size)
    }

    /// Times both against each other.
    fn time(&self, engine: &Installed, rounds: NonZeroU32) -> Result<Run> {
        let name = engine.engine.name;
        let json = self.with.with_file_name(format!("{name}.json"));
        let _ = fs::remove_file(&json);
        let mut command = engine.script(&workspace::root().join("bench/run.mjs"));
        command.arg("--alone").arg(&self.alone);
        command.arg("--with").arg(&self.with);
        command.args(["--build", self.panic.build()]);
        command.args(["--rounds", &rounds.to_string()]);
        command.arg("--json").arg(&json);
        let task = Task::start(format!("timing in {name} ({})", self.panic));
        child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?.success()?;
        task.done();
        let text = fs::read(&json).context("the timing left no results")?;
        Ok(Run {
            engine: name,
            version: engine.version.clone(),
            build: self.panic.build(),
            encoding: self.panic.encoding(),
            rows: serde_json::from_slice(&text).context("the results are not as expected")?,
        })
    }
}
