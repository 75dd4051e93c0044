//! `cargo bulkhead doctor` on machines made of scripts, and on this one.

use crate::support::{self, Place};
use serde_json::Value;

/// A crate of an ordinary kind.
const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\n\n[lib]\ncrate-type = \
                        [\"cdylib\"]\n\n[dependencies]\nwasm-bindgen = \"0.2\"\n";

/// A flag that makes unwind builds, without the one that LLVM needs.
const UNWIND: &str = "[build]\nrustflags = [\"-C\", \"panic=unwind\", \
                      \"-Cllvm-args=-wasm-use-legacy-eh=true\"]\n[unstable]\nbuild-std = \
                      [\"std\", \"panic_unwind\"]\n";

/// A place with such a crate, and a compiler that can make any build.
pub(crate) fn machine() -> Place {
    let place = Place::new();
    place.file("Cargo.toml", MANIFEST).file("src/lib.rs", "");
    compiler(
        &place,
        "1.99.0",
        &["src/rust/library/std/Cargo.toml", "bin/rust-lld"],
    );
    place
}

/// A compiler that brings these files, and is on the search path.
pub(crate) fn compiler(place: &Place, release: &str, files: &[&str]) {
    let sysroot = place.root().join("target/sysroot");
    for file in files {
        let file = match file.strip_prefix("bin/") {
            Some(name) => format!("target/sysroot/lib/rustlib/x86_64-unknown-linux-gnu/bin/{name}"),
            None => format!("target/sysroot/lib/rustlib/{file}"),
        };
        place.file(&file, "");
    }
    let script = format!(
        "case \"$*\" in\n-vV) echo 'release: {release}'; echo 'host: x86_64-unknown-linux-gnu' ;;\n\
         *sysroot*) echo '{}' ;;\n*) exit 1 ;;\nesac",
        sysroot.display()
    );
    place.program("rustc", &script);
}

/// Runs the doctor, and returns its document.
fn examine(place: &Place, args: &[&str]) -> (i32, Value) {
    let args = [&["doctor", "--json"], args].concat();
    let ended = place.run(&args);
    let document = serde_json::from_str(&ended.out);
    (
        ended.code,
        document.unwrap_or_else(|e| panic!("{e}: {}{}", ended.out, ended.err)),
    )
}

/// The check of this name.
#[track_caller]
fn check<'a>(document: &'a Value, id: &str) -> &'a Value {
    let checks = document["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["id"] == id);
    found.unwrap_or_else(|| panic!("there is no check {id} in {document:#}"))
}

#[track_caller]
fn assert_status(document: &Value, id: &str, status: &str) {
    let check = check(document, id);
    assert_eq!(check["status"], status, "{check:#}");
}

/// What mends it, as text.
fn remedy(document: &Value, id: &str) -> String {
    let remedy = &check(document, id)["remedy"];
    let part = |key: &str| remedy[key].as_str().unwrap_or_default().to_owned();
    part("command") + &part("text")
}

#[test]
fn a_machine_that_has_what_it_needs_is_well() {
    let (code, document) = examine(&machine(), &[]);
    assert_eq!(
        (code, &document["problems"]),
        (0, &0.into()),
        "{document:#}"
    );
    assert_status(&document, "build:abort", "ok");
    assert_status(&document, "build:unwind", "ok");
    assert_eq!(document["schema"], 1);
}

#[test]
fn people_read_on_standard_error() {
    let ended = machine().run(&["doctor"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, ""));
    assert!(
        ended.err.contains("abort builds: Rust in "),
        "{}",
        ended.err
    );
    assert!(!ended.err.contains('\u{1b}'), "there are colours in a file");
}

#[test]
fn without_a_compiler_there_is_a_way_to_one() {
    let place = Place::new();
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 100);
    assert!(remedy(&document, "rustc").contains("rustup.rs"));
}

