//! Times and sizes as tables.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::table::{terminal_width, Table};

/// All that was measured.
#[derive(Serialize)]
pub(super) struct Report {
    pub(super) rounds: NonZeroU32,
    pub(super) runs: Vec<Run>,
    pub(super) sizes: Vec<Size>,
    pub(super) recoveries: Vec<Recovery>,
}

/// One engine on one build.
#[derive(Serialize)]
pub(super) struct Run {
    pub(super) engine: &'static str,
    pub(super) version: String,
    pub(super) build: &'static str,
    pub(super) encoding: &'static str,
    pub(super) rows: Vec<Row>,
}

/// One kind of entry, as `bench/run.mjs` writes it.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    what: String,
    alone: Alone,
    with: Compared,
    guard_off: Compared,
}

/// A call without wasm-bulkhead.
#[derive(Deserialize, Serialize)]
struct Alone {
    ns: f64,
}

/// A call with it.
#[derive(Deserialize, Serialize)]
struct Compared {
    ns: f64,
    /// To the call without, round by round.
    ratio: Spread,
}

#[derive(Deserialize, Serialize)]
struct Spread {
    min: f64,
    median: f64,
    max: f64,
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Spread { min, median, max } = self;
        write!(f, "{median:.2} ({min:.2} to {max:.2})")
    }
}

/// How one engine replaces instances of one build.
#[derive(Serialize)]
pub(super) struct Recovery {
    pub(super) engine: &'static str,
    pub(super) build: &'static str,
    pub(super) times: RecoveryTimes,
}

/// As `bench/recovery.mjs` writes it, in microseconds.
#[derive(Deserialize, Serialize)]
pub(super) struct RecoveryTimes {
    bare: f64,
    recovery: f64,
    ratio: Spread,
}

/// One package in one build.
#[derive(Serialize)]
pub(super) struct Size {
    pub(super) package: &'static str,
    pub(super) build: &'static str,
    pub(super) alone: Bytes,
    pub(super) with: Bytes,
}

/// The sizes that `bench/sizes.mjs` prints.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bytes {
    wasm: u64,
    wasm_gzip: u64,
    scripts_gzip: u64,
}

impl Report {
    /// All tables for a terminal.
    pub(super) fn text(&self) -> String {
        let width = terminal_width();
        let times = self.times().text(width);
        format!(
            "{times}\n{}\n\n{}\n{}",
            self.legend(),
            self.sizes().text(width),
            self.recovery().text(width).trim_end()
        )
    }

    /// All tables as a document.
    pub(super) fn document(&self) -> String {
        format!(
            "# What it costs\n\nWritten by `cargo xtask bench --write`; every number is measured.\
             \n\n## Time\n\n{}\n\n{}\n## Size\n\nBytes of what wasm-bindgen wrote, before any \
             `wasm-opt`, and the same after `gzip -9`. JavaScript is the glue and, with \
             wasm-bulkhead, its modules, with their comments and not minified.\n\n{}\n## \
             Recovery\n\nFrom the catch of an `InstanceAbortError` to the answer of the first \
             call into the next instance of `examples/session`, beside what \
             `new WebAssembly.Instance` and the start functions take there in the same round \
             without the guard.\n\n{}",
            self.legend(),
            self.times().markdown(),
            self.sizes().markdown(),
            self.recovery().markdown()
        )
    }

    /// How the times were taken.
    fn legend(&self) -> String {
        format!(
            "The same source with and without wasm-bulkhead, release profile, timed in one \
             process: in each of {} rounds every build takes three short samples in turns, of \
             which the best counts. A ratio compares the two in one round: the median of all \
             rounds (the smallest to the largest). \"Guard off\" is the same build with the \
             exports guard switched off, so that only Rust's share is left. The bodies do next \
             to nothing, and a real one makes every ratio smaller. Nanoseconds are medians on \
             one machine, for orientation only: nothing is claimed for another. Engines: {}.",
            self.rounds,
            self.engines()
        )
    }

    fn engines(&self) -> String {
        let names = self.runs.iter();
        let names: BTreeSet<_> = names
            .map(|run| format!("{} ({})", run.engine, run.version))
            .collect();
        names.into_iter().collect::<Vec<_>>().join(", ")
    }

