//! The Worker of `examples/worker` under load: `cargo xtask load`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::num::NonZeroU32;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::progress::Task;
use crate::table::{terminal_width, Table};
use crate::toolchain::Panic;
use crate::worker::{self, Tools, Variant};
use crate::{child, web, workspace, Outcome};

/// The columns: how a Worker comes back after its instance has ended.
const COLUMNS: [Variant; 3] = [Variant::Alone, Variant::Recovering, Variant::Guarded];

/// Longer than any run should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// Put a Worker on workerd under load, some of it faulty, with and without wasm-bulkhead.
///
/// Clients on loopback each send their next request when the last one is answered, or has not been
/// for five seconds. What is counted is what becomes of the requests that did nothing wrong: in a run
/// without faults, in one with panics, and in one with panics and aborts. The same Worker is built
/// three times: with the recovery of workers-rs switched off, with it, and with wasm-bulkhead.
/// The exit code is 100 when one fails there that nothing was wrong with, and no abort in flight.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many clients there are.
    #[arg(long, default_value = "32")]
    clients: NonZeroU32,
    /// How many requests they send together in a run.
    #[arg(long, default_value = "5000")]
    requests: NonZeroU32,
    /// How long a run lasts at most.
    #[arg(long, default_value = "20")]
    seconds: NonZeroU32,
    /// How often everything is run; ratios are medians.
    #[arg(long, default_value = "3")]
    rounds: NonZeroU32,
    /// The share of requests that panic.
    #[arg(long, default_value = "0.01")]
    panics: f64,
    /// The share of requests that end the instance.
    #[arg(long, default_value = "0.001")]
    aborts: f64,
    /// What decides the requests; drawn, and printed, unless it is given.
    #[arg(long)]
    seed: Option<u32>,
    /// Print what was measured as JSON.
    #[arg(long)]
    json: bool,
    /// Also write the table to `docs/load.md`.
    #[arg(long)]
    write: bool,
}

/// What was measured of one build in one column: a run a round.
#[derive(Deserialize, Serialize)]
struct Runs {
    faultless: Vec<Run>,
    panics: Vec<Run>,
    both: Vec<Run>,
}

/// What became of the requests of one run that did nothing wrong.
#[derive(Clone, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    requests: u32,
    panics: u32,
    aborts: u32,
    innocent: u32,
    served: u32,
    /// Answered with an `InstanceAbortError`.
    aborted: u32,
    failed: u32,
    hung: u32,
    /// Of the served, those that saw what a request left half done with which the instance ended.
    torn: u32,
    /// Of the aborted, those during which no other request ended the instance.
    out_of_the_blue: u32,
    /// In milliseconds; without any that was served there is none.
    p50: Option<f64>,
    p99: Option<f64>,
    per_second: f64,
}

/// By build, and by column.
type Measured = BTreeMap<&'static str, BTreeMap<&'static str, Runs>>;

#[derive(Serialize)]
struct Report {
    seed: u32,
    clients: NonZeroU32,
    measured: Measured,
}

/// Runs `cargo xtask load`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let seed = args.seed.unwrap_or_else(draw);
    eprintln!("seed {seed}");
    let tools = Tools::find_or_install()?;
    let mut built = Vec::new();
    for panic in worker::BUILDS {
        for variant in COLUMNS {
            built.push((panic, variant, tools.build(variant, panic)?));
        }
    }
    let mut measured = Measured::new();
    for (panic, variant, dir) in built {
        let task = Task::start(format!("load ({panic}, {})", variant.slug()));
        let mut command = web::script(&worker::directory().join("load.mjs"), &[])?;
        command.arg(dir);
        for number in [args.clients, args.requests, args.seconds, args.rounds] {
            command.arg(number.to_string());
        }
        command.arg(seed.to_string());
        command.args([args.panics, args.aborts].map(|share| share.to_string()));
        command.arg(panic.build());
        let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?;
        ended.success()?;
        let runs = serde_json::from_str(&ended.out).context("the script prints JSON")?;
        let columns = measured.entry(panic.build()).or_default();
        columns.insert(variant.slug(), runs);
        task.done();
    }
    let problems = problems(&measured);
    let table = table(&measured);
    let report = Report {
        seed,
        clients: args.clients,
        measured,
    };
    match args.json {
        true => println!("{}", serde_json::to_string_pretty(&report)?),
        false => println!("{}", table.text(terminal_width())),
    }
    if args.write {
        let file = workspace::root().join("docs/load.md");
        fs::write(file, document(&args, seed, &table))?;
    }
    for problem in &problems {
        eprintln!("FAILED {problem}");
    }
    Ok(match problems.is_empty() {
        true => Outcome::Clean,
        false => Outcome::Findings,
    })
}

