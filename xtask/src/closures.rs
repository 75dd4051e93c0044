//! Which constructor closures get: `cargo xtask closures`.
//!
//! A crate is written with closures of every form, for captures of every type, and compiled for
//! the host and for wasm32 with unwinding. On both, the verdict that comes with each closure is
//! compared with what the compiler says of the closure itself; in an engine each is made and
//! panics, and on the host the warnings are compared as well.

mod constructors;
mod forms;
mod source;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{ensure, Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::constructors::{Chosen, CONSTRUCTORS};
use self::forms::{Fallback, FORMS};
use self::source::{Case, Written, PACKAGE};
use self::types::TYPES;
use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::{child, engines, workspace, Outcome};

/// Compile a matrix of closures, and see which constructor each gets.
///
/// Exits with 100 when one gets another than it should.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Print the totals as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs `cargo xtask closures`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let (totals, tally) = matrix()?;
    match args.json {
        true => println!("{}", serde_json::to_string_pretty(&totals)?),
        false => print!("{}", totals.text()),
    }
    Ok(match tally.failed {
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

/// How many cases are as they should be, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let (totals, tally) = matrix()?;
    print!("{}", totals.text());
    Ok(tally)
}

/// What was seen of all cases.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Totals {
    cases: usize,
    types: usize,
    forms: usize,
    constructors: usize,
    /// Combinations that wasm-bindgen does not take at all.
    not_taken: usize,
    /// Closures that caught, by the choice of the types.
    catching: usize,
    /// Closures that aborted, by the choice of the types.
    aborting: usize,
    /// Closures for which the user has chosen.
    said: usize,
    /// Closures that are not unwind safe and caught without an assertion.
    unsafe_catching: usize,
    /// Closures that are unwind safe and aborted, and no documented fallback is why.
    safe_aborting: usize,
    /// Those where one is.
    fallbacks: BTreeMap<&'static str, usize>,
    /// Cases that were not the same on the host and on wasm32.
    different: usize,
}

impl Totals {
    fn text(&self) -> String {
        let Totals {
            cases,
            types,
            forms,
            constructors,
            not_taken,
            catching,
            aborting,
            said,
            unsafe_catching,
            safe_aborting,
            fallbacks,
            different,
        } = self;
        let all: usize = fallbacks.values().sum();
        let mut text = format!(
            "{cases} closures: {types} types in {forms} forms, each with some of {constructors} constructors in turn\n\
             {not_taken} combinations cannot be: what consumes its captures goes to constructors for one call\n\
             {catching} catching and {aborting} aborting by types, {said} as the user says\n\
             {unsafe_catching} unsafe ones caught without an assertion\n\
             {safe_aborting} safe ones aborted without a documented reason\n\
             {different} differ between host and wasm32\n\
             {all} documented fallbacks\n"
        );
        for (why, count) in fallbacks {
            text += &format!("  {count:>4}  {why}\n");
        }
        text
    }
}

fn matrix() -> Result<(Totals, Tally)> {
    let dir = workspace::target_dir()?.join("closures");
    let cases = source::cases();
    let written = source::write(&dir.join("krate"), &cases)?;
    let host = host(&written)?;
    let wasm = wasm(&written, &dir, cases.len())?;
    judge(&cases, &host, &wasm)
}

/// What the host tells: no closure is made there.
#[derive(Deserialize)]
struct Host {
    verdicts: Vec<Option<bool>>,
    truths: Vec<bool>,
    /// The cases with a warning.
    #[serde(skip)]
    warned: BTreeSet<usize>,
}

/// What an engine tells.
#[derive(Deserialize)]
struct Wasm {
    verdicts: Vec<Option<bool>>,
    truths: Vec<bool>,
    behaviours: Vec<String>,
}

fn host(written: &Written) -> Result<Host> {
    let task = Task::start("closures on the host");
    let mut cargo = workspace::host_cargo();
    cargo.args(["run", "--example", "host", "--message-format=json"]);
    cargo.arg("--manifest-path").arg(&written.manifest);
    cargo.arg("--target-dir").arg(workspace::target_dir()?);
    let ended = child::run_to_end(&mut cargo, &task, None, &mut |_| {})?;
    if !ended.status.success() {
        for message in ended.out.lines().filter_map(error_in) {
            task.print(&message);
        }
    }
    ended
        .success()
        .context("the matrix does not compile, or run, on the host")?;
    let mut told = None;
    let mut warned = BTreeSet::new();
    for line in ended.out.lines() {
        let value: Value = serde_json::from_str(line)?;
        match value.get("verdicts") {
            Some(_) => told = Some(serde_json::from_value::<Host>(value)?),
            None => warned.extend(warned_line(&value).map(|line| case_at(written, line))),
        }
    }
    task.done();
    let told = told.context("the host has told nothing")?;
    Ok(Host { warned, ..told })
}

/// The text of an error among Cargo's messages.
fn error_in(line: &str) -> Option<String> {
    let value: Value = serde_json::from_str(line).ok()?;
    let is_error = value["message"]["level"] == "error";
    is_error.then(|| value["message"]["rendered"].as_str().map(str::to_owned))?
}

/// The line of a case in which a closure is said to abort.
fn warned_line(message: &Value) -> Option<usize> {
    let text = message["message"]["message"].as_str()?;
    let spans = message["message"]["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true)?;
    let is_case = primary["file_name"].as_str()?.ends_with("cases.rs");
    let line = primary["line_start"].as_u64()?;
    (is_case && text.contains("[B017]")).then_some(line as usize)
}

fn case_at(written: &Written, line: usize) -> usize {
    written.lines.partition_point(|first| *first <= line) - 1
}

fn wasm(written: &Written, dir: &Path, cases: usize) -> Result<Wasm> {
    let panic = Panic::Unwind(Encoding::Legacy);
    let glue = dir.join("glue");
    let build = Build {
        manifest_path: Some(written.manifest.clone()),
        ..Build::new(PACKAGE, panic)
    };
    build.write(&glue)?;
    let script = workspace::root().join("xtask/src/closures/drive.mjs");
    let mut command = engines::any_for(panic)?.script(&script);
    command.arg(&glue).arg(cases.to_string());
    let task = Task::start("closures in an engine");
    let out = child::run(&mut command, &task)?;
    task.done();
    serde_json::from_str(&out).context("the engine tells something else")
}

fn judge(cases: &[Case], host: &Host, wasm: &Wasm) -> Result<(Totals, Tally)> {
    ensure!(host.verdicts.len() == cases.len() && wasm.verdicts.len() == cases.len());
    ensure!(wasm.behaviours.len() == cases.len());
    let captures = FORMS.len() * TYPES.len();
    ensure!(host.truths.len() == captures && wasm.truths.len() == captures);
    let mut totals = Totals {
        cases: cases.len(),
        types: TYPES.len(),
        forms: FORMS.len(),
        constructors: CONSTRUCTORS.len(),
        not_taken: source::not_taken(),
        ..Totals::default()
    };
    let mut tally = Tally::default();
    for (number, case) in cases.iter().enumerate() {
        let seen = Seen {
            verdict: host.verdicts[number],
            verdict_there: wasm.verdicts[number],
            behaviour: &wasm.behaviours[number],
            is_safe: host.truths[case.capture],
            is_safe_there: wasm.truths[case.capture],
            is_warned: host.warned.contains(&number),
        };
        let what = format!(
            "case {number}, {} of type {} to {}…{}",
            case.form.name, case.ty.ty, case.constructor.text.0, case.constructor.text.1
        );
        tally.check(&what, totals.add(case, &seen).err());
    }
    Ok((totals, tally))
}

/// What was seen of one case.
struct Seen<'a> {
    /// The verdict on the host: whether the closure catches.
    verdict: Option<bool>,
    verdict_there: Option<bool>,
    behaviour: &'a str,
    /// Whether the compiler finds the closure unwind safe.
    is_safe: bool,
    is_safe_there: bool,
    is_warned: bool,
}

impl Totals {
    /// Counts a case, or says what is wrong with it.
    fn add(&mut self, case: &Case, seen: &Seen<'_>) -> Result<(), String> {
        if seen.verdict != seen.verdict_there || seen.is_safe != seen.is_safe_there {
            self.different += 1;
            return Err("differs between host and wasm32".into());
        }
        let Some(catches) = seen.verdict else {
            return Err("it did not get to a constructor of ours".into());
        };
        let expected = if catches { "catches" } else { "aborts" };
        if seen.behaviour != expected {
            return Err(format!("its verdict {expected}, but it {}", seen.behaviour));
        }
        match (case.constructor.chosen, catches) {
            (Chosen::ByTypes, true) => self.catching += 1,
            (Chosen::ByTypes, false) => self.aborting += 1,
            (Chosen::Asserted, true) | (Chosen::Aborting, false) => {
                self.said += 1;
                return quiet(seen);
            }
            _ => return Err(format!("it {expected}, against what the user says")),
        }
        match (catches, seen.is_safe, case.form.fallback) {
            (true, false, _) => {
                self.unsafe_catching += 1;
                return Err("an unsafe closure catches".into());
            }
            (false, true, None) => {
                self.safe_aborting += 1;
                return Err("a safe closure aborts".into());
            }
            (false, true, Some(why)) => {
                *self.fallbacks.entry(Fallback::words(why)).or_default() += 1
            }
            _ => {}
        }
        match catches {
            true => quiet(seen),
            false if !seen.is_warned => Err("it aborts without a warning".into()),
            false => Ok(()),
        }
    }
}

fn quiet(seen: &Seen<'_>) -> Result<(), String> {
    match seen.is_warned {
        true => Err("there is a warning".into()),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of the first case by types that `wanted` picks, if this is seen of it.
    fn judged(wanted: fn(&Case) -> bool, seen: Seen<'_>) -> (Result<(), String>, Totals) {
        let cases = source::cases();
        let by_types = |case: &&Case| case.constructor.chosen == Chosen::ByTypes && wanted(case);
        let case = cases.iter().find(by_types).expect("there is such a case");
        let mut totals = Totals::default();
        (totals.add(case, &seen), totals)
    }

    const CAUGHT: Seen<'_> = Seen {
        verdict: Some(true),
        verdict_there: Some(true),
        behaviour: "catches",
        is_safe: true,
        is_safe_there: true,
        is_warned: false,
    };

    const ABORTED: Seen<'_> = Seen {
        verdict: Some(false),
        verdict_there: Some(false),
        behaviour: "aborts",
        is_safe: false,
        is_safe_there: false,
        is_warned: true,
    };

