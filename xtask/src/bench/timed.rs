//! The package `bench`, whose entries are called in loops: without wasm-bulkhead, plain and finished.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::toolchain::{Encoding, Panic};
use crate::wasm::{Build, Flag};
use crate::workspace;

/// The builds that are timed. Every engine runs the legacy encoding.
pub(super) const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// What the guard of a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// There is none.
    Alone,
    Plain,
    Finished,
}

impl Delivery {
    pub(super) const ALL: [Delivery; 3] = [Delivery::Alone, Delivery::Plain, Delivery::Finished];

    /// Those with wasm-bulkhead.
    pub(super) const OURS: [Delivery; 2] = [Delivery::Plain, Delivery::Finished];

    pub(super) fn name(self) -> &'static str {
        match self {
            Delivery::Alone => "alone",
            Delivery::Plain => "plain",
            Delivery::Finished => "finished",
        }
    }
}

/// Ratios, round by round.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(super) struct Spread {
    pub(super) min: f64,
    pub(super) median: f64,
    pub(super) max: f64,
}

impl Spread {
    /// Of numbers of which there is at least one.
    pub(super) fn of(mut values: Vec<f64>) -> Spread {
        values.sort_by(f64::total_cmp);
        Spread {
            min: values[0],
            median: values[values.len() / 2],
            max: values[values.len() - 1],
        }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Spread { min, median, max } = self;
        write!(f, "{median:.2} ({min:.2} to {max:.2})")
    }
}

/// Builds the packages of all deliveries, and returns the directory that has them.
pub(super) fn build(panic: Panic) -> Result<PathBuf> {
    let dir = workspace::target_dir()?
        .join("bench/timed")
        .join(panic.slug());
    for delivery in Delivery::ALL {
        write(panic, delivery, false, &dir.join(delivery.name()))?;
    }
    Ok(dir)
}

/// Builds the packages for `bench/recovery.mjs`, and returns the directory that has them.
pub(super) fn build_restarting(panic: Panic) -> Result<PathBuf> {
    let dir = workspace::target_dir()?
        .join("bench/restarting")
        .join(panic.slug());
    for (delivery, name) in [
        (Delivery::Alone, "alone"),
        (Delivery::Plain, "bare"),
        (Delivery::Plain, "plain"),
        (Delivery::Plain, "plain-steady"),
        (Delivery::Finished, "finished"),
        (Delivery::Finished, "finished-steady"),
    ] {
        write(panic, delivery, true, &dir.join(name))?;
    }
    Ok(dir)
}

fn write(panic: Panic, delivery: Delivery, restart: bool, out: &Path) -> Result<()> {
    let mut features = Vec::new();
    if delivery != Delivery::Alone {
        features.push("bulkhead".to_owned());
    }
    let mut flags = Vec::new();
    if restart {
        features.push("restart".to_owned());
        flags.push(Flag::ExperimentalResetStateFunction);
    }
    let build = Build {
        default_features: false,
        features,
        flags,
        ..Build::new("bench", panic)
    };
    build.write(out)?;
    if delivery == Delivery::Finished {
        wasm_bulkhead_finish::finish(out).with_context(|| out.display().to_string())?;
    }
    Ok(())
}