fn draw() -> u32 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| now.subsec_nanos() ^ now.as_secs() as u32)
}

/// What must not be with wasm-bulkhead.
fn problems(measured: &Measured) -> Vec<String> {
    let mut problems = Vec::new();
    for (build, columns) in measured {
        let Some(runs) = columns.get(Variant::Guarded.slug()) else {
            continue;
        };
        let mut must_be_none = |what: &str, runs: &[Run], count: fn(&Run) -> u32| {
            let number: u32 = runs.iter().map(count).sum();
            if number > 0 {
                problems.push(format!("{build}: {number} {what}"));
            }
        };
        for runs in [&runs.faultless, &runs.panics, &runs.both] {
            must_be_none("hung", runs, |run| run.hung);
            must_be_none("failed", runs, |run| run.failed);
            must_be_none("served torn", runs, |run| run.torn);
            must_be_none("aborted out of the blue", runs, |run| run.out_of_the_blue);
        }
        must_be_none("aborted without a fault", &runs.faultless, |run| {
            run.aborted
        });
        if *build == "unwind" {
            must_be_none("aborted through panics", &runs.panics, |run| run.aborted);
        }
    }
    problems
}

fn table(measured: &Measured) -> Table {
    let mut table = Table::new([
        "",
        "recovery off",
        "workers-rs's own recovery",
        "wasm-bulkhead",
    ]);
    for panic in worker::BUILDS {
        let Some(columns) = measured.get(panic.build()) else {
            continue;
        };
        let runs: Vec<_> = COLUMNS.iter().map(|v| &columns[v.slug()]).collect();
        for (heading, of) in RUNS {
            table.heading(format!("{} build, {heading}", build_name(panic)));
            for (title, cell) in ROWS {
                let cells = runs.iter().map(|runs| cell(of(runs), &runs.faultless));
                table.row(std::iter::once((*title).to_owned()).chain(cells));
            }
        }
    }
    table
}

fn build_name(panic: Panic) -> &'static str {
    match panic {
        Panic::Unwind(_) => "Unwind",
        Panic::Abort => "Abort",
    }
}

type Of = fn(&Runs) -> &[Run];
type Cell = fn(&[Run], &[Run]) -> String;

const RUNS: [(&str, Of); 2] = [
    ("with panics", |runs| &runs.panics),
    ("with panics and aborts", |runs| &runs.both),
];

/// The rows, from the runs with faults and those without.
const ROWS: &[(&str, Cell)] = &[
    ("requests that did nothing wrong", |runs, _| {
        sum(runs, |run| run.innocent).to_string()
    }),
    ("their error rate", |runs, _| {
        let (all, served) = (sum(runs, |run| run.innocent), sum(runs, |run| run.served));
        format!(
            "{:.2} %",
            f64::from(all - served) / f64::from(all.max(1)) * 100.0
        )
    }),
    ("in flight, told by an `InstanceAbortError`", |runs, _| {
        sum(runs, |run| run.aborted).to_string()
    }),
    ("failed otherwise", |runs, _| {
        sum(runs, |run| run.failed).to_string()
    }),
    ("served, with what an abort left half done", |runs, _| {
        sum(runs, |run| run.torn).to_string()
    }),
    ("hung", |runs, _| sum(runs, |run| run.hung).to_string()),
    ("p50", |runs, without| ratio(runs, without, |run| run.p50)),
    ("p99", |runs, without| ratio(runs, without, |run| run.p99)),
    ("throughput", |runs, without| {
        ratio(runs, without, |run| Some(run.per_second))
    }),
];

