//! Crates that are really compiled for wasm32. `cargo xtask test --only cli` runs these, which take
//! a compiler that can rebuild std, and Node.

mod coredump;
pub(crate) mod migrate;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::support::{program, Ended};

/// The workspace that this crate is in.
pub(crate) fn workspace() -> PathBuf {
    // Cargo runs tests in the directory of their package.
    let cli = std::env::current_dir().unwrap();
    cli.parent().expect("it is a member").to_owned()
}

/// Runs the program on this machine as it is.
pub(crate) fn bulkhead(args: &[&str], dir: &Path) -> Ended {
    let mut command = Command::new(program());
    // Those of the Cargo around this test are about this crate.
    for name in ["RUSTUP_TOOLCHAIN", "CARGO_TARGET_DIR", "RUSTFLAGS"] {
        command.env_remove(name);
    }
    Ended::of(command.args(args).current_dir(dir).output().unwrap())
}

#[track_caller]
pub(crate) fn succeed(args: &[&str], dir: &Path) -> Ended {
    let ended = bulkhead(args, dir);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    ended
}

#[track_caller]
pub(crate) fn json(args: &[&str], dir: &Path) -> (i32, Value) {
    let ended = bulkhead(args, dir);
    let document = serde_json::from_str(&ended.out);
    (
        ended.code,
        document.unwrap_or_else(|error| panic!("{error}: {}", ended.err)),
    )
}