    fn times(&self) -> Table {
        let mut table = Table::new([
            "a call of",
            "with / alone",
            "guard off / alone",
            "alone, ns",
            "with, ns",
        ]);
        for run in &self.runs {
            table.heading(run.title());
            for row in &run.rows {
                table.row([
                    row.what.clone(),
                    row.with.ratio.to_string(),
                    row.guard_off.ratio.to_string(),
                    nanoseconds(row.alone.ns),
                    nanoseconds(row.with.ns),
                ]);
            }
        }
        table
    }

    fn recovery(&self) -> Table {
        let mut table = Table::new(["recovery in", "recovery / bare", "bare, µs", "recovery, µs"]);
        for Recovery {
            engine,
            build,
            times,
        } in &self.recoveries
        {
            table.row([
                format!("{engine}, {build} build"),
                times.ratio.to_string(),
                format!("{:.0}", times.bare),
                format!("{:.0}", times.recovery),
            ]);
        }
        table
    }

    fn sizes(&self) -> Table {
        let mut table = Table::new(["bytes of", "alone", "with", "more", "with / alone"]);
        for Size {
            package,
            build,
            alone,
            with,
        } in &self.sizes
        {
            table.heading(format!("{package}, {build} build"));
            for (what, alone, with) in [
                ("wasm", alone.wasm, with.wasm),
                ("wasm, gzip", alone.wasm_gzip, with.wasm_gzip),
                ("JavaScript, gzip", alone.scripts_gzip, with.scripts_gzip),
            ] {
                table.row([
                    what.to_owned(),
                    alone.to_string(),
                    with.to_string(),
                    format!("{:+}", with as i64 - alone as i64),
                    format!("{:.2}", with as f64 / alone as f64),
                ]);
            }
        }
        table
    }
}

impl Run {
    fn title(&self) -> String {
        match self.encoding {
            "none" => format!("{}, {} build", self.engine, self.build),
            encoding => format!("{}, {} build, {encoding} encoding", self.engine, self.build),
        }
    }
}

/// As many digits as mean something.
fn nanoseconds(ns: f64) -> String {
    match ns {
        ns if ns < 100.0 => format!("{ns:.1}"),
        ns => format!("{ns:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let rows = r#"[{ "what": "function", "alone": { "ns": 2.54 },
            "with": { "ns": 5.1, "ratio": { "min": 1.9, "median": 2.004, "max": 2.5 } },
            "guardOff": { "ns": 312.4, "ratio": { "min": 1, "median": 1.5, "max": 2 } } }]"#;
        let bytes = |wasm| Bytes {
            wasm,
            wasm_gzip: 50,
            scripts_gzip: 10,
        };
        Report {
            rounds: NonZeroU32::MIN,
            runs: vec![Run {
                engine: "node24",
                version: "v24.0.0".into(),
                build: "abort",
                encoding: "none",
                rows: serde_json::from_str(rows).unwrap(),
            }],
            sizes: vec![Size {
                package: "bench",
                build: "abort",
                alone: bytes(100),
                with: bytes(125),
            }],
            recoveries: vec![Recovery {
                engine: "node24",
                build: "abort",
                times: RecoveryTimes {
                    bare: 80.4,
                    recovery: 160.6,
                    ratio: Spread {
                        min: 1.0,
                        median: 2.0,
                        max: 3.0,
                    },
                },
            }],
        }
    }

    #[test]
    fn recovery_is_compared() {
        let row = "| node24, abort build | 2.00 (1.00 to 3.00) | 80 | 161 |";
        assert!(report().recovery().markdown().contains(row));
    }

    #[test]
    fn a_ratio_has_its_spread() {
        let times = report().times().markdown();
        let row = times.lines().last().unwrap();
        assert_eq!(
            row,
            "| function | 2.00 (1.90 to 2.50) | 1.50 (1.00 to 2.00) | 2.5 | 5.1 |"
        );
    }

    #[test]
    fn sizes_are_compared() {
        let sizes = report().sizes().markdown();
        assert!(sizes.contains("| wasm | 100 | 125 | +25 | 1.25 |"));
        assert!(sizes.contains("| wasm, gzip | 50 | 50 | +0 | 1.00 |"));
    }

    #[test]
    fn the_document_tells_how_it_was_measured() {
        let document = report().document();
        assert!(document.contains("1 rounds") && document.contains("node24 (v24.0.0)"));
    }
}
