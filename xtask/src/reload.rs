//! The page that is loaded again when its program has ended, in Chromium.

use std::path::Path;

use anyhow::Result;

use crate::surroundings;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::web::{self, Browser};
use crate::workspace;

/// Ends the program of `examples/reload`, with and without what its JavaScript may ask for.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for (panic, features) in [
        (Panic::Abort, &[][..]),
        (Panic::Unwind(Encoding::Legacy), &["js-api"]),
    ] {
        let build = Build {
            features: features.iter().map(|&it: &&str| it.to_owned()).collect(),
            ..Build::new("reload", panic)
        };
        let package = workspace::target_dir()?.join("reload").join(panic.build());
        build.write(&package)?;
        tally.add(run(&package, &format!("plain, {} build", panic.build()))?);
        wasm_bulkhead_finish::finish(&package)?;
        tally.add(run(
            &package,
            &format!("finished, {} build", panic.build()),
        )?);
    }
    Ok(tally)
}

fn run(package: &Path, name: &str) -> Result<Tally> {
    let script = workspace::root().join("examples/reload/test.mjs");
    let mut command = web::script(&script, &[Browser::Chromium])?;
    surroundings::run(command.arg(package), "reload", name)
}