fn sum(runs: &[Run], of: fn(&Run) -> u32) -> u32 {
    runs.iter().map(of).sum()
}

/// The median of what each round tells.
fn ratio(runs: &[Run], without: &[Run], of: fn(&Run) -> Option<f64>) -> String {
    let pairs = runs.iter().zip(without);
    let mut ratios: Vec<_> = pairs
        .filter_map(|(run, without)| Some(of(run)? / of(without)?))
        .collect();
    ratios.sort_by(f64::total_cmp);
    match ratios.get(ratios.len() / 2) {
        Some(ratio) => format!("{ratio:.2}"),
        None => "–".to_owned(),
    }
}

fn document(args: &Args, seed: u32, table: &Table) -> String {
    let Args {
        clients,
        requests,
        rounds,
        panics,
        aborts,
        ..
    } = args;
    let mut out = String::from("# A Worker under load\n\n");
    let _ = writeln!(
        out,
        "The Worker of [`examples/worker`](../examples/worker) on workerd, as worker-build makes \
         it: `cargo xtask load --write`.\n\n\
         {clients} clients on loopback send {requests} requests a run, each its next one when the \
         last one is answered, or has not been for five seconds: it hangs. {} % of them panic, {} % \
         end the instance in another way, and most of the rest await something. {rounds} rounds, \
         seed {seed}. Times and throughput are of requests that were served, as ratios to the run \
         of the same column without faults, and medians of the rounds.\n\n\
         - **recovery off** is the crate `worker` by `worker-build --no-panic-recovery`;\n\
         - **workers-rs's own recovery** is what `worker-build` does unasked;\n\
         - **wasm-bulkhead** is the crate `wasm-bulkhead-worker` in place of `worker`, nothing \
         else changed.\n\n\
         In an abort build each panic ends the instance. With wasm-bulkhead the requests in \
         flight then fail at once with an error that says so, and the next request finds a new \
         instance: so its error rate is that of faults, times how many are in flight. The others let \
         those in flight go on in the instance that trapped, so that fewer of them fail and some \
         hang. With recovery off later requests are served in that instance as well: in unwind \
         builds wasm-bindgen refuses them, in abort builds nothing does, and the object's answers tell what the traps left half done.\n\n{}",
        panics * 100.0,
        aborts * 100.0,
        table.markdown()
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(served: u32, hung: u32) -> Run {
        Run {
            requests: served + hung,
            panics: 0,
            aborts: 0,
            innocent: served + hung,
            served,
            aborted: 0,
            failed: 0,
            hung,
            torn: 0,
            out_of_the_blue: 0,
            p50: (served > 0).then_some(2.0),
            p99: (served > 0).then_some(4.0),
            per_second: f64::from(served),
        }
    }

    #[test]
    fn ratios_are_medians_of_rounds_and_need_somebody_served() {
        let without = [run(10, 0), run(10, 0), run(10, 0)];
        let with = [run(5, 5), run(8, 2), run(9, 1)];
        assert_eq!(ratio(&with, &without, |run| Some(run.per_second)), "0.80");
        assert_eq!(ratio(&[run(0, 9)], &without, |run| run.p99), "–");
    }

    #[test]
    fn who_hangs_is_a_problem_with_wasm_bulkhead_alone() {
        let runs = |hung| Runs {
            faultless: vec![run(10, 0)],
            panics: vec![run(10, 0)],
            both: vec![run(9, hung)],
        };
        let columns = BTreeMap::from([("alone", runs(1)), ("guarded", runs(0))]);
        assert!(problems(&Measured::from([("abort", columns)])).is_empty());
        let columns = BTreeMap::from([("alone", runs(0)), ("guarded", runs(2))]);
        assert_eq!(
            problems(&Measured::from([("abort", columns)])),
            ["abort: 2 hung"]
        );
    }
}
