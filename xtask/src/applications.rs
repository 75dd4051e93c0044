//! Applications on published frameworks, each made to fail in Chromium: `cargo xtask applications`.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{bail, Context, Result};
use serde::Deserialize;

use crate::progress::Task;
use crate::table::Table;
use crate::test::Tally;
use crate::toolchain::Panic;
use crate::wasm::Build;
use crate::web::{self, Browser};
use crate::{child, workspace, Outcome};

/// Make applications on published frameworks fail, with and without wasm-bulkhead.
///
/// Builds those of `examples/applications` on stable Rust, opens each in Chromium, has it panic in a
/// handler, a timer, an animation frame, a task and while it draws, and clicks on.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only these.
    only: Vec<String>,
    /// Write docs/applications.md, which has all of them.
    #[arg(long, conflicts_with = "only")]
    write: bool,
}

/// The packages, with the crate that each is built on.
const APPLICATIONS: &[(&str, &str)] = &[
    ("plain", "web-sys"),
    ("yew-app", "yew"),
    ("leptos-app", "leptos"),
    ("dioxus-app", "dioxus"),
];

/// The places in which `drive.mjs` has each fail.
const PLACES: usize = 5;

/// Longer than one application should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(3 * 60);

const INTRODUCTION: &str = "\
# Applications

Small applications on published frameworks, in `panic=abort` builds by stable Rust, in Chromium: `cargo xtask
applications --write`. Each has one line in `main`, `Bulkhead::new().on_fault(…).silence_after_end(true).install()`, and no
annotation; its framework is as it is published. Each is made to panic in five places, every time in a page of its own, and a
button that worked before is clicked three times after that. *Errors* are uncaught ones, of the fault and of each of the
three clicks.

";

/// What the script tells of one place.
#[derive(Deserialize)]
struct Outcomes {
    place: String,
    faults: Vec<Fault>,
    errors: Vec<String>,
    later: Vec<Vec<String>>,
    served: usize,
}

#[derive(Deserialize)]
struct Fault {
    kind: String,
    boundary: String,
    message: String,
}

impl Outcomes {
    fn heard(&self) -> String {
        let heard = self.faults.iter();
        let heard = heard.map(|Fault { kind, boundary, .. }| format!("`{kind}` in `{boundary}`"));
        let heard: Vec<_> = heard.collect();
        match heard.is_empty() {
            true => "nothing".to_owned(),
            false => heard.join("; "),
        }
    }

    fn errors(&self) -> String {
        let later = self.later.iter().map(|errors| errors.len().to_string());
        let later: Vec<_> = later.collect();
        format!("{}, then {}", self.errors.len(), later.join(", "))
    }

    /// What is wrong with an application that has the line.
    fn problem(&self) -> Option<String> {
        let is_heard = match self.faults.as_slice() {
            // Each place panics with its own words.
            [fault] => fault.kind == "panic_abort" && fault.message.ends_with(&self.words()),
            _ => false,
        };
        if !is_heard {
            return Some(format!("the hook has heard {}", self.heard()));
        }
        if self.served > 0 {
            return Some(format!("{} clicks were served after the end", self.served));
        }
        // One call may throw, and then listeners are silent.
        let loud = self.later.iter().skip(1).any(|errors| !errors.is_empty());
        loud.then(|| format!("errors went on: {}", self.errors()))
    }

    fn words(&self) -> String {
        match self.place.as_str() {
            "render" => "in render".to_owned(),
            place => format!("in a {place}"),
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    if let Some(unknown) = args
        .only
        .iter()
        .find(|it| APPLICATIONS.iter().all(|(package, _)| it != package))
    {
        let known: Vec<_> = APPLICATIONS.iter().map(|(package, _)| *package).collect();
        bail!("there is no `{unknown}`; there are: {}", known.join(", "));
    }
    let mut table = Table::new([
        "the panic",
        "the hook hears",
        "errors",
        "clicks served",
        "errors without us",
        "clicks served without us",
    ]);
    let mut outcome = Outcome::Clean;
    for (package, framework) in APPLICATIONS {
        if !args.only.is_empty() && !args.only.iter().any(|it| it == package) {
            continue;
        }
        let alone = fail(package, false)?;
        let with = fail(package, true)?;
        table.heading(format!("{framework} {}", version(framework)?));
        for (alone, with) in alone.iter().zip(&with) {
            if let Some(problem) = with.problem() {
                eprintln!("{package}, a panic in: {}: {problem}", with.place);
                outcome = Outcome::Findings;
            }
            table.row([
                with.place.clone(),
                with.heard(),
                with.errors(),
                with.served.to_string(),
                alone.errors(),
                alone.served.to_string(),
            ]);
        }
    }
    print!("{}", table.markdown());
    if args.write {
        let page = format!("{INTRODUCTION}{}", table.markdown());
        fs::write(workspace::root().join("docs/applications.md"), page)?;
    }
    Ok(outcome)
}

/// The lightest of them, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for outcome in fail("plain", true)? {
        tally.check(&format!("a panic in: {}", outcome.place), outcome.problem());
    }
    for outcome in fail("plain", false)? {
        let problem = (outcome.served == 0).then(|| "no click was served".to_owned());
        tally.check(&format!("without us, in: {}", outcome.place), problem);
    }
    Ok(tally)
}

fn directory() -> PathBuf {
    workspace::root().join("examples/applications")
}

/// Builds an application, and makes it fail in each place.
fn fail(package: &str, is_guarded: bool) -> Result<Vec<Outcomes>> {
    let column = if is_guarded { "with" } else { "alone" };
    let out = workspace::target_dir()?
        .join("applications")
        .join(format!("{package}-{column}"));
    let features = is_guarded.then(|| "bulkhead".to_owned());
    let build = Build {
        manifest_path: Some(directory().join("Cargo.toml")),
        features: features.into_iter().collect(),
        ..Build::new(package, Panic::Abort)
    };
    build.write(&out)?;
    let mut command = web::script(&directory().join("drive.mjs"), &[Browser::Chromium])?;
    command.arg(&out).arg(package.replace('-', "_"));
    let task = Task::start(format!("{package} in Chromium ({column})"));
    let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?;
    ended.success()?;
    task.done();
    let lines = ended.out.lines();
    let outcomes = lines.map(|line| serde_json::from_str(line).with_context(|| line.to_owned()));
    let outcomes: Vec<_> = outcomes.collect::<Result<_>>()?;
    if outcomes.len() != PLACES {
        bail!(
            "{package} has failed in {} of {PLACES} places",
            outcomes.len()
        );
    }
    Ok(outcomes)
}

/// As Cargo.lock has it.
fn version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(directory().join("Cargo.lock"))?;
    let start = format!("name = \"{package}\"\nversion = \"");
    let rest = lock.split_once(&start).context("Cargo.lock has it")?.1;
    Ok(rest.chars().take_while(|it| *it != '"').collect())
}