#[test]
fn a_compiler_without_std_for_wasm_is_a_problem_for_the_build_that_is_wanted() {
    let place = machine();
    std::fs::remove_dir_all(place.root().join("target/sysroot/lib/rustlib/src")).unwrap();
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 100);
    assert_status(&document, "build:abort", "problem");
    assert_status(&document, "build:unwind", "advice");
    assert_status(
        &examine(&place, &["--panic", "unwind"]).1,
        "build:unwind",
        "problem",
    );

    place.file(
        "target/sysroot/lib/rustlib/wasm32-unknown-unknown/lib/libstd.rlib",
        "",
    );
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 0, "{document:#}");
    assert_status(&document, "build:abort", "ok");
    assert_eq!(examine(&place, &["--panic", "unwind"]).0, 100);
}

#[test]
fn what_rustup_has_to_be_told_names_the_toolchain() {
    let place = machine();
    let sysroot = place.root().join("target/sysroot");
    let list = |name: &str| format!("echo '{name} (active, default) {}'", sysroot.display());
    place.program("rustup", &list("stable-x86_64-unknown-linux-gnu"));
    let (_, document) = examine(&place, &["--panic", "abort"]);
    assert_eq!(
        remedy(&document, "build:abort"),
        "rustup target add wasm32-unknown-unknown --toolchain stable-x86_64-unknown-linux-gnu"
    );
    let unwind = remedy(&document, "build:unwind");
    assert_eq!(
        unwind,
        "rustup toolchain install nightly --component rust-src"
    );

    std::fs::remove_dir_all(sysroot.join("lib/rustlib/src")).unwrap();
    compiler(&place, "1.99.0-nightly", &[]);
    place.program(
        "rustup",
        &list("nightly-2026-01-01-x86_64-unknown-linux-gnu"),
    );
    let (_, document) = examine(&place, &[]);
    assert_eq!(
        remedy(&document, "build:unwind"),
        "rustup component add rust-src --toolchain nightly-2026-01-01-x86_64-unknown-linux-gnu"
    );
}

#[test]
fn an_old_compiler_does_not_unwind() {
    let place = machine();
    compiler(&place, "1.95.0", &[]);
    assert_status(
        &examine(&place, &["--panic", "unwind"]).1,
        "build:unwind",
        "problem",
    );
}

#[test]
fn a_compiler_without_its_linker_is_a_problem_unless_cargo_has_another() {
    let place = machine();
    let rustlib = place.root().join("target/sysroot/lib/rustlib");
    std::fs::remove_dir_all(rustlib.join("x86_64-unknown-linux-gnu")).unwrap();
    let id = format!("linker:{}", place.root().join("target/sysroot").display());
    assert_status(&examine(&place, &[]).1, &id, "problem");
    place.file(
        ".cargo/config.toml",
        "[target.wasm32-unknown-unknown]\nlinker = \"lld\"\n",
    );
    assert_status(&examine(&place, &[]).1, &id, "ok");
}

#[test]
fn unwinding_without_the_flag_for_llvm_is_a_problem() {
    let place = machine();
    place.file(".cargo/config.toml", UNWIND);
    let id = "rustflags:split-critical-edges";
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 100);
    assert_status(&document, id, "problem");
    assert!(remedy(&document, id).contains("-phi-elim-split-all-critical-edges"));
    assert!(remedy(&document, id).contains("crate/.cargo/config.toml"));

    let flag = "\"-C\", \"llvm-args=-phi-elim-split-all-critical-edges\", \"-C\", \"panic";
    let mended = UNWIND.replace("\"-C\", \"panic", flag);
    place.file(".cargo/config.toml", &mended);
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 0, "{document:#}");
}

#[test]
fn flags_count_from_where_cargo_takes_them() {
    let place = machine();
    place.file(".cargo/config.toml", UNWIND);
    let mut command = place.command(&["doctor", "--json"]);
    let ended = support::Ended::of(command.env("RUSTFLAGS", "-Dwarnings").output().unwrap());
    let document: Value = serde_json::from_str(&ended.out).unwrap();
    assert_status(&document, "rustflags:ignored", "advice");
    assert_eq!(ended.code, 0, "{document:#}");

    let target = "[target.'cfg(target_family = \"wasm\")']\nrustflags = \"-Cpanic=unwind\"\n";
    place.file(".cargo/config.toml", target);
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 100);
    assert_status(&document, "rustflags:split-critical-edges", "problem");
    assert_status(&document, "rustflags:encoding", "advice");
    assert_status(&document, "build-std", "advice");
}

