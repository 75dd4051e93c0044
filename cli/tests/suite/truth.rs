//! What `cargo bulkhead verify` says of modules that are really compiled, export by export, in each
//! build. `cargo xtask test --only verify` runs this, which rebuilds std several times.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::compiled::{json, succeed, workspace};

/// The crate, which has each kind of export with and without an attribute.
const SOURCE: &str = include_str!("../truth/lib.rs");

/// What is built, by the arguments for `cargo bulkhead build`.
const BUILDS: &[&str] = &[
    "--panic abort",
    "--panic abort --profile small",
    "--panic abort --profile plain",
    "--panic unwind",
    "--panic unwind --profile small",
    "--panic unwind --eh exnref",
];

#[test]
#[ignore = "compiles for wasm32"]
fn each_export_is_what_its_source_says() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    write_crate(&root);
    let mut rows = 0;
    for build in BUILDS {
        for feature in [true, false] {
            rows += check(&root, build, feature);
        }
    }
    assert!(rows > 350, "{rows}");
}

#[test]
#[ignore = "compiles for wasm32"]
fn what_is_not_optimised_is_not_proven() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    write_crate(&root);
    let args = [
        "build",
        "--panic",
        "abort",
        "--dev",
        "--features",
        "bulkhead",
    ];
    succeed(&args, &root);
    let (code, document) = json(&["verify", "pkg", "--json"], &root);
    assert_eq!(code, 0, "{document:#}");
    let mut entries = document["modules"][0]["entries"].as_array().unwrap().iter();
    let number = entries.find(|entry| entry["name"] == "number").unwrap();
    assert_eq!(number["verdict"], "unknown");
    assert_eq!(json(&["verify", "pkg", "--json", "--strict"], &root).0, 100);
}

fn write_crate(root: &Path) {
    let workspace = workspace();
    let manifest = format!(
        "[package]\nname = \"truth\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n\
         [lib]\ncrate-type = [\"cdylib\"]\n\n[features]\nbulkhead = [\"dep:wasm-bulkhead\"]\n\n\
         [dependencies]\nwasm-bindgen = \"0.2.130\"\nwasm-bindgen-futures = \"0.4\"\n\
         wasm-bulkhead = {{ path = {:?}, optional = true }}\n\n\
         [profile.small]\ninherits = \"release\"\nopt-level = \"z\"\nlto = true\n\n\
         [profile.plain]\ninherits = \"release\"\nopt-level = 1\n",
        workspace.join("runtime")
    );
    fs::create_dir(root.join("src")).unwrap();
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    fs::write(root.join("src/lib.rs"), SOURCE).unwrap();
    fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    let target = workspace.join("target/bulkhead-truth");
    fs::create_dir_all(root.join(".cargo")).unwrap();
    let config = format!("[build]\ntarget-dir = {target:?}\n");
    fs::write(root.join(".cargo/config.toml"), config).unwrap();
}

/// Builds and verifies once, and returns how many exports were judged.
fn check(root: &Path, build: &str, feature: bool) -> usize {
    let mut args: Vec<_> = ["build"].into_iter().chain(build.split(' ')).collect();
    if feature {
        args.extend(["--features", "bulkhead"]);
    }
    succeed(&args, root);
    let (code, document) = json(&["verify", "pkg", "--json"], root);
    assert_eq!(code, 100, "{build}: there are bare ones");
    let module = &document["modules"][0];
    assert_eq!(module["misreads"], Value::Array(Vec::new()), "{build}");
    let entries = module["entries"].as_array().unwrap();
    let entries = entries.iter().filter(|entry| entry["class"] == "entry");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in entries {
        let name = entry["name"].as_str().unwrap();
        let is_bare = name.starts_with("bare") || name.contains("_bare_");
        let expected = if feature && !is_bare {
            "gated"
        } else {
            "ungated"
        };
        // Of an async export the way back from an argument that was refused is code that nothing
        // but the value of a tag keeps from being reached.
        let is_small_async = name.ends_with("later") && build.contains("small");
        let verdict = entry["verdict"].as_str().unwrap();
        if verdict != expected && !(is_small_async && verdict == "unknown") {
            wrong.push(format!("{name}: {verdict}, {}", entry["reason"]));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{build}, {feature}: {wrong:#?}");
    count
}
