//! An application, bundled and minified, that still has its guard.

use std::time::Duration;

use anyhow::Result;

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::{Build, Target};
use crate::web::{self, Browser};
use crate::{child, workspace};

const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// The kinds of JavaScript that bundlers take.
const TARGETS: [(Target, &str); 2] = [(Target::Web, "web"), (Target::Bundler, "bundler")];

/// Packages as they are built, as `finish` leaves them, and one without wasm-bulkhead.
const DELIVERIES: [&str; 5] = [
    "web",
    "web-finished",
    "bundler",
    "bundler-finished",
    "alone",
];

/// Longer than it should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// Bundles `examples/bundlers` around packages of every kind, and runs what comes out.
pub(crate) fn test() -> Result<Tally> {
    let script = workspace::root().join("examples/bundlers/test.mjs");
    let mut tally = Tally::default();
    for panic in BUILDS {
        let dir = workspace::target_dir()?
            .join("bundlers")
            .join(panic.build());
        let build = |target, features: &[&str]| Build {
            features: features.iter().map(|&feature| feature.to_owned()).collect(),
            target,
            ..Build::new("lab", panic)
        };
        for (target, name) in TARGETS {
            let build = build(target, &["bulkhead"]);
            build.write(&dir.join(name))?;
            let finished = dir.join(format!("{name}-finished"));
            build.write(&finished)?;
            wasm_bulkhead_finish::finish(&finished)?;
        }
        build(Target::Bundler, &[]).write(&dir.join("alone"))?;
        let mut command = web::script(&script, &[Browser::Chromium])?;
        command.arg(&dir).arg(panic.build()).args(DELIVERIES);
        let task = Task::start(format!("bundling and running the lab ({panic})"));
        let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |line| {
            task.note(line)
        })?;
        let problem = (!ended.status.success()).then(|| ended.complaints());
        tally.check(&format!("bundlers ({panic})"), problem);
        task.done();
    }
    Ok(tally)
}