    #[test]
    fn what_should_be_is_counted() {
        let (result, totals) = judged(|_| true, CAUGHT);
        assert_eq!((result, totals.catching), (Ok(()), 1));
        let (result, totals) = judged(|_| true, ABORTED);
        assert_eq!((result, totals.aborting), (Ok(()), 1));
    }

    #[test]
    fn what_should_not_be_is_an_error() {
        let (is_safe, is_safe_there) = (false, false);
        let (result, totals) = judged(
            |_| true,
            Seen {
                is_safe,
                is_safe_there,
                ..CAUGHT
            },
        );
        assert!(result.is_err() && totals.unsafe_catching == 1);
        let (is_safe, is_safe_there) = (true, true);
        let aborted = Seen {
            is_safe,
            is_safe_there,
            ..ABORTED
        };
        let (result, totals) = judged(|case| case.form.fallback.is_none(), aborted);
        assert!(result.is_err() && totals.safe_aborting == 1);
        for seen in [
            Seen {
                verdict_there: Some(false),
                ..CAUGHT
            },
            Seen {
                is_safe_there: false,
                ..CAUGHT
            },
            Seen {
                behaviour: "aborts",
                ..CAUGHT
            },
            Seen {
                is_warned: true,
                ..CAUGHT
            },
            Seen {
                is_warned: false,
                ..ABORTED
            },
            Seen {
                verdict: None,
                verdict_there: None,
                ..CAUGHT
            },
        ] {
            assert!(judged(|_| true, seen).0.is_err());
        }
    }

    #[test]
    fn a_documented_fallback_is_counted_by_its_reason() {
        let (is_safe, is_safe_there) = (true, true);
        let aborted = Seen {
            is_safe,
            is_safe_there,
            ..ABORTED
        };
        let (result, totals) = judged(|case| case.form.fallback == Some(Fallback::Future), aborted);
        assert!(result.is_ok());
        assert_eq!(totals.fallbacks[Fallback::Future.words()], 1);
    }

    #[test]
    fn every_fallback_is_in_the_documentation() {
        let page = include_str!("../../docs/unwind-safety.md");
        for fallback in FORMS.iter().filter_map(|form| form.fallback) {
            assert!(
                page.contains(&format!("| {}", fallback.words())),
                "{fallback:?}"
            );
        }
    }
}
