//! A crate that does not compile with unwinding, until `migrate` has edited it. `edited.rs` has more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::{json, workspace};

/// The texts of all files below a directory, but what was built or is Cargo's.
pub(crate) fn texts(dir: &Path) -> BTreeMap<PathBuf, String> {
    let mut texts = BTreeMap::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(inner) = dirs.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(dir).unwrap().to_owned();
            if name == Path::new("target") {
                continue;
            }
            match path.is_dir() {
                true => dirs.push(path),
                false => drop(texts.insert(name, fs::read_to_string(path).unwrap_or_default())),
            }
        }
    }
    texts
}

/// All work below one target directory, so that std is built once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

pub(crate) fn wait_for_the_other() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has the crate built where others that are tested are, so that std is built once.
pub(crate) fn share_target(root: &Path) {
    fs::create_dir_all(root.join(".cargo")).unwrap();
    let target = workspace().join("target/migrated");
    let config = format!("[build]\ntarget-dir = {target:?}\n");
    fs::write(root.join(".cargo/config.toml"), config).unwrap();
}

/// What became of the abort build, and of the one for this machine.
pub(crate) fn states(report: &Value) -> Vec<&str> {
    let others = report["others"].as_array().unwrap().iter();
    others.map(|it| it["state"].as_str().unwrap()).collect()
}

/// Whether it compiles with unwinding as it is, without migrating it.
pub(crate) fn errors(root: &Path, args: &[&str]) -> (u64, u64) {
    let (_, report) = json(&[&["migrate", "--json"], args].concat(), root);
    let rounds = report["rounds"].as_array().unwrap();
    let last = rounds.last().unwrap();
    let edits = report["edits"].as_array().unwrap().len() as u64;
    (last["own"].as_u64().unwrap(), edits)
}

/// Copies what Cargo fetches of a published package.
fn published(name: &str, version: &str, to: &Path) {
    let fetcher = tempfile::tempdir().unwrap();
    let manifest = format!(
        "[package]\nname = \"fetcher\"\nedition = \"2021\"\n\n[lib]\npath = \"lib.rs\"\n\n[workspace]\n\n\
         [dependencies]\n{name} = \"={version}\"\n"
    );
    fs::write(fetcher.path().join("Cargo.toml"), manifest).unwrap();
    fs::write(fetcher.path().join("lib.rs"), "").unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1"])
        .current_dir(fetcher.path())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().iter();
    let package = packages.find(|it| it["name"] == name && it["version"] == version);
    let manifest = Path::new(package.unwrap()["manifest_path"].as_str().unwrap());
    for (file, text) in texts(manifest.parent().unwrap()) {
        let copy = to.join(file);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::write(copy, text).unwrap();
    }
}

#[test]
#[ignore = "compiles for wasm32"]
fn a_published_crate_compiles_afterwards() {
    let _turn = wait_for_the_other();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    published("gloo-timers", "0.3.0", &root);
    // The copy is below this workspace, of which it is no part.
    let manifest = root.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text + "\n[workspace]\n").unwrap();
    share_target(&root);
    let arguments = ["migrate", "--all-features", "--write", "--json"];
    let (code, report) = json(&arguments, &root);
    assert_eq!(code, 0, "{report:#}");
    assert!(report["rounds"][0]["own"].as_u64() > Some(0), "{report:#}");
    assert_eq!(report["left"].as_array().unwrap().len(), 0);
    assert_eq!(states(&report), ["compiles", "compiles"], "{report:#}");
    assert_eq!(errors(&root, &["--all-features"]), (0, 0));
}
