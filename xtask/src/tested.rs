//! A crate's own `wasm_bindgen_test`s come out the same with the attribute (U3 of the contract).

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{ensure, Context, Result};

use crate::engines;
use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic, Toolchain};
use crate::{bindgen, child, workspace};

const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// Longer than any run should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// What the runner says of each test.
type Results = BTreeMap<String, String>;

/// Runs the tests of the package `tested` in both builds, with the attribute and without.
pub(crate) fn test() -> Result<Tally> {
    let runner = bindgen::build("test-runner")?;
    let mut tally = Tally::default();
    for panic in BUILDS {
        let alone = results(&runner, panic, &[], "")?;
        let with = results(&runner, panic, &["--features", "bulkhead"], "")?;
        for (name, alone) in &alone {
            let with = with.get(name).map_or("missing", String::as_str);
            tally.equal(&format!("{name} ({panic})"), alone, with);
        }
        tally.check(
            &format!("the number of tests ({panic})"),
            (alone.len() != with.len()).then(|| format!("{} and {}", alone.len(), with.len())),
        );
    }
    // Who asks for the guard gets it: the first panic of an abort build ends the instance.
    let guarded = results(&runner, Panic::Abort, &["--features", "bulkhead"], GUARD)?;
    let ok = guarded.values().filter(|result| *result == "ok").count();
    tally.check(
        "a guard that the tests asked for",
        (ok > 1).then(|| format!("{ok} tests passed in an instance that had ended")),
    );
    Ok(tally)
}

/// An option of Node's that turns the guard on under a test runner.
const GUARD: &str =
    "--import=data:text/javascript,globalThis[Symbol.for('wasm-bulkhead.guard')]=true";

/// Runs the tests in Node, and reads what the runner says of each.
fn results(runner: &Path, panic: Panic, args: &[&str], node_options: &str) -> Result<Results> {
    let toolchain = Toolchain::find_or_install(panic)?;
    let node = engines::any_for(panic)?;
    let dir = node.program().parent().context("Node is in no directory")?;
    let mut path = vec![dir.to_owned()];
    path.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));

    let which = args.last().copied().unwrap_or("alone");
    let task = Task::start(format!("testing `tested` ({panic}, {which})"));
    let mut command = toolchain.test(panic);
    command
        .current_dir(workspace::root())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("NODE_OPTIONS", node_options)
        .env("PATH", std::env::join_paths(path)?)
        .args(["--release", "--package", "tested", "--test", "till"])
        .args(args)
        .arg("--target-dir")
        .arg(workspace::target_dir()?.join("wasm").join(panic.slug()));
    // Tests that fail are among them, so the exit code is of no interest.
    let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?;
    let results = parse(&ended.out);
    ensure!(
        !results.is_empty(),
        "no test was run:\n{}",
        ended.complaints()
    );
    task.done();
    Ok(results)
}

/// The results in lines such as `test till::a_function ... ok`.
fn parse(out: &str) -> Results {
    out.lines()
        .filter_map(|line| line.strip_prefix("test ")?.split_once(" ... "))
        .map(|(name, result)| (name.to_owned(), result.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_off_the_lines_of_the_runner() {
        let results = parse("running 2 tests\ntest a::b ... ok\ntest c - should panic ... FAIL\n");
        assert_eq!(results["a::b"], "ok");
        assert_eq!(results["c - should panic"], "FAIL");
        assert_eq!(results.len(), 2);
    }
}
