//! `cargo bulkhead build` with a Cargo that compiles nothing: it takes down what it is told, and
//! gives back a module that is there already. `compiled.rs` has real ones.

use std::fs;
use std::path::Path;

use serde_json::Value;
use wasm_encoder::{
    CodeSection, CustomSection, ExportKind, ExportSection, Function, FunctionSection,
    MemorySection, MemoryType, Module, NameMap, NameSection, TypeSection,
};

use crate::doctor::{compiler, machine};
use crate::support::{Ended, Place};

/// A machine whose Cargo "builds" a module.
fn factory() -> Place {
    let place = machine();
    place.file(
        "Cargo.lock",
        "version = 4\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\n",
    );
    fs::write(place.root().join("app.wasm"), module()).unwrap();
    let root = place.root().canonicalize().unwrap();
    let root = root.display();
    let artifact = serde_json::json!({
        "reason": "compiler-artifact",
        "package_id": format!("path+file://{root}#app@0.1.0"),
        "manifest_path": format!("{root}/Cargo.toml"),
        "target": {
            "kind": ["cdylib"], "crate_types": ["cdylib"], "name": "app",
            "src_path": format!("{root}/src/lib.rs"), "edition": "2021",
            "doc": true, "doctest": true, "test": true,
        },
        "profile": {
            "opt_level": "3", "debuginfo": 0, "debug_assertions": false,
            "overflow_checks": false, "test": false,
        },
        "features": [],
        "filenames": [format!("{root}/app.wasm")],
        "executable": null,
        "fresh": false,
    });
    let cargo = env!("CARGO");
    let script = format!(
        "case \"$1\" in build|rustc) ;; *) exec '{cargo}' \"$@\";; esac\n\
         for arg; do case \"$arg\" in -Clink-arg=-Map=*)\n\
         map=\"${{arg#*=-Map=}}\"; /bin/mkdir -p \"${{map%/*}}\"; echo '{MAP}' > \"$map\";; esac; done\n\
         for arg; do echo \"$arg\"; done > told\n\
         echo \"flags $CARGO_ENCODED_RUSTFLAGS\" >> told\n\
         echo \"bootstrap $RUSTC_BOOTSTRAP\" >> told\n\
         test -e broken && exit 101\n\
         echo '{artifact}'"
    );
    place.program("cargo", &script);
    place
}

/// What the linker says of a static.
const MAP: &str = "    Addr      Off     Size Out     In      Symbol
  1003a0     3931        4                 _RNvCs4IUqSXCxwRU_4mapx5COUNT";

/// A module with one exported function that has a name.
fn module() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("nothing", ExportKind::Func, 0);
    let mut nothing = Function::new([]);
    nothing.instructions().end();
    let mut bodies = CodeSection::new();
    bodies.function(&nothing);
    let mut names = NameMap::new();
    names.append(0, "a_name_of_its_own");
    let mut section = NameSection::new();
    section.functions(&names);
    let features = CustomSection {
        name: "target_features".into(),
        data: (&[0][..]).into(),
    };
    let mut module = Module::new();
    module
        .section(&types)
        .section(&functions)
        .section(&memories)
        .section(&exports);
    module.section(&bodies).section(&section).section(&features);
    module.finish()
}

