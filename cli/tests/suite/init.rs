//! `cargo bulkhead init` on crates, with a git of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Ended, Place};

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n\
                        [dependencies]\nwasm-bindgen = \"0.2\" # the glue\n";

const LIB: &str = "//! A crate.\nuse wasm_bindgen::prelude::*;\n\nmod inner;\n\n/// Doc.\n\
                   #[wasm_bindgen]\npub fn f() {}\n";

const INNER: &str = "use super::*;\n\n#[cfg_attr(all(), wasm_bindgen)]\npub fn g() {}\n";

/// A crate with two files.
fn app() -> Place {
    let place = Place::new();
    place.file("Cargo.toml", MANIFEST);
    place.file("src/lib.rs", LIB).file("src/inner.rs", INNER);
    place
}

/// Puts the crate under git, as it is.
fn commit(place: &Place) {
    let path = std::env::var_os("PATH").unwrap();
    let git = std::env::split_paths(&path).map(|dir| dir.join("git"));
    let mut git = git.filter(|file| file.is_file());
    let git = git.next().expect("there is a git");
    place.program("git", &format!("exec '{}' \"$@\"", git.display()));
    place.file(".gitignore", "target\nCargo.lock\n");
    for args in [
        &["init", "-q"][..],
        &["add", "-A"],
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "commit",
            "-qm",
            "a",
        ],
    ] {
        let status = Command::new(&git)
            .args(args)
            .current_dir(place.root())
            .status();
        assert!(status.unwrap().success());
    }
}

#[track_caller]
fn init(place: &Place, args: &[&str]) -> Ended {
    let ended = place.run(&[&["init"], args].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended
}

#[track_caller]
fn refused(place: &Place, args: &[&str], words: &str) {
    let ended = place.run(&[&["init"], args].concat());
    assert_eq!((ended.code, ended.out.as_str()), (101, ""), "{}", ended.err);
    assert!(ended.err.contains(words), "{}", ended.err);
}

fn read(place: &Place, file: &str) -> String {
    fs::read_to_string(place.root().join(file)).unwrap()
}

/// The three files.
fn texts(place: &Place) -> [String; 3] {
    ["Cargo.toml", "src/lib.rs", "src/inner.rs"].map(|file| read(place, file))
}

#[test]
fn nothing_is_written_unasked() {
    let place = app();
    let ended = init(&place, &["--attributes"]);
    assert_eq!(texts(&place), [MANIFEST, LIB, INNER]);
    for line in [
        "+wasm-bulkhead = \"0.1\"",
        "+use wasm_bulkhead::bulkhead;",
        "+#[bulkhead]",
        "+#[cfg_attr(all(), wasm_bulkhead::bulkhead)]",
        " wasm-bindgen = \"0.2\" # the glue",
        "add --write",
    ] {
        assert!(ended.err.contains(line), "{line} is not in {}", ended.err);
    }
}

#[test]
fn what_is_planned_is_written_and_taken_back() {
    let place = app();
    commit(&place);
    init(&place, &["--attributes", "--write"]);
    let [manifest, lib, inner] = texts(&place);
    assert_eq!(manifest, format!("{MANIFEST}wasm-bulkhead = \"0.1\"\n"));
    assert!(
        lib.contains("/// Doc.\n#[bulkhead]\n#[wasm_bindgen]\n"),
        "{lib}"
    );
    assert!(
        inner.contains("#[cfg_attr(all(), wasm_bulkhead::bulkhead)]\n"),
        "{inner}"
    );

    assert!(init(&place, &["--attributes", "--write"])
        .err
        .contains("nothing to do"));
    assert_eq!(texts(&place), [manifest, lib, inner]);

    init(&place, &["--undo"]);
    assert_eq!(texts(&place), [MANIFEST, LIB, INNER]);
    refused(&place, &["--undo"], "nothing to undo");
}

#[test]
fn the_dependency_alone_is_the_default() {
    let place = app();
    init(&place, &["--write"]);
    assert_eq!(
        texts(&place),
        [
            format!("{MANIFEST}wasm-bulkhead = \"0.1\"\n").as_str(),
            LIB,
            INNER
        ]
    );
    // Each run is taken back for itself.
    init(&place, &["--attributes", "--write"]);
    init(&place, &["--undo"]);
    assert_eq!(read(&place, "src/lib.rs"), LIB);
    assert!(read(&place, "Cargo.toml").contains("wasm-bulkhead"));
    init(&place, &["--undo"]);
    assert_eq!(texts(&place), [MANIFEST, LIB, INNER]);
}

#[test]
fn a_dirty_tree_is_refused_unless_it_is_allowed() {
    let place = app();
    commit(&place);
    place.file("README.md", "not in git, and not to be edited");
    place.file("src/inner.rs", &format!("{INNER}// changed\n"));
    let before = texts(&place);
    refused(&place, &["--attributes", "--write"], "src/inner.rs");
    assert_eq!(texts(&place), before);
    init(&place, &["--attributes"]);
    init(&place, &["--attributes", "--write", "--allow-dirty"]);
    assert_ne!(texts(&place), before);
}

#[test]
fn a_file_that_git_does_not_have_is_as_good_as_changed() {
    let place = app();
    commit(&place);
    let lib = format!("{LIB}mod fresh;\n");
    place
        .file("src/lib.rs", &lib)
        .file("src/fresh.rs", "#[wasm_bindgen] fn h() {}\n");
    let git = [
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "commit",
        "-qam",
        "b",
    ];
    let status = Command::new("git")
        .args(git)
        .current_dir(place.root())
        .status();
    assert!(status.unwrap().success());
    refused(&place, &["--attributes", "--write"], "src/fresh.rs");
}

#[test]
fn what_has_changed_since_is_not_taken_back() {
    let place = app();
    init(&place, &["--attributes", "--write"]);
    let inner = read(&place, "src/inner.rs") + "// mine\n";
    place.file("src/inner.rs", &inner);
    let before = texts(&place);
    refused(&place, &["--undo"], "inner.rs");
    assert_eq!(texts(&place), before, "not in part, either");
}

#[test]
fn a_file_that_is_broken_is_told_and_nothing_is_written() {
    let place = app();
    place.file("src/inner.rs", "fn (");
    refused(
        &place,
        &["--attributes", "--write"],
        "src/inner.rs:1 is no Rust",
    );
    fs::write(place.root().join("src/inner.rs"), b"\xff\xfe").unwrap();
    refused(&place, &["--attributes", "--write"], "is no UTF-8");
    assert_eq!(read(&place, "Cargo.toml"), MANIFEST);
}

#[test]
fn a_file_that_cannot_be_written_leaves_all_as_they_were() {
    let place = app();
    make_readonly(&place.root().join("src/inner.rs"));
    refused(
        &place,
        &["--attributes", "--write"],
        "src/inner.rs is read-only",
    );
    assert_eq!(texts(&place), [MANIFEST, LIB, INNER]);
    let names = fs::read_dir(place.root().join("src")).unwrap();
    assert_eq!(names.count(), 2, "nothing is left behind");
    refused(&place, &["--undo"], "nothing to undo");
}

fn make_readonly(file: &Path) {
    let mut permissions = fs::metadata(file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(file, permissions).unwrap();
}

#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{symlink, PermissionsExt};
    let place = app();
    place.file("elsewhere/inner.rs", INNER);
    let real = place.root().join("elsewhere/inner.rs");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o751)).unwrap();
    let link = place.root().join("src/inner.rs");
    fs::remove_file(&link).unwrap();
    symlink(&real, &link).unwrap();
    init(&place, &["--attributes", "--write"]);
    assert!(link.is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o751
    );
    assert!(fs::read_to_string(&real).unwrap().contains("bulkhead"));
}

