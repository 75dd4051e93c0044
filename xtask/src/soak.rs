//! Random calls with an end at a random moment, over and over: `cargo xtask soak`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::engines::{self, Installed};
use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::Panic;
use crate::wasm::Build;
use crate::{child, workspace, Outcome};

/// Longer than any run should take, so that one that hangs is found.
const LIMIT: Duration = Duration::from_secs(60 * 60);

/// The exit code of the harness when it found something.
const FOUND: i32 = 100;

/// Call everything at random, and end the instance at a random moment.
///
/// Builds the package `soak` with and without wasm-bulkhead and prints for each what was seen. The
/// crate without wasm-bulkhead is there for comparison; only the other one has to hold. Rounds are
/// repeated by the seed that is printed.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this engine; may be repeated.
    #[arg(long, value_name = "NAME")]
    engine: Vec<String>,
    /// How many instances are ended: 300 by default.
    #[arg(long)]
    rounds: Option<u32>,
    /// How many calls each of them gets.
    #[arg(long, default_value_t = 100_000)]
    calls: u32,
    /// The seed of the first round; the next one has the next number.
    #[arg(long)]
    seed: Option<u32>,
    /// A few short rounds.
    #[arg(long, conflicts_with_all = ["rounds", "calls", "memory"])]
    fast: bool,
    /// Instead, measure what a million panics and a million async calls leave behind.
    #[arg(long)]
    memory: bool,
    /// How many that are.
    #[arg(long, default_value_t = 1_000_000, requires = "memory")]
    times: u32,
    /// Instead, end an instance after the other and have each replaced, and look at what is
    /// left of them: 1,000 by default.
    #[arg(long, conflicts_with_all = ["fast", "memory", "calls"])]
    restart: bool,
    #[command(flatten)]
    given: Given,
}

/// A package that is there already.
#[derive(clap::Args, Default)]
pub(crate) struct Given {
    /// Take this package with wasm-bulkhead, plain or finished, instead of building one.
    #[arg(long, value_name = "DIR", requires = "panic")]
    dir: Option<PathBuf>,
    /// What it was built for: `unwind-legacy`, `unwind-exnref` or `abort`.
    #[arg(long, value_name = "BUILD", requires = "dir")]
    panic: Option<String>,
}

impl Given {
    /// The builds to try.
    pub(crate) fn panics(&self) -> Result<Vec<Panic>> {
        let Some(slug) = &self.panic else {
            return Ok(Panic::ALL.to_vec());
        };
        let known = Panic::ALL.into_iter().find(|panic| panic.slug() == slug);
        let known = known.with_context(|| format!("there is no build `{slug}`"))?;
        Ok(vec![known])
    }

    /// The directory of the package for `panic`, which is built unless it was given.
    pub(crate) fn package(&self, panic: Panic, with: bool) -> Result<PathBuf> {
        match &self.dir {
            Some(dir) => Ok(dir.clone()),
            None => build(panic, with),
        }
    }

    /// With wasm-bulkhead and without; only the first was given, if one was.
    fn crates(&self) -> &'static [bool] {
        match self.dir {
            Some(_) => &[true],
            None => &[false, true],
        }
    }
}

/// What is run in each build.
#[derive(Clone, Copy)]
enum Load {
    Rounds {
        rounds: u32,
        calls: u32,
        seed: Option<u32>,
    },
    Memory {
        times: u32,
    },
    Restart {
        rounds: u32,
    },
}

const FAST: Load = Load::Rounds {
    rounds: 10,
    calls: 10_000,
    seed: None,
};

