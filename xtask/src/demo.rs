//! A published library behind the boundary, with and without wasm-bulkhead: `cargo xtask demo`.

mod facts;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use self::facts::{Facts, Fed, Side};
use crate::engines::{self, Installed};
use crate::progress::{seconds, Task};
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::{child, npm, workspace, Outcome};

/// The specification, as its authors publish it: text and expected HTML of every example.
const SPECIFICATION: (&str, &str) = ("commonmark-spec", "0.31.2");

/// The builds shown. Every engine runs the legacy encoding.
const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// Longer than a run should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(120);

/// Show what JavaScript sees when Rust fails, with and without wasm-bulkhead.
///
/// Builds `examples/markdown`, which puts the library pulldown-cmark behind the boundary, in an
/// unwind build and in an abort build, each with wasm-bulkhead and without. Each of the four is
/// fed the examples of the CommonMark specification, with input in between that makes it panic,
/// overflow its stack and trap, while other objects and promises are alive. What is missing for
/// that (a compiler, Node.js, the specification) is installed first.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Print what was seen as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs `cargo xtask demo`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let started = Instant::now();
    let sides = measure()?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&sides)?);
    } else {
        println!("{}", tables::show(&sides));
        println!(
            "Everything above was measured in {}.",
            seconds(started.elapsed())
        );
    }
    Ok(Outcome::Clean)
}

/// Whether the demo can show what it is there to show, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for side in measure()? {
        let name = format!("{} build, {}", side.build, which(side.with));
        let complete = |fed: &Fed| match fed.passed == fed.total {
            true => None,
            false => Some(format!("{} of {} pass", fed.passed, fed.total)),
        };
        tally.check(
            &format!("{name}: specification"),
            complete(&side.facts.first),
        );
        for fault in &side.facts.faults {
            let last = fault.fresh.as_ref().unwrap_or(&fault.after);
            tally.check(&format!("{name}: after {}", fault.title), complete(last));
        }
    }
    Ok(tally)
}

/// Builds and runs all four sides.
fn measure() -> Result<Vec<Side>> {
    let dir = workspace::target_dir()?.join("demo");
    child::create_dir(&dir)?;
    let engine = engines::any_for(BUILDS[0])?;
    let (name, version) = SPECIFICATION;
    let specification = npm::install(&dir.join("specification"), name, version)?;
    let mut sides = Vec::new();
    for panic in BUILDS {
        for with in [false, true] {
            let glue = dir.join(format!("{}-{}", panic.slug(), which(with)));
            let build = Build {
                default_features: false,
                features: with.then(|| "bulkhead".to_owned()).into_iter().collect(),
                ..Build::new("markdown", panic)
            };
            build.write(&glue)?;
            let run = Run {
                engine: &engine,
                glue,
                specification: &specification,
            };
            sides.push(Side {
                build: panic.build(),
                with,
                facts: run.facts()?,
            });
        }
    }
    Ok(sides)
}

fn which(with: bool) -> &'static str {
    match with {
        true => "with",
        false => "alone",
    }
}

/// One run of the driver.
struct Run<'a> {
    engine: &'a Installed,
    glue: PathBuf,
    specification: &'a Path,
}

impl Run<'_> {
    fn facts(&self) -> Result<Facts> {
        let json = self.glue.with_extension("json");
        let _ = fs::remove_file(&json);
        let driver = workspace::root().join("examples/markdown/demo.mjs");
        let mut command = self.engine.script(&driver);
        command.arg("--glue").arg(&self.glue);
        command.arg("--spec").arg(self.specification);
        command.arg("--json").arg(&json);
        let name = self.glue.file_name().unwrap_or_default().to_string_lossy();
        let task = Task::start(format!("feeding {name} in Node.js {}", self.engine.version));
        child::run_to_end(&mut command, &task, Some(LIMIT), &mut |line| {
            task.note(line)
        })?
        .success()?;
        task.done();
        let text = fs::read(&json).context("the driver wrote no facts")?;
        serde_json::from_slice(&text).context("the driver's facts are not as expected")
    }
}
