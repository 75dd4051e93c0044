//! Packages from npm, at pinned versions, under the target directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};

use crate::progress::Task;
use crate::{child, toolchain};

const LOCK: &str = "package-lock.json";

/// Makes sure of `name@version` below `prefix`, and gives the package's directory.
///
/// Nothing is asked of the network when it is there. An installation that breaks off leaves
/// `prefix` as it was. Packages' own scripts do not run.
pub(crate) fn install(prefix: &Path, name: &str, version: &str) -> Result<PathBuf> {
    let package = prefix.join("node_modules").join(name);
    if installed_version(&package).as_deref() == Some(version) {
        return Ok(package);
    }
    let spec = format!("{name}@{version}");
    renew(
        prefix,
        &spec,
        &|_| Ok(()),
        &["install", "--no-save", "--no-package-lock", &spec],
    )?;
    Ok(package)
}

/// Makes sure of what the `package-lock.json` in `manifest` lists, below `prefix`.
///
/// As with [`install`], nothing is asked of the network when it is there.
pub(crate) fn install_locked(prefix: &Path, manifest: &Path) -> Result<()> {
    let lock = fs::read(manifest.join(LOCK))?;
    if fs::read(prefix.join(LOCK)).is_ok_and(|there| there == lock) {
        return Ok(());
    }
    let copy = |fresh: &Path| {
        for file in ["package.json", LOCK] {
            fs::copy(manifest.join(file), fresh.join(file))?;
        }
        Ok(())
    };
    renew(prefix, "what package-lock.json lists", &copy, &["ci"])
}

/// Puts at `prefix` what npm makes of a fresh directory.
fn renew(
    prefix: &Path,
    what: &str,
    prepare: &dyn Fn(&Path) -> Result<()>,
    args: &[&str],
) -> Result<()> {
    provide_npm()?;
    let task = Task::start(format!("npm install {what}"));
    let fresh = prefix.with_extension(format!("new-{}", std::process::id()));
    child::create_dir(&fresh)?;
    prepare(&fresh)?;
    let mut npm = Command::new("npm");
    npm.args(args)
        .args(["--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--loglevel=error", "--prefix"])
        .arg(&fresh)
        .current_dir(&fresh);
    let ended = child::run_to_end(&mut npm, &task, None, &mut |_| {})?;
    if !ended.status.success() {
        let _ = fs::remove_dir_all(&fresh);
        let reason = ended.reason("npm error");
        bail!("{what} could not be installed from npm, is there a network? npm says: {reason}");
    }
    let _ = fs::remove_dir_all(prefix);
    fs::rename(&fresh, prefix)?;
    task.done();
    Ok(())
}

/// The version of the package in this directory, if there is one.
pub(crate) fn installed_version(package: &Path) -> Option<String> {
    let manifest = fs::read(package.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).ok()?;
    manifest["version"].as_str().map(str::to_owned)
}

fn provide_npm() -> Result<()> {
    if child::answer(Command::new("npm").arg("--version")).is_some() {
        return Ok(());
    }
    toolchain::apt_install(&["npm"])
        .context("npm is missing; install Node.js 20 or newer from https://nodejs.org")
}
