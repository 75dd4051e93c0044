//! Crates that do not compile with unwinding, until `migrate` has edited them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::{bulkhead, json, succeed, workspace};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/migrate")
}

/// The texts of all files below a directory, but what was built or is Cargo's.
fn texts(dir: &Path) -> BTreeMap<PathBuf, String> {
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

/// Both work below one target directory, so that std is built once.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn wait_for_the_other() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has the crate built where others that are tested are, so that std is built once.
fn share_target(root: &Path) {
    fs::create_dir_all(root.join(".cargo")).unwrap();
    let target = workspace().join("target/migrated");
    let config = format!("[build]\ntarget-dir = {target:?}\n");
    fs::write(root.join(".cargo/config.toml"), config).unwrap();
}

fn generate_lock(root: &Path) {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.arg("generate-lockfile").current_dir(root).output();
    assert!(output.unwrap().status.success());
}

/// What of Cargo.lock was brought up to date.
fn raised(report: &Value) -> Vec<&str> {
    let raised = report["raised"].as_array().unwrap().iter();
    raised.map(|it| it["name"].as_str().unwrap()).collect()
}

/// What became of the abort build, and of the one for this machine.
fn states(report: &Value) -> Vec<&str> {
    let others = report["others"].as_array().unwrap().iter();
    others.map(|it| it["state"].as_str().unwrap()).collect()
}

/// Whether it compiles with unwinding as it is, without migrating it.
fn errors(root: &Path, args: &[&str]) -> (u64, u64) {
    let (_, report) = json(&[&["migrate", "--json"], args].concat(), root);
    let rounds = report["rounds"].as_array().unwrap();
    let last = rounds.last().unwrap();
    let edits = report["edits"].as_array().unwrap().len() as u64;
    (last["own"].as_u64().unwrap(), edits)
}

#[test]
#[ignore = "compiles for wasm32"]
fn every_kind_of_edit_compiles_and_is_taken_back() {
    let _turn = wait_for_the_other();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    fs::create_dir(root.join("src")).unwrap();
    let mut lib = String::new();
    for entry in fs::read_dir(fixtures().join("before")).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap();
        fs::copy(&file, root.join("src").join(name)).unwrap();
        lib += &format!("pub mod {};\n", file.file_stem().unwrap().to_str().unwrap());
    }
    fs::write(root.join("src/lib.rs"), lib).unwrap();
    share_target(&root);
    let manifest = |exactly: &str| {
        let dependency = |name: &str, version: &str| format!("{name} = \"{exactly}{version}\"\n");
        let package = "[package]\nname = \"fixture\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
                       [workspace]\n\n[dependencies]\n"
            .to_owned();
        package
            + &dependency("js-sys", "0.3.77")
            + &dependency("wasm-bindgen-futures", "0.4.50")
            + &dependency("wasm-bindgen", "0.2.100").replace('\n', " # kept\n")
            + "\n[dev-dependencies]\n"
            + &dependency("wasm-bindgen-test", "0.3.50")
    };
    // With the versions of this lock it compiles as it is.
    fs::write(root.join("Cargo.toml"), manifest("=")).unwrap();
    generate_lock(&root);
    fs::write(root.join("Cargo.toml"), manifest("")).unwrap();
    let before = texts(&root);

    // Nothing is written unasked.
    let (code, plan) = json(&["migrate", "--json"], &root);
    assert_eq!(code, 0, "{plan:#}");
    assert!(plan["rounds"][0]["own"].as_u64() > Some(8), "{plan:#}");
    assert_eq!(
        raised(&plan),
        [
            "js-sys",
            "wasm-bindgen",
            "wasm-bindgen-futures",
            "wasm-bindgen-test"
        ]
    );
    assert_eq!(states(&plan), ["compiles", "compiles"], "{plan:#}");
    assert_eq!(texts(&root), before);

    succeed(&["migrate", "--write"], &root);
    for entry in fs::read_dir(fixtures().join("after")).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(root.join("src").join(file.file_name().unwrap())).unwrap();
        assert_eq!(
            text,
            fs::read_to_string(&file).unwrap(),
            "{}",
            file.display()
        );
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(
        manifest.contains("wasm-bindgen = \"0.2.112\" # kept"),
        "{manifest}"
    );
    let config = fs::read_to_string(root.join(".cargo/config.toml")).unwrap();
    assert!(
        config.contains("-phi-elim-split-all-critical-edges"),
        "{config}"
    );
    // What is to be reviewed is found.
    let (code, audit) = json(&["audit", "--json"], &root);
    assert_eq!(code, 100);
    let text = audit.to_string();
    assert_eq!(text.matches("\"unreviewed\"").count(), 9, "{audit:#}");

    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    assert!(!lock.contains("\"0.2.100\""), "{lock}");

    // Once is enough.
    assert_eq!(errors(&root, &[]), (0, 0));
    succeed(&["migrate", "--undo"], &root);
    assert_eq!(texts(&root), before);
    assert_eq!(bulkhead(&["migrate", "--undo"], &root).code, 101);
}

#[test]
#[ignore = "compiles for wasm32"]
fn what_breaks_another_build_is_not_written() {
    let _turn = wait_for_the_other();
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    fs::create_dir(root.join("src")).unwrap();
    let exported = fixtures().join("before/exported.rs");
    fs::copy(exported, root.join("src/exported.rs")).unwrap();
    // It is implemented twice, once this file's sibling implements it everywhere.
    let lib = "mod exported;\n\n\
               #[cfg(not(all(target_arch = \"wasm32\", panic = \"unwind\")))]\n\
               impl core::panic::RefUnwindSafe for exported::Counter {}\n";
    fs::write(root.join("src/lib.rs"), lib).unwrap();
    let manifest = "[package]\nname = \"twice\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
                    [workspace]\n\n[dependencies]\nwasm-bindgen = \"0.2\"\n";
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    share_target(&root);
    let before = texts(&root);
    let (code, report) = json(&["migrate", "--write", "--json"], &root);
    assert_eq!(code, 100, "{report:#}");
    assert_eq!(report["left"].as_array().unwrap().len(), 0, "{report:#}");
    assert_eq!(states(&report), ["broken", "broken"], "{report:#}");
    assert_eq!(report["others"][0]["errors"][0]["code"], "E0119");
    assert_eq!(report["written"], false);
    assert_eq!(texts(&root), before);
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