#[test]
fn what_a_person_has_to_look_at_is_told() {
    let place = app();
    let lib =
        format!("{LIB}mod gone;\nmacro_rules! m {{ () => {{ #[wasm_bindgen] fn x() {{}} }} }}\n");
    place.file("src/lib.rs", &lib);
    let ended = init(&place, &["--attributes", "--json"]);
    let plan: Value = serde_json::from_str(&ended.out).unwrap();
    let notes: Vec<_> = plan["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["text"].as_str().unwrap())
        .collect();
    assert!(
        notes[0].contains("`gone`") && notes[1].contains("`m!`"),
        "{notes:?}"
    );
    assert_eq!(plan["written"], false);
    let kinds: Vec<_> = plan["edits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["dependency", "import", "attribute", "attribute"]);
}

#[test]
fn a_crate_without_wasm_bindgen_is_refused() {
    let place = app();
    place.file(
        "Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\n",
    );
    refused(&place, &[], "does not depend on wasm-bindgen");
    refused(
        &place,
        &["--manifest-path", "no/Cargo.toml"],
        "no/Cargo.toml",
    );
    place.file("Cargo.toml", "[package");
    refused(&place, &[], "Cargo.toml");
}

#[test]
fn in_a_workspace_the_package_that_uses_wasm_bindgen_is_meant() {
    let place = Place::new();
    place.file(
        "Cargo.toml",
        "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n",
    );
    let manifest = |name: &str| MANIFEST.replace("\"app\"", &format!("\"{name}\""));
    let plain = manifest("b").replace("wasm-bindgen", "semver");
    place
        .file("a/Cargo.toml", &manifest("a"))
        .file("a/src/lib.rs", LIB)
        .file("a/src/inner.rs", INNER);
    place
        .file("b/Cargo.toml", &plain)
        .file("b/src/main.rs", "fn main() {}\n");
    init(&place, &["--attributes", "--write"]);
    assert!(read(&place, "a/src/lib.rs").contains("#[bulkhead]"));
    place.file("b/Cargo.toml", &manifest("b"));
    refused(&place, &[], "name one with --package: a, b");
    init(&place, &["--package", "b", "--write"]);
    assert!(read(&place, "b/Cargo.toml").contains("wasm-bulkhead"));
}
