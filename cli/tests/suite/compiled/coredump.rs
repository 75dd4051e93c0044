//! Core dumps that Node takes of a real package.

use std::fs;
use std::path::Path;

use super::{json, node, succeed, workspace};

/// The crate, which allows them.
const SOURCE: &str = include_str!("../../coredump/lib.rs");

fn write_crate(root: &Path) {
    let workspace = workspace();
    let (runtime, macros) = (workspace.join("runtime"), workspace.join("macros"));
    let manifest = format!(
        "[package]\nname = \"mortem\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n\
         [lib]\ncrate-type = [\"cdylib\"]\n\n\
         [dependencies]\nwasm-bindgen = \"0.2.130\"\n\
         wasm-bulkhead = {{ version = \"0.1.0\", features = [\"js-api\"] }}\n\n\
         [patch.crates-io]\nwasm-bulkhead = {{ path = {runtime:?} }}\n\
         wasm-bulkhead-macros = {{ path = {macros:?} }}\n"
    );
    fs::create_dir_all(root.join("src")).unwrap();
    fs::create_dir_all(root.join(".cargo")).unwrap();
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
    fs::write(root.join("src/lib.rs"), SOURCE).unwrap();
    fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    // Where there is a std already.
    let target = workspace.join("target");
    let config = format!("[build]\ntarget-dir = {target:?}\n");
    fs::write(root.join(".cargo/config.toml"), config).unwrap();
}

/// Takes the core dump of a failing call.
fn take(call: &str, root: &Path) {
    let script = format!(
        "const {{ bulkhead, trap, overflow, fill }} = require('./pkg/mortem.js');
         try {{ {call}; }} catch {{ require('fs').writeFileSync('core.wasm', bulkhead.coredump()); }}"
    );
    let _ = fs::remove_file(root.join("core.wasm"));
    node(&script, root);
}

#[test]
#[ignore = "compiles for wasm32"]
fn a_core_dump_is_taken_and_explained() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    write_crate(&root);
    let site = 1 + SOURCE
        .lines()
        .position(|line| line.contains("// site: trap"))
        .unwrap();
    for panic in ["abort", "unwind"] {
        let build = [
            "build",
            "--target",
            "nodejs",
            "--panic",
            panic,
            "--companion",
        ];
        succeed(&build, &root);
        let explain = [
            "explain",
            "core.wasm",
            "--module",
            "pkg/mortem_bg.wasm",
            "--static",
            "mortem::COUNT",
        ];

        take("trap(3)", &root);
        let told = succeed(&explain, &root).out;
        for words in [
            &format!("src/lib.rs:{site}:") as &str,
            "mortem::inner (",
            "mortem::outer (",
            "fault     unreachable in `trap`",
            &format!("generation 1, guard plain, {panic} build; inside `trap`"),
            "mortem::COUNT = 44 (2c 00 00 00)",
        ] {
            assert!(told.contains(words), "{words} is not in {told}");
        }
        let (_, document) = json(
            &[&explain[..], &["--json", "--for-wasmgdb", "gdb"]].concat(),
            &root,
        );
        assert_eq!(document["core"]["fault"]["kind"], "unreachable");
        assert!(root.join("gdb/core.wasm").exists());

        take("overflow()", &root);
        let (_, document) = json(&[&explain[..], &["--json"]].concat(), &root);
        assert_eq!(document["core"]["fault"]["kind"], "stack_overflow");
        assert_eq!(document["core"]["statics"][0]["value"], 1041);
        let first = &document["stacks"][0][1]["frames"];
        let mut frames = first.as_array().unwrap().iter();
        assert!(
            frames.any(|frame| frame["function"] == "mortem::descend"),
            "{first:#}"
        );
    }
}
