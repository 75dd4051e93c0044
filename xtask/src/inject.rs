//! A failure at every point of a fixed workload: `cargo xtask inject`.

mod instrument;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::engines::Installed;
use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::Panic;
use crate::{child, soak, workspace, Outcome};

/// Longer than any part should take, so that one that hangs is found.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// The exit code of the harness when it found something.
const FOUND: i32 = 100;

/// How many points one process tries. Each takes a copy of the glue, which no engine gives back.
const POINTS_PER_PROCESS: u64 = 4000;

/// Let a fixed workload fail at every point, one after the other.
///
/// Puts counters into the finished module of the package `soak`: at the entry of each function,
/// before each call, and in the allocator; and into its imports. Then runs the workload once for
/// each count: with a trap there, with an allocation that gives null, alone or with all after it,
/// or with an import that throws. Afterwards the lines A of the contract have to hold.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this engine; may be repeated.
    #[arg(long, value_name = "NAME")]
    engine: Vec<String>,
    /// Only some points, drawn from a seed that is printed.
    #[arg(long)]
    fast: bool,
    /// The seed.
    #[arg(long)]
    seed: Option<u64>,
    #[command(flatten)]
    given: soak::Given,
}

/// What is injected, by its name for the harness, and how many points of it the short version
/// tries in each build.
const KINDS: &[(&str, u64)] = &[
    ("trap", 120),
    ("oom", 60),
    ("lasting-oom", 20),
    ("throw", 60),
];

/// How many points of the large workload are tried, in the short version and in the full one.
const LARGE: (u64, u64) = (10, 2000);

/// Runs `cargo xtask inject`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let tally = measure(args.fast, args.seed, &args.engine, &args.given)?;
    Ok(match tally.failed {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

/// The short version, for the test command.
pub(crate) fn test() -> Result<Tally> {
    measure(true, None, &[], &soak::Given::default())
}

fn measure(fast: bool, seed: Option<u64>, names: &[String], given: &soak::Given) -> Result<Tally> {
    let seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
    let mut tally = Tally::default();
    for panic in given.panics()? {
        let Some(engine) = soak::engine_for(panic, names)? else {
            continue;
        };
        let dir = given.package(panic, true)?;
        let counted = soak::directory(panic, true)?.with_extension("counted");
        instrument::instrument(&dir, &counted)?;
        println!("inject: {panic}, {}:", engine.engine.name);
        let run = Run {
            engine: &engine,
            panic,
            dir: &counted,
            seed,
        };
        for &(kind, sample) in KINDS {
            if fast {
                tally = run.sample(kind, "small", sample)?.into_tally(tally);
            } else {
                tally = run.all(kind)?.into_tally(tally);
            }
            let large = if fast { LARGE.0 } else { LARGE.1 };
            tally = run.sample(kind, "large", large)?.into_tally(tally);
        }
    }
    Ok(tally)
}

/// The injections into one build.
struct Run<'a> {
    engine: &'a Installed,
    panic: Panic,
    dir: &'a Path,
    seed: u64,
}

/// How many points were tried, of how many, and at how many something was found.
struct Found {
    points: u64,
    tried: u64,
    failed: u64,
}

impl Found {
    fn into_tally(self, mut tally: Tally) -> Tally {
        tally.failed += self.failed as usize;
        tally.passed += (self.tried - self.failed) as usize;
        tally
    }
}

impl Run<'_> {
    /// Tries points drawn from the seed.
    fn sample(&self, kind: &str, workload: &str, points: u64) -> Result<Found> {
        self.play(
            kind,
            workload,
            &[("--sample", points), ("--seed", self.seed)],
        )
    }

    /// Tries all points of the small workload, so many in one process.
    fn all(&self, kind: &str) -> Result<Found> {
        let mut all = Found {
            points: u64::MAX,
            tried: 0,
            failed: 0,
        };
        let mut from = 1;
        while from <= all.points {
            let to = from + POINTS_PER_PROCESS - 1;
            let part = self.play(kind, "small", &[("--from", from), ("--to", to)])?;
            all.points = part.points;
            all.tried += part.tried;
            all.failed += part.failed;
            from = to + 1;
        }
        Ok(all)
    }

    fn play(&self, kind: &str, workload: &str, range: &[(&str, u64)]) -> Result<Found> {
        let json: PathBuf = self.dir.with_extension("injected.json");
        let _ = std::fs::remove_file(&json);
        let mut command = self
            .engine
            .script(&workspace::root().join("soak/inject.mjs"));
        command.arg("--dir").arg(self.dir);
        command.args(["--build", self.panic.build(), "--kind", kind]);
        command.args(["--workload", workload]);
        command.arg("--json").arg(&json);
        for (option, value) in range {
            command.arg(option).arg(value.to_string());
        }
        let task = Task::start(format!("inject: {}, {kind}, {workload}", self.panic));
        let mut note = |line: &str| task.note(line);
        let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut note)?;
        if ended.status.code() != Some(FOUND) {
            ended
                .success()
                .with_context(|| format!("the injection broke off:\n{}", ended.out))?;
        }
        task.done();
        for line in ended.out.lines() {
            println!("  {line}");
        }
        let text = std::fs::read(&json)
            .with_context(|| format!("the injection left no results in {}", json.display()))?;
        let result: Value = serde_json::from_slice(&text)?;
        let number = |key: &str| {
            let value = result[key].as_u64();
            value.with_context(|| format!("the results do not tell `{key}`"))
        };
        Ok(Found {
            points: number("points")?,
            tried: number("tried")?,
            failed: number("failed")?,
        })
    }
}
