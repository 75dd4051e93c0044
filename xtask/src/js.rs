//! The runtime's JavaScript as it is shipped: bundled and minified from its readable sources.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::progress::Task;
use crate::test::Tally;
use crate::{child, npm, workspace, Outcome};

/// What bundles and minifies. Another version may write other text.
const ESBUILD: (&str, &str) = ("esbuild", "0.28.2");

/// By its first line, a file says which version it is of; the finisher looks at it.
const BANNER: &str = concat!(
    "// wasm-bulkhead ",
    env!("CARGO_PKG_VERSION"),
    ", made by `cargo xtask js` from runtime/js/src. MIT OR Apache-2.0, ",
    env!("CARGO_PKG_REPOSITORY"),
);

/// The files that are shipped, each with the source that it is made of.
const FILES: &[(&str, &str)] = &[
    ("runtime/js/core.js", "core.js"),
    ("runtime/js/futures.js", "futures.js"),
    ("runtime/js/restart.js", "restart.js"),
    ("runtime/js/settings.js", "settings.js"),
    ("runtime/js/reload.js", "reload.js"),
    ("runtime/js/vault.js", "vault.js"),
    ("runtime/js/coredump.js", "coredump.js"),
    ("runtime/js/torn.js", "torn.js"),
    ("runtime/js/hook.js", "hook.js"),
    ("runtime/js/threads.js", "threads.js"),
    ("runtime/js/api.js", "api.js"),
    ("finish/js/core.js", "core.finished.js"),
];

/// Files that others import as they are, so that there is one of each at run time.
const SHARED: &[&str] = &["./core.js", "./restart.js", "./vault.js"];

/// Write the JavaScript that is shipped, in runtime/js and finish/js, from its sources in
/// runtime/js/src.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing, and fail when a file is not what the sources make.
    #[arg(long)]
    check: bool,
}

/// Runs `cargo xtask js`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let root = workspace::root();
    if !args.check {
        for file in write(root)? {
            println!("{file}");
        }
        return Ok(Outcome::Clean);
    }
    let stale = stale(root)?;
    if stale.is_empty() {
        return Ok(Outcome::Clean);
    }
    for (file, _) in stale {
        eprintln!("{file} is not what its sources make");
    }
    eprintln!("help: run `cargo xtask js`");
    Ok(Outcome::Findings)
}

/// Writes the files that are not what the sources below `root` make, and returns their names.
pub(crate) fn write(root: &Path) -> Result<Vec<&'static str>> {
    let mut written = Vec::new();
    for (file, text) in stale(root)? {
        let path = root.join(file);
        child::create_dir(path.parent().context("a file lies in a directory")?)?;
        fs::write(path, text)?;
        written.push(file);
    }
    Ok(written)
}

/// Each shipped file is what the sources make.
pub(crate) fn test() -> Result<Tally> {
    let stale = stale(workspace::root())?;
    let mut tally = Tally::default();
    for (file, _) in FILES {
        let is_stale = stale.iter().any(|(other, _)| other == file);
        let problem = is_stale.then(|| "run `cargo xtask js`".to_owned());
        tally.check(&format!("{file} is what its sources make"), problem);
    }
    Ok(tally)
}

/// The files that are not what the sources below `root` make, with what they would be.
fn stale(root: &Path) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let made = bundle(root)?;
    let mut stale = Vec::new();
    for (file, source) in FILES {
        let text = fs::read(made.join(source))?;
        let shipped = fs::read(root.join(file)).ok();
        if shipped.as_deref() != Some(&text) {
            stale.push((*file, text));
        }
    }
    Ok(stale)
}

/// The script that Node runs to bundle and minify.
pub(crate) fn esbuild() -> Result<PathBuf> {
    let prefix = workspace::target_dir()?.join("esbuild");
    Ok(npm::install(&prefix, ESBUILD.0, ESBUILD.1)?.join("bin/esbuild"))
}

/// Makes all files, under the names of their sources, in a directory below the target directory.
fn bundle(root: &Path) -> Result<PathBuf> {
    let target = workspace::target_dir()?;
    let esbuild = esbuild()?;
    let out = target.join("js");
    let _ = fs::remove_dir_all(&out);
    let sources = root.join("runtime/js/src");
    let task = Task::start("bundling the runtime's JavaScript");
    let mut command = Command::new("node");
    command
        .arg(esbuild)
        .args(FILES.iter().map(|(_, source)| sources.join(source)))
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        .args(["--legal-comments=none", "--log-level=warning"])
        .arg(format!("--banner:js={BANNER}"))
        .args(SHARED.iter().map(|file| format!("--external:{file}")))
        .arg(format!("--outdir={}", out.display()));
    child::run(&mut command, &task).context("esbuild does not bundle runtime/js/src")?;
    task.done();
    Ok(out)
}
