//! The builds of one variant, and runs on them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use super::matrix::{Variant, LOOPS};
use super::place::Ready;
use super::report::Run;
use super::verified::Verified;
use super::{kept, Wanted};
use crate::progress::Task;
use crate::{child, workspace};

/// Longer than any run should take, so that a scenario that hangs is found.
const LIMIT: Duration = Duration::from_secs(60 * 60);

/// The exit code of the harness when scenarios do not hold.
const SOME_DO_NOT_HOLD: i32 = 100;

/// The builds of one variant.
pub(super) struct Built {
    variant: Variant,
    with: PathBuf,
    alone: PathBuf,
    /// The one with wasm-bulkhead, its glue finished, where that is possible.
    finished: Option<PathBuf>,
    /// Where the results of runs go.
    dir: PathBuf,
    /// What is known of the modules without running them.
    verified: Option<Verified>,
    /// Of all the files that decide what a run finds.
    fingerprint: String,
}

impl Built {
    pub(super) fn new(variant: Variant, dir: &Path) -> Result<Built> {
        let at = |which: &str| {
            dir.join("builds")
                .join(format!("{}-{which}", variant.slug()))
        };
        let built = Built {
            with: at("with"),
            alone: at("alone"),
            finished: variant.is_finished().then(|| at("finished")),
            dir: dir.join("runs"),
            verified: None,
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
        let Built { with, alone, .. } = &built;
        let package = built.variant.package;
        Ok(Built {
            verified: (package == LOOPS)
                .then(|| Verified::new(package, with, alone))
                .transpose()?,
            fingerprint: built.fingerprint()?,
            ..built
        })
    }

    /// Runs everything wanted, in `jobs` places at once.
    pub(super) fn run_all(&self, wanted: &[&Wanted], jobs: usize, keep: bool) -> Result<Vec<Run>> {
        let queue = Mutex::new(wanted.iter().enumerate());
        let work = || {
            let mut done = Vec::new();
            loop {
                // Not held while it runs.
                let next = queue.lock().expect("nobody panics with it").next();
                let Some((at, wanted)) = next else {
                    return Ok(done);
                };
                done.push((at, self.run(wanted, keep)?));
            }
        };
        let done = thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(work)).collect();
            let ended = workers.into_iter().map(|worker| worker.join());
            let done = ended.map(|done| done.expect("a run does not panic"));
            done.collect::<Result<Vec<_>>>()
        })?;
        let runs: BTreeMap<_, _> = done.into_iter().flatten().collect();
        Ok(runs.into_values().collect())
    }

    fn run(&self, Wanted { ready, only, fast }: &Wanted, keep: bool) -> Result<Run> {
        let only = self.variant.ids(only).unwrap_or_default();
        let name = format!("{}-{}", ready.place.name(), self.variant.slug());
        let json = self.dir.join(&name).with_extension("json");
        let rounds = if *fast { "fast" } else { "" };
        let ids = only.join(" ");
        let fingerprint = [&self.fingerprint, &ready.version, &ids, rounds].join("\n");
        let known = json.with_extension("fingerprint");
        let is_kept = fs::read_to_string(&known).is_ok_and(|known| known == fingerprint);
        if !(keep && is_kept && json.is_file()) {
            let _ = fs::remove_file(&known);
            let _ = fs::remove_file(&json);
            self.run_anew(ready, &only, *fast, &json)?;
            fs::write(&known, fingerprint)?;
        }
        let text = fs::read(&json)
            .with_context(|| format!("the scenarios left no results in {}", json.display()))?;
        let mut run = Run::new(ready, &self.variant, &text)?;
        if let Some(verified) = &self.verified {
            let cell = verified.cell(&run.results);
            run.results.push(cell);
        }
        Ok(run)
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
        command.args(["--crate", self.variant.package]);
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
