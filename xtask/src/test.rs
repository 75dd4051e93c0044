//! Everything that is tested, as steps: `cargo xtask test`.

use std::time::Instant;

use anyhow::{bail, Result};

use crate::declarations::first_difference;
use crate::progress::{seconds, Task};
use crate::{
    applications, bench, builders, bundlers, child, cli, closures, conformance, declarations, demo,
    edges, example, finished, inject, js, lab, loaders, mutants, reload, soak, surroundings,
    tested, threads, undisturbed, worker, workspace, Outcome,
};

/// Test everything, step by step.
///
/// Each step ends with a line that says how much of it passed and how long it took, and the
/// last line sums up. Nothing is skipped: a step whose tools cannot be had fails.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only this step; may be repeated.
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Also the long steps, which are tests of the tests and a search for what they miss.
    #[arg(long, conflicts_with = "only")]
    all: bool,
    /// List the steps.
    #[arg(long)]
    list: bool,
}

/// One step.
struct Step {
    name: &'static str,
    about: &'static str,
    /// Whether it is run only by `--all` and by name.
    long: bool,
    run: fn() -> Result<Tally>,
}

/// All steps, the quickest to find a mistake first.
const STEPS: &[Step] = &[
    Step {
        name: "host",
        about: "unit tests, ui-tests, golden expansions and examples in the docs, on the host",
        long: false,
        run: host,
    },
    Step {
        name: "js",
        about: "the runtime's JavaScript is what its sources make",
        long: false,
        run: js::test,
    },
    Step {
        name: "declarations",
        about: "declarations and exported names are the same with and without the attribute",
        long: false,
        run: declarations::test,
    },
    Step {
        name: "closures",
        about: "a matrix of closures, each with the constructor that its captures allow",
        long: false,
        run: closures::test,
    },
    Step {
        name: "undisturbed",
        about: "who depends on wasm-bulkhead and annotates nothing is left alone, on every target",
        long: false,
        run: undisturbed::test,
    },
    Step {
        name: "edges",
        about: "an unwind build that LLVM may miscompile is an error that says what to do",
        long: false,
        run: edges::test,
    },
    Step {
        name: "tested",
        about: "a crate's own wasm_bindgen_tests come out the same with and without the attribute",
        long: false,
        run: tested::test,
    },
    Step {
        name: "surroundings",
        about: "other copies and versions in one realm, packages of any type, TypeScript without \
                dom, realms that cannot be guarded, suspended calls, stacks of bundled code",
        long: false,
        run: surroundings::test,
    },
    Step {
        name: "budget",
        about: "bytes, deoptimisations and what the core links, against bench/budget.toml",
        long: false,
        run: bench::test,
    },
    Step {
        name: "conformance",
        about: "the contract in Node 20 and 24, some of it in Chromium; `cargo xtask conformance` \
                has every engine",
        long: false,
        run: conformance::test,
    },
    Step {
        name: "threads",
        about: "one memory and several threads, in workers of Node and of Chromium",
        long: false,
        run: threads::test,
    },
    Step {
        name: "soak",
        about:
            "random calls with an end at a random moment, beside the crate without wasm-bulkhead",
        long: false,
        run: soak::test,
    },
    Step {
        name: "inject",
        about: "a failure at some points of a fixed workload, drawn from a seed",
        long: true,
        run: inject::test,
    },
    Step {
        name: "finished",
        about: "glue of every target, finished and run",
        long: false,
        run: finished::test,
    },
    Step {
        name: "cli",
        about: "cargo bulkhead builds, verifies and explains crates that are really compiled",
        long: false,
        run: cli::test,
    },
    Step {
        name: "migrate",
        about: "cargo bulkhead migrate edits crates in every way, and what it wrote compiles",
        long: true,
        run: cli::migrate,
    },
    Step {
        name: "verify",
        about: "what cargo bulkhead verify says of each kind of export, in each build",
        long: true,
        run: cli::verify,
    },
    Step {
        name: "mutants",
        about: "with a mechanism taken out, scenarios fail",
        long: true,
        run: mutants::test,
    },
    Step {
        name: "examples",
        about: "the examples run, and what they assert holds",
        long: false,
        run: example::test,
    },
    Step {
        name: "lab",
        about: "the failure lab, clicked through in Chromium and Firefox",
        long: false,
        run: lab::test,
    },
    Step {
        name: "reload",
        about: "a page in Chromium that is loaded again when its program has ended",
        long: false,
        run: reload::test,
    },
    Step {
        name: "applications",
        about: "an application on web-sys with one line, made to fail in Chromium; `cargo xtask \
                applications` has frameworks",
        long: false,
        run: applications::test,
    },
    Step {
        name: "bundlers",
        about: "an application bundled and minified by vite and webpack keeps its guard",
        long: false,
        run: bundlers::test,
    },
    Step {
        name: "loaders",
        about: "packed packages load in Vitest, Jest, rspack, esbuild, Next and an old Node",
        long: false,
        run: loaders::test,
    },
    Step {
        name: "builders",
        about: "what wasm-pack and trunk build, as they come, keeps its guard",
        long: true,
        run: builders::test,
    },
    Step {
        name: "worker",
        about: "a Worker by worker-build on workerd: panics, aborts, resets, RPC, load",
        long: false,
        run: worker::test,
    },
    Step {
        name: "demo",
        about: "the demo runs, and the specification passes before and after",
        long: false,
        run: demo::test,
    },
];