#[test]
fn std_rebuilt_for_aborting_does_not_unwind() {
    let place = machine();
    place.file(
        ".cargo/config.toml",
        &UNWIND.replace("panic_unwind", "panic_abort"),
    );
    assert_status(&examine(&place, &[]).1, "build-std", "problem");
}

#[test]
fn a_profile_that_aborts_is_a_problem_for_unwinding_alone() {
    let place = machine();
    let profile = "\n[profile.release]\npanic = \"abort\"\n";
    place.file("Cargo.toml", &format!("{MANIFEST}{profile}"));
    assert_eq!(examine(&place, &[]).0, 0);
    let (code, document) = examine(&place, &["--panic", "unwind"]);
    assert_eq!(code, 100);
    assert_status(&document, "profile:release:panic", "problem");
}

#[test]
fn profiles_that_cargo_ignores_are_told() {
    let place = machine();
    place.file(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\"]\nresolver = \"2\"\n",
    );
    let member = format!("{MANIFEST}\n[profile.release]\nopt-level = \"z\"\n");
    place
        .file("app/Cargo.toml", &member)
        .file("app/src/lib.rs", "");
    assert_status(&examine(&place, &[]).1, "profile:ignored:app", "advice");
}

#[test]
fn versions_that_do_not_fit_are_a_problem() {
    let lock = |versions: &[&str]| {
        let package =
            |v: &&str| format!("[[package]]\nname = \"wasm-bindgen\"\nversion = \"{v}\"\n");
        versions.iter().map(package).collect::<String>()
    };
    let own = wasm_bindgen_shared::SCHEMA_VERSION;
    let place = machine();
    place.file("Cargo.lock", &lock(&["0.2.90"]));
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 100);
    let update = format!("cargo update -p wasm-bindgen --precise {own}");
    assert_eq!(remedy(&document, "glue"), update);

    place.program("wasm-bindgen", "echo wasm-bindgen 0.2.90");
    place.file("Cargo.lock", &lock(&[own]));
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 0);
    assert!(remedy(&document, "wasm-bindgen").contains(&format!("--version {own} ")));

    place.file("Cargo.lock", &lock(&["0.2.90", own]));
    let (_, document) = examine(&place, &[]);
    assert!(
        remedy(&document, "lock:wasm-bindgen").starts_with("cargo update -p wasm-bindgen@0.2.90 ")
    );
}

#[test]
fn files_that_cannot_be_read_are_problems_by_name() {
    let place = machine();
    place
        .file("Cargo.lock", "[[package")
        .file("package.json", "{");
    assert_names_file(&place, "lock", "Cargo.lock");
    let package = format!(
        "package.json:{}",
        place.root().join("package.json").display()
    );
    assert_names_file(&place, &package, "package.json");
    place.file(".cargo/config.toml", "[build");
    assert_names_file(&place, "cargo-config", ".cargo/config.toml");
    place
        .file(".cargo/config.toml", "")
        .file("Cargo.toml", "[package");
    assert_names_file(&place, "manifest", "Cargo.toml");
}

#[track_caller]
fn assert_names_file(place: &Place, id: &str, file: &str) {
    let (code, document) = examine(place, &[]);
    assert_eq!(code, 100);
    assert_status(&document, id, "problem");
    let check = check(&document, id);
    assert!(
        check["summary"].as_str().unwrap().contains(file),
        "{check:#}"
    );
}

#[test]
fn a_path_that_leads_nowhere_is_a_failure() {
    let ended = machine().run(&["doctor", "--manifest-path", "nowhere/Cargo.toml"]);
    assert_eq!((ended.code, ended.out.as_str()), (101, ""));
    assert!(ended.err.contains("there is no file") && ended.err.contains("nowhere"));
}

