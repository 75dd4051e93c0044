//! What a package meets where it is loaded: other copies and versions of itself, packages of other
//! types, realms that cannot be guarded, TypeScript without `dom`, calls that JavaScript suspends.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::engines;
use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::{Build, Target};
use crate::{child, npm, workspace};

/// Files of `surroundings/`, and the engines that run each.
const TESTS: &[(&str, &[&str])] = &[
    ("copies", &["node20", "node24"]),
    ("loading", &["node20", "node22", "node24"]),
    ("names", &["node20"]),
    ("one-line", &["node20", "node24"]),
    ("degraded", &["node20", "node24"]),
    ("stacks", &["node20", "node24"]),
    ("types", &["node24"]),
    ("suspending", &["node24", "node26"]),
    ("unlucky", &["node20", "node24"]),
];

/// The compiler of TypeScript.
const TYPESCRIPT: (&str, &str) = ("typescript", "5.9.3");

/// What bundles and minifies; the same as makes our own JavaScript.
const ESBUILD: (&str, &str) = ("esbuild", "0.28.2");

/// Longer than any file should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// Builds what the tests are about, and runs them.
pub(crate) fn test() -> Result<Tally> {
    let dir = workspace::target_dir()?.join("surroundings");
    build(&dir)?;
    let typescript = npm::install(&dir.join("npm"), TYPESCRIPT.0, TYPESCRIPT.1)?;
    let esbuild = npm::install(&dir.join("npm-esbuild"), ESBUILD.0, ESBUILD.1)?;
    let deno = engines::named("deno").find_or_install()?;
    let mut tally = Tally::default();
    for (name, engines) in TESTS {
        for engine in *engines {
            let node = engines::named(engine).find_or_install()?;
            let script = format!("surroundings/{name}.test.mjs");
            let mut command = node.script(&workspace::root().join(script));
            command
                .env("BUILDS", dir.join("builds"))
                .env("DENO", deno.program())
                .env("TSC", typescript.join("lib/tsc.js"))
                .env("ESBUILD", esbuild.join("bin/esbuild"))
                .env("NODE_OPTIONS", "--experimental-vm-modules");
            tally.add(run(&mut command, name, engine)?);
        }
    }
    Ok(tally)
}

/// The conformance crate for two targets, one item of every kind, and the crate whose exports are
/// suspended, which takes the newer exceptions.
fn build(dir: &Path) -> Result<()> {
    let write = |build: Build, name: &str| {
        let slug = build.panic.build();
        build.write(&dir.join("builds").join(format!("{name}-{slug}")))
    };
    let with = |package, panic, features: &[&str]| Build {
        default_features: false,
        features: features.iter().map(|&feature| feature.to_owned()).collect(),
        ..Build::new(package, panic)
    };
    for panic in [Panic::Unwind(Encoding::Legacy), Panic::Abort] {
        for (target, name) in TARGETS {
            let build = Build {
                target,
                ..with("conformance", panic, &["bulkhead", "js"])
            };
            write(build, &format!("conformance-{name}"))?;
        }
        for (name, features) in KINDS {
            write(
                with("every-kind", panic, features),
                &format!("every-kind-{name}-web"),
            )?;
        }
        for (name, package, features) in ONE_LINE {
            write(with(package, panic, features), &format!("{name}-web"))?;
        }
        write(Build::new("unlucky", panic), "unlucky-web")?;
        write(with("unlucky", panic, &[]), "unlucky-synchronous-web")?;
        let build = Build {
            target: Target::Bundler,
            ..with("every-kind", panic, &["js-api"])
        };
        write(build, "every-kind-js-api-bundler")?;
    }
    for panic in [Panic::Unwind(Encoding::Exnref), Panic::Abort] {
        for (name, features) in &KINDS[..2] {
            write(
                with("suspending", panic, features),
                &format!("suspending-{name}-web"),
            )?;
        }
    }
    Ok(())
}

const TARGETS: [(Target, &str); 2] = [(Target::Web, "web"), (Target::Nodejs, "nodejs")];

/// A source over wasm-bulkhead and over wasm-bindgen itself.
const ONE_LINE: [(&str, &str, &[&str]); 3] = [
    ("one-line", "one-line", &[]),
    ("one-line-js-api", "one-line", &["js-api"]),
    ("one-line-alone", "one-line-alone", &[]),
];

/// Features, by the names of the builds.
const KINDS: [(&str, &[&str]); 3] = [
    ("alone", &[]),
    ("with", &["bulkhead"]),
    ("js-api", &["js-api"]),
];

/// Runs one file, and counts the tests in it; one that is skipped has failed.
pub(crate) fn run(command: &mut Command, name: &str, engine: &str) -> Result<Tally> {
    let task = Task::start(format!("surroundings: {name} in {engine}"));
    let tally = run_file(command, &task, LIMIT)?;
    task.done();
    Ok(tally)
}

/// Runs a file of tests that Node's runner drives.
pub(crate) fn run_file(command: &mut Command, task: &Task, limit: Duration) -> Result<Tally> {
    let ended = child::run_to_end(command, task, Some(limit), &mut |line| task.note(line))?;
    let tally = count(&ended.out);
    if tally.failed > 0 || !ended.status.success() {
        task.print(&ended.out);
        task.print(&ended.complaints());
    }
    if tally.failed == 0 {
        ended.success()?;
    }
    Ok(tally)
}

/// Reads the summary that Node's test runner ends with.
fn count(out: &str) -> Tally {
    let number = |word: &str| {
        let lines = out.lines().rev();
        let of = |line: &str| line.split_once(word)?.1.trim().parse::<usize>().ok();
        lines.filter_map(of).next().unwrap_or(0)
    };
    Tally {
        passed: number(" pass "),
        failed: number(" fail ") + number(" skipped "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_of_either_reporter_is_read() {
        for mark in ["#", "ℹ"] {
            let out =
                format!("ok 1\n{mark} tests 6\n{mark} pass 3\n{mark} fail 1\n{mark} skipped 2\n");
            let (passed, failed) = (3, 3);
            assert_eq!(count(&out), Tally { passed, failed });
        }
    }
}