fn node(script: &str, dir: &Path) -> String {
    let node = std::env::var_os("CLI_NODE").unwrap_or_else(|| "node".into());
    let output = Command::new(node)
        .args(["-e", script])
        .current_dir(dir)
        .output();
    let output = output.expect("there is a Node");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

/// The stack of a transfer that panics in `fee`.
const PANIC: &str = "Error.stackTraceLimit = 50;
    const { Plain } = require('./pkg/ledger.js');
    try { new Plain().transfer(10n, 'xx'); }
    catch (error) { console.log((error.cause ?? error).stack); }";

#[test]
#[ignore = "compiles for wasm32"]
fn a_package_runs_and_its_stacks_are_explained() {
    let ledger = workspace().join("examples/ledger");
    let ledger = ledger.to_str().unwrap();
    let manifest = format!("{ledger}/Cargo.toml");
    for panic in ["abort", "unwind"] {
        let dir = tempfile::tempdir().unwrap();
        let args = [
            "build",
            "--manifest-path",
            &manifest,
            "--target",
            "nodejs",
            "--panic",
            panic,
            "--companion",
        ];
        let (code, report) = json(&[&args[..], &["--json"]].concat(), dir.path());
        assert_eq!((code, report["panic"].as_str()), (0, Some(panic)));

        let stack = node(PANIC, dir.path());
        assert!(stack.contains("wasm-function["), "{stack}");
        assert!(
            !stack.contains("accounts"),
            "what ships has no names: {stack}"
        );
        let explain = |stack: &str| {
            fs::write(dir.path().join("stack.txt"), stack).unwrap();
            let args = ["explain", "stack.txt", "--module", "pkg/ledger_bg.wasm"];
            succeed(&args, dir.path()).out
        };
        // As V8 has it, and as SpiderMonkey writes the same.
        let frames = || {
            stack
                .lines()
                .filter_map(|line| line.split_once("wasm-function["))
        };
        let spider_monkey = frames().map(|(_, rest)| {
            let place = rest.trim_end_matches(')');
            format!("f@http://localhost/ledger_bg.wasm:wasm-function[{place}\n")
        });
        for stack in [stack.clone(), spider_monkey.collect()] {
            let explained = explain(&stack);
            let mut lines = explained.lines();
            let site = lines.find(|line| line.contains("accounts.rs:82:"));
            assert!(site.is_some_and(|line| line.contains("fee")), "{explained}");
            for part in ["accounts.rs:39:", "transfer", "src/lib.rs:"] {
                assert!(explained.contains(part), "{part} is not in {explained}");
            }
        }

        // JavaScriptCore tells the functions alone.
        let functions = frames().filter_map(|(_, rest)| rest.split(']').next());
        let functions = functions.map(|index| format!("{index}@<?>:wasm-function[{index}]\n"));
        let explained = explain(&functions.collect::<String>());
        assert!(explained.contains("ledger"), "{explained}");

        let (_, verified) = json(&["verify", "pkg", "--json"], dir.path());
        let module = &verified["modules"][0];
        assert_eq!(module["panic"], panic);
        assert_eq!(module["glue"]["delivery"], "plain");
        assert_eq!(module["buildId"], report["buildId"]);
        assert!(
            module["weight"]["own"].as_u64() > Some(0),
            "the companion has the names: {module:#}"
        );
        let verdict = |name: &str| {
            let mut entries = module["entries"].as_array().unwrap().iter();
            let entry = entries.find(|entry| entry["name"] == name).unwrap();
            entry["verdict"].as_str().unwrap().to_owned()
        };
        assert_eq!(verdict("plain_new"), "gated");
        assert_ne!(verdict("plain_transfer"), "ungated");
    }
}

/// A crate of wasm-bindgen's with nothing of ours.
const PLAIN: &str = "use wasm_bindgen::prelude::*;\n\n/// Divides.\n#[wasm_bindgen]\n\
                     pub fn divide(a: i32, b: i32) -> i32 {\n    a / b\n}\n\n\
                     #[wasm_bindgen]\npub fn sum(list: &[i32]) -> i32 {\n    list.iter().sum()\n}\n";

#[test]
#[ignore = "compiles for wasm32"]
fn a_crate_that_init_edited_is_guarded() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().canonicalize().unwrap();
    let workspace = workspace();
    let manifest = format!(
        "[package]\nname = \"plain\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n\
         [dependencies]\nwasm-bindgen = \"0.2.130\" # kept\n\n[patch.crates-io]\nwasm-bulkhead = {{ path = {:?} }}\n",
        workspace.join("runtime")
    );
    fs::create_dir(root.join("src")).unwrap();
    fs::write(root.join("Cargo.toml"), &manifest).unwrap();
    fs::write(root.join("src/lib.rs"), PLAIN).unwrap();
    fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    // Its std is that of the abort build above, which has a companion, too.
    let target = workspace.join("target");
    fs::create_dir_all(root.join(".cargo")).unwrap();
    fs::write(
        root.join(".cargo/config.toml"),
        format!("[build]\ntarget-dir = {target:?}\n"),
    )
    .unwrap();

    let verdicts = || -> Vec<String> {
        let (_, verified) = json(&["verify", "pkg", "--json"], &root);
        let entries = verified["modules"][0]["entries"].as_array().unwrap().iter();
        entries
            .map(|entry| format!("{} {}", entry["name"], entry["verdict"]).replace('"', ""))
            .collect()
    };
    succeed(&["build", "--target", "nodejs", "--companion"], &root);
    assert_eq!(verdicts(), ["divide ungated", "sum ungated"]);
    assert_eq!(bulkhead(&["audit"], &root).code, 100);

    succeed(&["init", "--attributes", "--write"], &root);
    let build = ["build", "--target", "nodejs", "--finish", "--companion"];
    succeed(&build, &root);
    let verdicts = verdicts();
    assert_eq!(verdicts[0], "divide gated");
    assert!(!verdicts[1].contains("ungated"), "{verdicts:?}");
    let ended = bulkhead(&["audit"], &root);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let script = "const { divide } = require('./pkg/plain.js'); console.log(divide(6, 2));
        try { divide(1, 0); } catch (error) { console.log(error.name); }
        try { divide(6, 2); } catch (error) { console.log(error.name); }";
    assert_eq!(
        node(script, &root),
        "3\nInstanceAbortError\nInstanceAbortError\n"
    );

    succeed(&["init", "--undo"], &root);
    assert_eq!(
        fs::read_to_string(root.join("Cargo.toml")).unwrap(),
        manifest
    );
    assert_eq!(fs::read_to_string(root.join("src/lib.rs")).unwrap(), PLAIN);
}
