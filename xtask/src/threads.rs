//! Instances that share a memory, in workers of Node and of Chromium: what `conformance/threads` says
//! of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Flags, Panic};
use crate::wasm::Build;
use crate::web::{self, Browser};
use crate::{child, engines, workspace};

const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// Longer than all scenarios take together.
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// What the scenarios found in one build, with wasm-bulkhead and alone.
#[derive(Deserialize)]
struct Results {
    with: Vec<Verdict>,
    alone: Vec<Verdict>,
}

#[derive(Deserialize)]
struct Verdict {
    scenario: String,
    ok: bool,
    saw: String,
}

/// Builds, and runs the scenarios in workers.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for panic in BUILDS {
        let built = Built::new(panic)?;
        let mut command = engines::any_for(panic)?.script(&script("node.mjs"));
        built.run("node", &mut command, &mut tally)?;
        let mut command = web::script(&script("chromium.mjs"), &[Browser::Chromium])?;
        built.run("chromium", &mut command, &mut tally)?;
    }
    Ok(tally)
}

fn script(name: &str) -> PathBuf {
    workspace::root().join("conformance/threads").join(name)
}

struct Built {
    panic: Panic,
    with: PathBuf,
    alone: PathBuf,
}

impl Built {
    fn new(panic: Panic) -> Result<Built> {
        let dir = workspace::target_dir()?.join("threads");
        let at = |which| dir.join(format!("{}-{which}", panic.slug()));
        let built = Built {
            panic,
            with: at("with"),
            alone: at("alone"),
        };
        build(panic, &["bulkhead", "js"]).write(&built.with)?;
        build(panic, &["js"]).write(&built.alone)?;
        Ok(built)
    }

    fn run(&self, engine: &str, command: &mut Command, tally: &mut Tally) -> Result<()> {
        let json = self.with.with_extension(format!("{engine}.json"));
        let _ = fs::remove_file(&json);
        command.arg("--with").arg(&self.with);
        command.arg("--alone").arg(&self.alone);
        command.args(["--build", self.panic.build(), "--json"]);
        command.arg(&json);
        let task = Task::start(format!("{engine}: threads ({})", self.panic));
        let ended = child::run_to_end(command, &task, Some(LIMIT), &mut |line| task.note(line))?;
        ended
            .success()
            .with_context(|| format!("the scenarios of threads broke off in {engine}"))?;
        task.done();
        let results = read(&json)?;
        let held = results.alone.iter().filter(|verdict| verdict.ok).count();
        println!(
            "  {engine}, {}: {} scenarios of threads with, {held} of them hold alone",
            self.panic,
            results.with.len()
        );
        for Verdict { scenario, ok, saw } in results.with {
            let what = format!("{engine}, {}, threads: {scenario}", self.panic);
            tally.check(&what, (!ok).then_some(saw));
        }
        Ok(())
    }
}

fn build(panic: Panic, features: &[&str]) -> Build {
    Build {
        features: features.iter().map(|&feature| feature.to_owned()).collect(),
        default_features: false,
        rustflags: Flags {
            threads: true,
            ..Flags::default()
        },
        ..Build::new("conformance", panic)
    }
}

fn read(json: &Path) -> Result<Results> {
    let text = fs::read(json).with_context(|| format!("no results in {}", json.display()))?;
    Ok(serde_json::from_slice(&text)?)
}
