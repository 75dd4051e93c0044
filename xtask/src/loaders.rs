//! Packages that are packed and installed, and loaded by runners of tests, bundlers, Next and an old
//! Node.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::{Build, Target};
use crate::web::{self, Browser};
use crate::{engines, npm, surroundings, workspace};

/// Longer than all should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Builds the packages, and runs `surroundings/loaders.test.mjs`.
pub(crate) fn test() -> Result<Tally> {
    let dir = workspace::target_dir()?.join("loaders");
    let builds = dir.join("builds");
    for panic in [Panic::Unwind(Encoding::Legacy), Panic::Abort] {
        for (target, name) in [(Target::Nodejs, "nodejs"), (Target::Web, "web")] {
            let build = Build {
                target,
                features: vec!["js-api".to_owned()],
                ..Build::new("one-line", panic)
            };
            let place = |delivery| builds.join(format!("{delivery}-{name}-{}", panic.build()));
            build.write(&place("plain"))?;
            let inline = place("inline");
            build.write(&inline)?;
            wasm_bulkhead_finish::finish_inline(&inline)
                .with_context(|| inline.display().to_string())?;
        }
    }
    let loaders = dir.join("npm");
    npm::install_locked(&loaders, &workspace::root().join("surroundings/loaders"))?;
    let script = workspace::root().join("surroundings/loaders.test.mjs");
    let mut command = web::script(&script, &[Browser::Chromium])?;
    command
        .env("BUILDS", &builds)
        .env("LOADERS", &loaders)
        .env("OLD_NODE", engines::old_node()?);
    let task = Task::start("loading packed packages");
    let tally = surroundings::run_file(&mut command, &task, LIMIT)?;
    task.done();
    Ok(tally)
}