/// What passed and what did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    /// Counts one check, and reports it if it failed.
    pub(crate) fn check(&mut self, what: &str, problem: Option<String>) {
        match problem {
            None => self.passed += 1,
            Some(problem) => {
                self.failed += 1;
                eprintln!("  FAILED {what}: {problem}");
            }
        }
    }

    /// Counts a comparison of what there is without wasm-bulkhead and with it.
    pub(crate) fn equal(&mut self, what: &str, alone: &str, with: &str) {
        self.check(what, first_difference(alone, with));
    }

    pub(crate) fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Runs `cargo xtask test`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    if args.list {
        for step in STEPS {
            println!("{:<14}{}", step.name, step.about);
        }
        return Ok(Outcome::Clean);
    }
    let mut all = Tally::default();
    let mut broken = Vec::new();
    for step in select(&args.only, args.all)? {
        eprintln!("{}: {}", step.name, step.about);
        let started = Instant::now();
        let tally = (step.run)().unwrap_or_else(|error| {
            eprintln!("  FAILED {}: {error:#}", step.name);
            broken.push(step.name);
            Tally {
                passed: 0,
                failed: 1,
            }
        });
        println!("{:<14}{tally}, {}", step.name, seconds(started.elapsed()));
        all.add(tally);
    }
    println!("{all}");
    match (broken.as_slice(), all.failed) {
        ([], 0) => Ok(Outcome::Clean),
        ([], _) => Ok(Outcome::Findings),
        (broken, _) => bail!("could not be carried out: {}", broken.join(", ")),
    }
}

fn select(names: &[String], all: bool) -> Result<Vec<&'static Step>> {
    let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        bail!(
            "there is no step `{unknown}`; the steps are {}",
            known.join(", ")
        );
    }
    let wanted = |step: &&Step| match names.is_empty() {
        true => all || !step.long,
        false => names.iter().any(|name| name == step.name),
    };
    Ok(STEPS.iter().filter(wanted).collect())
}

/// `cargo test` on the whole workspace.
fn host() -> Result<Tally> {
    let task = Task::start("cargo test --workspace");
    let mut cargo = workspace::host_cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    let ended = child::run_to_end(&mut cargo, &task, None, &mut |line| task.note(line))?;
    let tally = count(&ended.out);
    if !ended.status.success() {
        task.print(&ended.out);
        task.print(&ended.complaints());
    }
    if tally.failed == 0 {
        ended.success()?;
    }
    task.done();
    Ok(tally)
}

/// Sums the `test result:` lines of all test programs.
pub(crate) fn count(out: &str) -> Tally {
    let mut tally = Tally::default();
    for line in out.lines().filter(|line| line.starts_with("test result:")) {
        let number = |word: &str| {
            let before = line.split(word).next()?.trim_end();
            before.rsplit([' ', ';']).next()?.parse::<usize>().ok()
        };
        tally.add(Tally {
            passed: number(" passed").unwrap_or(0),
            failed: number(" failed").unwrap_or(0),
        });
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_test_programs_are_summed() {
        let out = "running 2 tests\n..\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 \
                   measured\n\ntest result: FAILED. 3 passed; 1 failed; 0 ignored\n";
        assert_eq!(
            count(out),
            Tally {
                passed: 5,
                failed: 1
            }
        );
    }

    #[test]
    fn steps_are_chosen_by_name() {
        assert_eq!(select(&[], true).unwrap().len(), STEPS.len());
        assert_eq!(select(&["demo".into()], false).unwrap()[0].name, "demo");
        let error = select(&["dmeo".into()], false).err().unwrap().to_string();
        assert!(error.contains("`dmeo`") && error.contains("conformance"));
    }

    #[test]
    fn a_tally_is_the_summary_line() {
        let mut tally = Tally::default();
        tally.equal("same", "a", "a");
        tally.equal("different", "a", "b");
        assert_eq!(tally.to_string(), "1 passed, 1 failed");
    }
}
