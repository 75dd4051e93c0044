//! Finished glue of every target, in engines: what the tests of `finish/` cannot build for
//! themselves.

use std::fs;

use anyhow::Result;

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::{child, engines, js, workspace};

/// Compiles the fixture, and has each engine run its finished glue.
pub(crate) fn test() -> Result<Tally> {
    let dir = workspace::target_dir()?.join("finish");
    let mut tally = Tally::default();
    for engine in engines::everyday() {
        let installed = engine.find_or_install()?;
        let modules = dir.join(engine.name);
        child::create_dir(&modules)?;
        for (panic, file) in [
            (Panic::Unwind(Encoding::Legacy), "unwind.wasm"),
            (Panic::Abort, "abort.wasm"),
        ] {
            fs::write(
                modules.join(file),
                Build::new("finish-fixture", panic).module()?,
            )?;
        }
        let task = Task::start(format!("{}: finished glue", engine.name));
        let mut cargo = workspace::host_cargo();
        cargo
            .args([
                "test",
                "--package",
                "wasm-bulkhead-finish",
                "--test",
                "engines",
            ])
            .args(["--", "--ignored"])
            .env("FINISH_MODULES", &modules)
            .env("FINISH_NODE", installed.program())
            .env("FINISH_ESBUILD", js::esbuild()?);
        let ended = child::run_to_end(&mut cargo, &task, None, &mut |line| task.note(line))?;
        // Cargo is content with a filter that no test is behind.
        let ran = ended.status.success() && ended.out.contains("test result: ok. 1 passed");
        let problem = (!ran).then(|| format!("{}{}", ended.out, ended.complaints()));
        tally.check(&format!("finished glue in {}", engine.name), problem);
        task.done();
    }
    Ok(tally)
}