#[test]
fn wasm_pack_that_leaves_our_modules_out_is_a_problem() {
    let place = machine();
    place.program("wasm-pack", "echo wasm-pack 0.13.1");
    assert_status(&examine(&place, &[]).1, "wasm-pack", "problem");
    place.program("wasm-pack", "echo wasm-pack 0.15.0");
    assert_status(&examine(&place, &[]).1, "wasm-pack", "ok");
}

#[test]
fn a_wasm_opt_is_tried() {
    let place = machine();
    assert_status(&examine(&place, &[]).1, "wasm-opt", "advice");
    // Reads what has no exception reference (0x69) in it.
    let old = "test \"$1\" = --version && { echo wasm-opt version 108; exit; }\n\
               for file; do :; done\n/bin/grep -q i \"$file\" && exit 1\n: > \"$4\"";
    place.program("wasm-opt", old);
    let (_, document) = examine(&place, &[]);
    let facts = &check(&document, "wasm-opt")["facts"];
    assert_eq!(
        (&facts["legacy"], &facts["exnref"]),
        (&true.into(), &false.into())
    );
    assert!(remedy(&document, "wasm-opt").contains("binaryen"));
    place.program("wasm-opt", "exit 1");
    assert_status(&examine(&place, &[]).1, "wasm-opt", "advice");
}

#[test]
fn an_engine_that_lacks_the_wanted_encoding_is_a_problem() {
    let place = machine();
    let answers = "{\"base\":true,\"legacy\":true,\"exnref\":false,\"jsTag\":false,\
                   \"requiresModules\":false}";
    let script = format!("test \"$1\" = --version && echo v20.0.0 || echo '{answers}'");
    place.program("node", &script);
    place.file(".cargo/config.toml", UNWIND);
    assert_status(&examine(&place, &[]).1, "engine:node:require", "advice");
    place.file(".cargo/config.toml", &UNWIND.replace("eh=true", "eh=false"));
    let (_, document) = examine(&place, &[]);
    assert_status(&document, "engine:node:encoding", "problem");
    place.program("node", "test \"$1\" = --version && echo v20.0.0 || exit 1");
    assert_status(&examine(&place, &[]).1, "engine:node", "problem");
}

#[test]
fn the_node_of_this_machine_runs_the_modules() {
    let place = machine();
    let path = std::env::var_os("PATH").unwrap();
    let node = std::env::split_paths(&path).map(|dir| dir.join("node"));
    let mut node = node;
    let node = node.find(|file| file.is_file()).expect("there is a Node");
    place.program("node", &format!("exec '{}' \"$@\"", node.display()));
    let (_, document) = examine(&place, &[]);
    let facts = &check(&document, "engine:node")["facts"];
    assert_eq!(
        (&facts["base"], &facts["legacy"]),
        (&true.into(), &true.into())
    );
    assert!(facts["exnref"].is_boolean());
}

#[test]
fn bundlers_near_the_crate_are_told_of() {
    let place = machine();
    place.file(
        "www/package.json",
        "{ \"devDependencies\": { \"vite\": \"8\", \"webpack\": \"5\" } }",
    );
    place.file(
        "pkg/package.json",
        "{ \"files\": [\"app_bg.wasm\", \"app.js\"] }",
    );
    place.file("pkg/snippets/a.js", "");
    place.file(
        "node_modules/package.json",
        "{ \"dependencies\": { \"jest\": \"29\" } }",
    );
    let (code, document) = examine(&place, &[]);
    assert_eq!(code, 100);
    let www = place.root().join("www/package.json");
    assert_status(&document, &format!("vite:{}", www.display()), "advice");
    assert_status(&document, &format!("webpack:{}", www.display()), "advice");
    let pkg = place.root().join("pkg/package.json");
    assert_status(&document, &format!("files:{}", pkg.display()), "problem");
    assert!(!document.to_string().contains("jest"));
    place.file(
        "pkg/package.json",
        "{ \"files\": [\"app_bg.wasm\", \"snippets/\"] }",
    );
    assert_eq!(examine(&place, &[]).0, 0);
}