/// What Cargo was told, line by line.
fn told(place: &Place) -> Vec<String> {
    let text = fs::read_to_string(place.root().join("told")).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[track_caller]
fn build(place: &Place, args: &[&str]) -> Ended {
    let ended = place.run(&[&["build"], args].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended
}

#[track_caller]
fn refused(place: &Place, args: &[&str], words: &str) {
    let ended = place.run(&[&["build"], args].concat());
    assert_eq!((ended.code, ended.out.as_str()), (101, ""), "{}", ended.err);
    assert!(ended.err.contains(words), "{}", ended.err);
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The package that lies in a directory of the crate.
fn manifest(place: &Place, dir: &str) -> Value {
    let text = fs::read_to_string(place.root().join(dir).join("package.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn an_abort_build_has_no_flags_and_goes_to_pkg() {
    let place = factory();
    build(&place, &[]);
    let told = told(&place);
    assert!(told.contains(&"flags ".to_owned()), "{told:?}");
    assert!(told.contains(&"--target=wasm32-unknown-unknown".to_owned()));
    assert!(told.contains(&"profile.release.panic=\"abort\"".to_owned()));
    assert!(
        !told.iter().any(|arg| arg.contains("rustflags")),
        "{told:?}"
    );
    let files = names(&place.root().join("pkg"));
    assert_eq!(
        files,
        [
            "app.d.ts",
            "app.js",
            "app_bg.wasm",
            "app_bg.wasm.d.ts",
            "package.json"
        ]
    );
    assert_eq!(manifest(&place, "pkg")["type"], "module");
}

#[test]
fn an_unwind_build_has_all_flags_and_std_rebuilt() {
    let place = factory();
    build(&place, &["--panic", "unwind"]);
    let of_legacy = told(&place);
    assert!(
        of_legacy.contains(&"-Zbuild-std=std,panic_unwind".to_owned()),
        "{of_legacy:?}"
    );
    assert!(
        of_legacy.contains(&"bootstrap 1".to_owned()),
        "the compiler is a stable one"
    );
    let flags = of_legacy
        .iter()
        .find(|arg| arg.contains("rustflags"))
        .unwrap();
    for flag in [
        "-Cpanic=unwind",
        "eh=true",
        "-phi-elim-split-all-critical-edges",
    ] {
        assert!(flags.contains(flag), "{flags}");
    }
    build(&place, &["--panic", "unwind", "--eh", "exnref"]);
    let of_exnref = told(&place);
    assert!(
        of_exnref.iter().any(|arg| arg.contains("eh=false")),
        "{of_exnref:?}"
    );
    assert_ne!(of_legacy, of_exnref);
}

#[test]
fn a_nightly_needs_no_leave_to_be_unstable() {
    let place = factory();
    compiler(&place, "1.99.0-nightly", &[]);
    build(&place, &["--panic", "unwind"]);
    assert!(told(&place).contains(&"bootstrap ".to_owned()));
}

#[test]
fn flags_of_ones_own_stay() {
    let place = factory();
    let flags = |place: &Place| {
        let told = told(place);
        let found = told.iter().find(|arg| arg.contains("rustflags"));
        found.cloned().unwrap_or_default()
    };
    place.file(
        ".cargo/config.toml",
        "[build]\nrustflags = [\"--cfg\", \"mine\"]\n",
    );
    build(&place, &["--panic", "unwind"]);
    assert!(
        flags(&place).contains("[\"--cfg\", \"mine\", \"-Cpanic=unwind\""),
        "{}",
        flags(&place)
    );

    // Cargo joins these with ours itself.
    let target = "[target.wasm32-unknown-unknown]\nrustflags = [\"--cfg\", \"mine\"]\n";
    place.file(".cargo/config.toml", target);
    build(&place, &["--panic", "unwind"]);
    assert!(
        flags(&place).contains("rustflags=[\"-Cpanic=unwind\""),
        "{}",
        flags(&place)
    );

    let mut command = place.command(&["build", "--panic", "unwind"]);
    let ended = Ended::of(command.env("RUSTFLAGS", "--cfg theirs").output().unwrap());
    assert_eq!(ended.code, 0, "{}", ended.err);
    let told = told(&place);
    let flags = told.iter().find(|line| line.starts_with("flags ")).unwrap();
    assert!(
        flags.starts_with("flags --cfg\u{1f}theirs\u{1f}-Cpanic=unwind\u{1f}"),
        "{flags:?}"
    );
}

#[test]
fn what_llvm_is_told_already_is_not_told_twice() {
    let place = factory();
    let config = "[build]\nrustflags = [\"-Cpanic=unwind\", \
                  \"-Cllvm-args=-wasm-use-legacy-eh=false\"]\n";
    place.file(".cargo/config.toml", config);
    // The configuration is what is built if nothing is said.
    build(&place, &[]);
    let said = told(&place).join("\n");
    assert_eq!(said.matches("-wasm-use-legacy-eh").count(), 1, "{said}");
    assert!(said.contains("-phi-elim-split-all-critical-edges"));
    refused(&place, &["--eh", "legacy"], "-wasm-use-legacy-eh=false");
    build(&place, &["--panic", "abort"]);
    assert!(told(&place).join("\n").contains("\"-Cpanic=abort\"]"));
}

#[test]
fn each_target_has_its_glue() {
    let place = factory();
    for (target, mark, kind) in [
        ("web", "as default }", Value::from("module")),
        ("nodejs", "require('fs')", Value::Null),
        ("bundler", "from \"./app_bg.wasm\"", Value::from("module")),
        (
            "deno",
            "new URL('app_bg.wasm', import.meta.url)",
            Value::from("module"),
        ),
        ("module", "import source", Value::from("module")),
        ("no-modules", "let wasm_bindgen", Value::Null),
    ] {
        build(&place, &["--target", target, "--out-dir", target]);
        let glue = fs::read_to_string(place.root().join(target).join("app.js")).unwrap();
        assert!(glue.contains(mark), "{target}: {glue}");
        assert_eq!(manifest(&place, target)["type"], kind, "{target}");
    }
}

#[test]
fn what_is_in_the_package_beside_the_build_stays() {
    let place = factory();
    build(&place, &[]);
    place
        .file("pkg/README.md", "mine")
        .file("pkg/assets/a.txt", "mine");
    let mut own = manifest(&place, "pkg");
    own["name"] = "@me/app".into();
    own["scripts"]["test"] = "node --test".into();
    own["version"] = "0.0.1".into();
    own["files"] = serde_json::json!(["README.md"]);
    place.file("pkg/package.json", &own.to_string());
    place.file("pkg/snippets/old.js", "");
    build(&place, &["--out-name", "other"]);
    let files = names(&place.root().join("pkg"));
    assert_eq!(
        files,
        [
            "README.md",
            "assets",
            "other.d.ts",
            "other.js",
            "other_bg.wasm",
            "other_bg.wasm.d.ts",
            "package.json"
        ]
    );
    let after = manifest(&place, "pkg");
    assert_eq!(
        (&after["name"], &after["version"]),
        (&"@me/app".into(), &"0.1.0".into())
    );
    assert_eq!(after["scripts"]["test"], "node --test");
    assert_eq!(after["files"][0], "README.md");
    assert!(after["files"]
        .as_array()
        .unwrap()
        .contains(&"other_bg.wasm".into()));
}

#[test]
fn a_directory_of_something_else_is_left_alone() {
    let place = factory();
    place.file("precious/thesis.txt", "years of work");
    refused(&place, &["--out-dir", "precious"], "holds no earlier build");
    refused(&place, &["--out-dir", "src"], "holds no earlier build");
    refused(&place, &["--out-dir", "app.wasm"], "is a file");
    assert!(!place.root().join("told").exists(), "nothing was compiled");
    assert_eq!(names(&place.root().join("precious")), ["thesis.txt"]);
}

#[test]
fn a_build_that_fails_leaves_the_one_before_it() {
    let place = factory();
    build(&place, &[]);
    let before = names(&place.root());
    place.file("broken", "");
    refused(&place, &[], "`app` does not compile");
    fs::remove_file(place.root().join("broken")).unwrap();
    fs::write(place.root().join("app.wasm"), b"\0asm\x01\0\0\0\x0a\xff").unwrap();
    refused(&place, &[], "no JavaScript can be written for `app`");
    fs::write(place.root().join("app.wasm"), module()).unwrap();
    place.program("wasm-opt", "echo it is ill >&2; exit 1");
    refused(&place, &["--wasm-opt"], "it is ill");
    refused(&place, &["--finish"], "not finished");
    assert_eq!(names(&place.root()), before, "nothing is left behind");
    assert!(place.root().join("pkg/app_bg.wasm").exists());
}

#[test]
fn a_wrong_word_is_told_before_anything_is_compiled() {
    let place = factory();
    refused(
        &place,
        &["--package", "nothing"],
        "there is no package `nothing` here; there are: app",
    );
    refused(&place, &["--bin", "nothing"], "has no program `nothing`");
    refused(&place, &["--wasm-opt"], "there is no wasm-opt");
    refused(&place, &["--eh", "legacy"], "--panic unwind");
    refused(
        &place,
        &["--target", "no-modules", "--finish"],
        "nothing to finish",
    );
    refused(&place, &["--out-name", "../x"], "a name of letters");
    refused(
        &place,
        &["--toolchain", "nightly"],
        "there is no toolchain `nightly` here",
    );
    place.file(
        "Cargo.lock",
        "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.90\"\n",
    );
    let update = format!("--precise {}`", wasm_bindgen_shared::SCHEMA_VERSION);
    refused(&place, &[], &update);
    place.file(
        "Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\n",
    );
    refused(&place, &[], "crate-type = [\"cdylib\", \"rlib\"]");
    place.file("Cargo.toml", "[package");
    refused(&place, &[], "Cargo.toml");
    assert!(!place.root().join("told").exists());
}

#[test]
fn sizes_are_told_beside_those_of_the_build_before() {
    let place = factory();
    let json = |args: &[&str]| -> Value {
        serde_json::from_str(&build(&place, &[&["--json"], args].concat()).out).unwrap()
    };
    let first = json(&[]);
    assert_eq!(first["wasm"]["previous"], Value::Null);
    let bytes = place
        .root()
        .join("pkg/app_bg.wasm")
        .metadata()
        .unwrap()
        .len();
    assert_eq!(first["wasm"]["bytes"], bytes);
    assert_eq!(json(&[])["wasm"]["previous"], bytes);
    // Another kind of build has another one before it.
    assert_eq!(
        json(&["--target", "nodejs"])["wasm"]["previous"],
        Value::Null
    );
    assert!(build(&place, &[]).err.contains(", as before"));
}

#[test]
fn a_companion_has_the_names_and_the_same_code() {
    let place = factory();
    let report: Value =
        serde_json::from_str(&build(&place, &["--companion", "--json"]).out).unwrap();
    let said = told(&place).join("\n");
    assert!(
        said.contains("profile.release.debug=\"line-tables-only\""),
        "{said}"
    );
    assert!(said.contains("profile.release.strip=\"none\""), "{said}");
    let read = |name: &str| fs::read(place.root().join("pkg").join(name)).unwrap();
    let (module, companion) = (read("app_bg.wasm"), read("app_bg.debug.wasm"));
    let has = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
    assert!(has(&companion, "a_name_of_its_own") && !has(&module, "a_name_of_its_own"));
    assert!(has(&companion, "mapx::COUNT") && !has(&module, "mapx::COUNT"));
    let id = report["buildId"].as_str().unwrap();
    let id: Vec<_> = (0..id.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap())
        .collect();
    assert_eq!(id.len(), 16);
    let section = [&b"build_id\x10"[..], &id].concat();
    for bytes in [&module, &companion] {
        assert!(bytes.ends_with(&section), "the id is the last section");
    }
    let files = manifest(&place, "pkg")["files"].to_string();
    assert!(!files.contains("debug.wasm"), "it is not packed: {files}");
}

#[test]
fn what_is_no_package_of_ours_is_not_finished() {
    let place = factory();
    build(&place, &[]);
    for (dir, words) in [
        ("pkg", "pkg is not finished"),
        ("src", "src is not finished"),
        ("nowhere", "nowhere"),
    ] {
        let ended = place.run(&["finish", dir]);
        assert_eq!((ended.code, ended.out.as_str()), (101, ""));
        assert!(ended.err.contains(words), "{}", ended.err);
    }
}
