//! Where things are: the checkout and its target directory.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{bail, Context, Result};
use serde_json::Value;

/// The checkout this program works on: the one that Cargo runs it in, or without Cargo the one
/// around the current directory.
///
/// Asked at run time. Cargo takes a program out of a `target/` that came along with a copied
/// checkout, and what is compiled in there is the path of the other checkout.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let here = xtask.or_else(|| std::env::current_dir().ok());
        let root = here.as_deref().and_then(checkout_around);
        root.expect("there is a checkout of wasm-bulkhead around the current directory")
            .into()
    })
}

/// The first of a directory and those around it that has the manifest of this program.
fn checkout_around(directory: &Path) -> Option<&Path> {
    let mut around = directory.ancestors();
    around.find(|directory| directory.join("xtask/Cargo.toml").is_file())
}

/// The target directory as Cargo sees it, so that `CARGO_TARGET_DIR` is honoured.
pub(crate) fn target_dir() -> Result<PathBuf> {
    if let Some(dir) = std::env::var_os("CARGO_TARGET_DIR").filter(|dir| !dir.is_empty()) {
        return Ok(root().join(dir));
    }
    let metadata = metadata()?;
    let dir = metadata["target_directory"].as_str();
    Ok(dir
        .context("cargo metadata names no target directory")?
        .into())
}

/// The members that run as wasm: whatever becomes a module, and the library they all use.
pub(crate) fn wasm_members() -> Result<Vec<String>> {
    let metadata = metadata()?;
    let packages = metadata["packages"].as_array();
    let packages = packages.context("cargo metadata lists no packages")?;
    let names = packages.iter().filter(|package| runs_as_wasm(package));
    Ok(names
        .filter_map(|package| Some(package["name"].as_str()?.to_owned()))
        .collect())
}

fn runs_as_wasm(package: &Value) -> bool {
    let targets = package["targets"].as_array();
    let kinds = targets
        .into_iter()
        .flatten()
        .map(|target| &target["crate_types"]);
    let mut kinds = kinds.filter_map(Value::as_array).flatten();
    package["name"] == "wasm-bulkhead" || kinds.any(|kind| kind == "cdylib")
}

fn metadata() -> Result<Value> {
    let output = host_cargo()
        .args(["metadata", "--no-deps", "--format-version=1"])
        .output()
        .context("cargo could not be started")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The Cargo that started this program, for work on the host with the compiler that built it.
pub(crate) fn host_cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkout_is_the_one_around_a_directory() {
        let copy = std::env::temp_dir().join(format!("checkout-{}", std::process::id()));
        let inner = copy.join("xtask/src");
        std::fs::create_dir_all(&inner).unwrap();
        assert_eq!(checkout_around(&inner), None);
        std::fs::write(copy.join("xtask/Cargo.toml"), "").unwrap();
        assert_eq!(checkout_around(&inner), Some(&*copy));
        assert_eq!(checkout_around(&copy), Some(&*copy));
        std::fs::remove_dir_all(&copy).unwrap();
    }

    #[test]
    fn modules_and_the_library_run_as_wasm() {
        let package = |name: &str, kind: &str| serde_json::json!({ "name": name, "targets": [{ "crate_types": [kind] }] });
        assert!(runs_as_wasm(&package("markdown", "cdylib")));
        assert!(runs_as_wasm(&package("wasm-bulkhead", "lib")));
        assert!(!runs_as_wasm(&package("xtask", "bin")));
    }
}
