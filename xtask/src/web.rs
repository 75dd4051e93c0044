//! Browsers, and the npm packages with which scripts drive them, serve them pages, run workers and
//! bundle. Scripts find both through `xtask/web/tools.mjs`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::engines::{self, Installed};
use crate::{child, npm, toolchain, workspace};

/// The packages want a newer Node than a machine may have.
pub(crate) const NODE: &str = "node24";

/// A browser that can be driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
}

impl Browser {
    /// What it may be called on the path, the first one by Debian.
    fn programs(self) -> &'static [&'static str] {
        match self {
            Browser::Chromium => &["chromium", "chromium-browser", "google-chrome"],
            Browser::Firefox => &["firefox-esr", "firefox"],
        }
    }

    /// Where scripts are told its program.
    fn variable(self) -> &'static str {
        match self {
            Browser::Chromium => "WASM_BULKHEAD_CHROMIUM",
            Browser::Firefox => "WASM_BULKHEAD_FIREFOX",
        }
    }

    /// Finds it or installs it: its program, and what it says of its version.
    pub(crate) fn find_or_install(self) -> Result<(PathBuf, String)> {
        if let Some(found) = self.find() {
            return Ok(found);
        }
        let package = self.programs()[0];
        toolchain::apt_install(&[package])
            .with_context(|| format!("the browser {package} is not on the path"))?;
        self.find()
            .with_context(|| format!("{package} is installed and does not start"))
    }

    fn find(self) -> Option<(PathBuf, String)> {
        let path = std::env::var_os("PATH")?;
        let programs = std::env::split_paths(&path)
            .flat_map(|dir| self.programs().iter().map(move |program| dir.join(program)));
        programs
            .filter(|program| program.is_file())
            .find_map(|program| {
                let version = child::answer(Command::new(&program).arg("--version"))?;
                Some((program, version))
            })
    }
}

/// The version of one of the packages.
pub(crate) fn version(package: &str) -> Result<String> {
    let dir = packages()?.join("node_modules").join(package);
    npm::installed_version(&dir).with_context(|| format!("{} has no version", dir.display()))
}

/// Makes sure of the packages of `xtask/web`, and gives the directory that has `node_modules`.
pub(crate) fn packages() -> Result<PathBuf> {
    let packages = workspace::target_dir()?.join("web");
    npm::install_locked(&packages, &workspace::root().join("xtask/web"))?;
    Ok(packages)
}

/// A Node that is new enough for them.
pub(crate) fn node() -> Result<Installed> {
    engines::named(NODE).find_or_install()
}

/// Begins a command that runs `script` in a Node of ours, with the packages of `xtask/web` and
/// these browsers.
pub(crate) fn script(script: &Path, browsers: &[Browser]) -> Result<Command> {
    let mut command = node()?.script(script);
    command.env("WASM_BULKHEAD_WEB", packages()?);
    for browser in browsers {
        command.env(browser.variable(), browser.find_or_install()?.0);
    }
    Ok(command)
}
