//! Packages from npm, at pinned versions, under the target directory.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{bail, Context, Result};

use crate::progress::Task;
use crate::{child, toolchain};

/// Makes sure of `name@version` below `prefix`, and gives the package's directory.
///
/// Nothing is asked of the network when it is there. An installation that breaks off leaves
/// `prefix` as it was. Packages' own scripts do not run.
pub(crate) fn install(prefix: &Path, name: &str, version: &str) -> Result<PathBuf> {
    let package = prefix.join("node_modules").join(name);
    if installed_version(&package).as_deref() == Some(version) {
        return Ok(package);
    }
    provide_npm()?;
    let spec = format!("{name}@{version}");
    let task = Task::start(format!("npm install {spec}"));
    let fresh = prefix.with_extension(format!("new-{}", std::process::id()));
    child::create_dir(&fresh)?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-save",
        "--no-package-lock",
        "--ignore-scripts",
    ])
    .args(["--no-audit", "--no-fund", "--loglevel=error", "--prefix"])
    .arg(&fresh)
    .arg(&spec);
    let ended = child::run_to_end(&mut npm, &task, None, &mut |_| {})?;
    if !ended.status.success() {
        let _ = fs::remove_dir_all(&fresh);
        let reason = ended.reason("npm error");
        bail!("{spec} could not be installed from npm, is there a network? npm says: {reason}");
    }
    let _ = fs::remove_dir_all(prefix);
    fs::rename(&fresh, prefix)?;
    task.done();
    Ok(package)
}

fn installed_version(package: &Path) -> Option<String> {
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