/// Runs `cargo xtask soak`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let Args {
        rounds,
        calls,
        seed,
        times,
        ..
    } = args;
    let load = match &args {
        Args { restart: true, .. } => Load::Restart {
            rounds: rounds.unwrap_or(1_000),
        },
        Args { memory: true, .. } => Load::Memory { times },
        Args { fast: true, .. } => FAST,
        _ => Load::Rounds {
            rounds: rounds.unwrap_or(300),
            calls,
            seed,
        },
    };
    let tally = measure(load, &args.engine, &args.given)?;
    Ok(match tally.failed {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

/// The short version, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = measure(FAST, &[], &Given::default())?;
    tally.add(measure(
        Load::Restart { rounds: 100 },
        &[],
        &Given::default(),
    )?);
    Ok(tally)
}

fn measure(load: Load, names: &[String], given: &Given) -> Result<Tally> {
    let mut tally = Tally::default();
    for panic in given.panics()? {
        let engine = match engine_for(panic, names)? {
            Some(engine) => engine,
            None => continue,
        };
        // Without wasm-bulkhead there is nothing that restarts.
        let crates = match load {
            Load::Restart { .. } => &[true],
            _ => given.crates(),
        };
        for &with in crates {
            let dir = given.package(panic, with)?;
            let json = directory(panic, with)?.with_extension("json");
            let report = play(&engine, panic, &dir, &json, load, with)?;
            if with {
                tally.failed += report.failed;
                tally.passed += report.tried - report.failed;
            } else if matches!(load, Load::Rounds { .. }) {
                // A soak in which the bare crate holds as well would show nothing.
                let problem = (report.failed == 0).then(|| "nothing was found".to_owned());
                tally.check("the crate without wasm-bulkhead", problem);
            }
        }
    }
    Ok(tally)
}

/// The first engine of those named, or of all, that runs the build.
pub(crate) fn engine_for(panic: Panic, names: &[String]) -> Result<Option<Installed>> {
    if names.is_empty() {
        return engines::any_for(panic).map(Some);
    }
    let engine = engines::select(names)?.into_iter().find(|e| e.runs(panic));
    engine.map(engines::Engine::find_or_install).transpose()
}

/// Where a package is built.
pub(crate) fn directory(panic: Panic, with: bool) -> Result<PathBuf> {
    let which = if with { "with" } else { "alone" };
    let dir = workspace::target_dir()?.join("soak");
    child::create_dir(&dir)?;
    Ok(dir.join(format!("{}-{which}", panic.slug())))
}

/// Builds the package for the web and answers with its directory.
fn build(panic: Panic, with: bool) -> Result<PathBuf> {
    let dir = directory(panic, with)?;
    let build = Build {
        features: if with {
            vec!["bulkhead".to_owned()]
        } else {
            Vec::new()
        },
        ..Build::new("soak", panic)
    };
    build.write(&dir)?;
    Ok(dir)
}

struct Report {
    tried: usize,
    failed: usize,
}

fn play(
    engine: &Installed,
    panic: Panic,
    dir: &Path,
    json: &Path,
    load: Load,
    with: bool,
) -> Result<Report> {
    let _ = std::fs::remove_file(json);
    let script = workspace::root().join("soak/run.mjs");
    let mut command = engine.script(&script);
    command
        .arg("--dir")
        .arg(dir)
        .args(["--build", panic.build()]);
    command.arg("--json").arg(json);
    match load {
        Load::Rounds {
            rounds,
            calls,
            seed,
        } => {
            command.args(["--rounds", &rounds.to_string()]);
            command.args(["--calls", &calls.to_string()]);
            if let Some(seed) = seed {
                command.args(["--seed", &seed.to_string()]);
            }
        }
        Load::Memory { times } => {
            command.args(["--memory", "--times", &times.to_string()]);
        }
        Load::Restart { rounds } => {
            command.args(["--restart", "--rounds", &rounds.to_string()]);
        }
    }
    let which = if with { "with wasm-bulkhead" } else { "alone" };
    let title = format!("soak: {panic}, {which}");
    let task = Task::start(&title);
    let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |line| {
        task.note(line)
    })?;
    if ended.status.code() != Some(FOUND) {
        if let Err(error) = ended.success() {
            let broken = error.context(format!("the soak broke off:\n{}", ended.out));
            if with {
                return Err(broken);
            }
            // What is there for comparison need not last as long.
            println!("{title}, {}:\n  {broken:#}", engine.engine.name);
            return Ok(Report {
                tried: 1,
                failed: 1,
            });
        }
    }
    task.done();
    println!("{title}, {}:", engine.engine.name);
    for line in ended.out.lines() {
        println!("  {line}");
    }
    let text = std::fs::read(json)
        .with_context(|| format!("the soak left no results in {}", json.display()))?;
    let result: Value = serde_json::from_slice(&text)?;
    let rows = result["rows"].as_array().map(|rows| rows.len() as u64);
    let tried = result["rounds"].as_u64().or(rows);
    Ok(Report {
        tried: tried.context("the results do not say how much was tried")? as usize,
        failed: result["failed"].as_u64().context("nor how much failed")? as usize,
    })
}
