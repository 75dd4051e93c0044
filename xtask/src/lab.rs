//! The failure lab, a page on which an instance is broken and recovered: `cargo xtask lab`.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{bail, Result};
use clap::ValueEnum;

use crate::progress::Task;
use crate::test::Tally;
use crate::toolchain::{Encoding, Panic};
use crate::wasm::Build;
use crate::web::{self, Browser};
use crate::{child, workspace, Outcome};

/// Longer than a browser should take, so that a hang is found.
const LIMIT: Duration = Duration::from_secs(5 * 60);

/// Break a small Rust program in the browser, with and without wasm-bulkhead, and recover it.
///
/// Builds `examples/lab` twice, with wasm-bulkhead and as plain wasm-bindgen, serves both on one
/// page, on this machine only, and prints its address. Ctrl-C ends it. Nothing has to be read
/// first: press a button under "Break it", compare, then press "Recover". What is missing (a
/// compiler, Node.js, npm packages) is installed first.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What a panic does: it is caught, or it ends the instance as on stable Rust.
    #[arg(long, value_enum, default_value = "unwind")]
    build: BuildArg,
    /// The port on loopback; 0 is any that is free.
    #[arg(long, default_value = "0")]
    port: u16,
    /// Have the browser of this machine open the page.
    #[arg(long)]
    open: bool,
    /// Serve nothing, and write screenshots of the page in Chromium to this directory.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["open", "port"])]
    screenshots: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum BuildArg {
    Unwind,
    Abort,
}

/// The builds. Every browser runs the legacy encoding.
const BUILDS: [Panic; 2] = [Panic::Unwind(Encoding::Legacy), Panic::Abort];

/// Runs `cargo xtask lab`.
pub(crate) fn run(args: Args) -> Result<Outcome> {
    let panic = match args.build {
        BuildArg::Unwind => BUILDS[0],
        BuildArg::Abort => BUILDS[1],
    };
    let packages = write(panic)?;
    match &args.screenshots {
        Some(out) => photograph(panic, &packages, out)?,
        None => serve(&packages, args.port, args.open)?,
    }
    Ok(Outcome::Clean)
}

/// Both packages, side by side in one directory.
fn write(panic: Panic) -> Result<PathBuf> {
    let dir = workspace::target_dir()?.join("lab").join(panic.build());
    for (side, features) in [("without", vec![]), ("with", vec!["bulkhead".to_owned()])] {
        let build = Build {
            features,
            ..Build::new("lab", panic)
        };
        build.write(&dir.join(side))?;
    }
    Ok(dir)
}

fn script(name: &str) -> PathBuf {
    workspace::root().join("examples/lab").join(name)
}

/// Serves until it is interrupted.
fn serve(packages: &Path, port: u16, open: bool) -> Result<()> {
    let mut command = web::script(&script("serve.mjs"), &[])?;
    command.arg(packages).arg(port.to_string());
    if open {
        command.arg("--open");
    }
    let mut server = command.stdin(Stdio::piped()).spawn()?;
    // However this program ends, the other end of the pipe is closed then, and the server ends.
    let pipe = server.stdin.take();
    let status = server.wait()?;
    drop(pipe);
    if !status.success() {
        bail!("the page could not be served ({status})");
    }
    Ok(())
}

fn photograph(panic: Panic, packages: &Path, out: &Path) -> Result<()> {
    let mut command = web::script(&script("test.mjs"), &[Browser::Chromium])?;
    command
        .arg(packages)
        .args([panic.build(), "chromium", "--screenshots"])
        .arg(out);
    let task = Task::start(format!("taking screenshots ({panic})"));
    child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?.success()?;
    task.done();
    Ok(())
}

/// Clicks through the page in every build and browser, for the test command.
pub(crate) fn test() -> Result<Tally> {
    let mut tally = Tally::default();
    for panic in BUILDS {
        let packages = write(panic)?;
        for (browser, name) in [
            (Browser::Chromium, "chromium"),
            (Browser::Firefox, "firefox"),
        ] {
            let mut command = web::script(&script("test.mjs"), &[browser])?;
            command.arg(&packages).args([panic.build(), name]);
            let task = Task::start(format!("the lab in {name} ({panic})"));
            let ended = child::run_to_end(&mut command, &task, Some(LIMIT), &mut |_| {})?;
            let problem = (!ended.status.success()).then(|| ended.complaints());
            tally.check(&format!("the lab in {name} ({panic})"), problem);
            task.done();
        }
    }
    Ok(tally)
}
