//! Crates that `migrate` edits in every way it can, compiled before, after and when it is taken back.
//! `cargo xtask test --only migrate` runs these, which compile each of them many times.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::compiled::migrate::{errors, share_target, states, texts, wait_for_the_other};
use crate::compiled::{bulkhead, json, succeed, workspace};

fn fixtures() -> PathBuf {
    workspace().join("cli/tests/migrate")
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
