//! `cargo bulkhead audit` on a crate, in each format.

use std::fs;

use serde_json::Value;

use crate::support::{Ended, Place};

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n\
                        [dependencies]\nwasm-bindgen = \"0.2\"\nwasm-bulkhead = \"0.1\"\n";

const LIB: &str = "use wasm_bindgen::prelude::*;\nuse wasm_bulkhead::bulkhead;\n\nmod inner;\n\n\
                   #[bulkhead(assert_unwind_safe = \"only a <cache>\")]\n#[wasm_bindgen]\n\
                   pub fn f() {\n    let _ = Closure::<dyn Fn()>::new(|| {});\n}\n\n\
                   #[wasm_bindgen]\npub fn g() {}\n";

const INNER: &str = "#[wasm_bindgen]\nextern \"C\" {\n    fn log(text: &str);\n}\n";

fn app() -> Place {
    let place = Place::new();
    place.file("Cargo.toml", MANIFEST);
    place.file("src/lib.rs", LIB).file("src/inner.rs", INNER);
    place
}

fn audit(place: &Place, args: &[&str]) -> Ended {
    place.run(&[&["audit"], args].concat())
}

fn json(place: &Place, args: &[&str]) -> (i32, Value) {
    let ended = audit(place, args);
    let document = serde_json::from_str(&ended.out);
    (
        ended.code,
        document.unwrap_or_else(|error| panic!("{error}: {}", ended.err)),
    )
}

#[test]
fn people_see_the_lines_in_question() {
    let ended = audit(&app(), &[]);
    assert_eq!((ended.code, ended.out.as_str()), (100, ""));
    for part in [
        "warning[unguarded]: no boundary guards function `g`",
        "src/lib.rs:13:8",
        "13 | pub fn g() {}",
        "warning[B014]: an exception from import `log` skips",
        "src/inner.rs:3:8",
        "help: write `#[bulkhead]` above its block",
        "only a <cache>  src/lib.rs:6",
        "found: app 0.1.0: 2 findings; 1 of 2 exported items are guarded",
    ] {
        assert!(ended.err.contains(part), "{part} is not in {}", ended.err);
    }
}

#[test]
fn machines_get_json_and_sarif() {
    let place = app();
    let (code, document) = json(&place, &["--json"]);
    assert_eq!((code, &document["findings"]), (100, &2.into()));
    let file = &document["files"][0];
    assert_eq!(file["path"], "src/lib.rs");
    assert_eq!(file["assertions"][0]["reason"], "only a <cache>");
    assert_eq!(file["closures"][0]["guarded"], true);
    assert_eq!(file["exports"][1]["guarded"], false);

    let (code, sarif) = json(&place, &["--format", "sarif"]);
    assert_eq!((code, &sarif["version"]), (100, &"2.1.0".into()));
    let result = &sarif["runs"][0]["results"][1];
    assert_eq!(result["ruleId"], "B014");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (
            &region["startLine"],
            &region["startColumn"],
            &region["endColumn"]
        ),
        (&3.into(), &8.into(), &11.into())
    );
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    assert!(
        rules
            .iter()
            .any(|rule| rule["id"] == "B014"
                && rule["helpUri"].as_str().unwrap().ends_with("B014.md"))
    );
}

#[test]
fn the_page_needs_nothing_else_and_escapes_what_it_shows() {
    let place = app();
    let ended = audit(&place, &["--format", "html", "--output", "audit.html"]);
    assert_eq!((ended.code, ended.out.as_str()), (100, ""));
    let page = fs::read_to_string(place.root().join("audit.html")).unwrap();
    assert!(page.starts_with("<!doctype html>"));
    assert!(page.contains("only a &lt;cache&gt;") && !page.contains("<cache>"));
    for foreign in ["<script", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.contains("pub fn <mark>g</mark>() {}"), "{page}");
}

#[test]
fn a_baseline_leaves_what_is_new() {
    let place = app();
    let ended = audit(&place, &["--write-baseline", "accepted.json"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let baseline = ["--baseline", "accepted.json"];
    let ended = audit(&place, &baseline);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(
        ended.err.contains("0 findings, 2 accepted"),
        "{}",
        ended.err
    );

    // Moved within its file, and a second one of its kind.
    place.file("src/lib.rs", &format!("// moved\n{LIB}"));
    assert_eq!(audit(&place, &baseline).code, 0);
    place.file(
        "src/inner.rs",
        &format!("{INNER}#[wasm_bindgen]\npub fn h() {{}}\n"),
    );
    let (code, document) = json(&place, &[&baseline[..], &["--json"]].concat());
    assert_eq!(
        (code, &document["findings"], &document["accepted"]),
        (100, &1.into(), &2.into())
    );
    assert!(document.to_string().contains("`h`"));

    place.file("accepted.json", "{ \"schema\": 2, \"accepted\": {} }");
    assert!(audit(&place, &baseline).err.contains("later version"));
    place.file("accepted.json", "[]");
    let ended = audit(&place, &baseline);
    assert_eq!(ended.code, 101);
    assert!(
        ended.err.contains("accepted.json is no baseline"),
        "{}",
        ended.err
    );
}

#[test]
fn a_crate_that_is_guarded_has_no_findings() {
    let place = app();
    place.file(
        "src/lib.rs",
        &LIB.replace(
            "#[wasm_bindgen]\npub fn g",
            "#[bulkhead]\n#[wasm_bindgen]\npub fn g",
        ),
    );
    place.file(
        "src/inner.rs",
        &format!("#[wasm_bulkhead::bulkhead]\n{INNER}"),
    );
    let ended = audit(&place, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(
        ended.err.contains("2 of 2 exported items are guarded"),
        "{}",
        ended.err
    );
}

#[test]
fn what_is_broken_is_a_failure_by_name() {
    let place = app();
    place.file("src/inner.rs", "fn (");
    let ended = audit(&place, &["--json"]);
    assert_eq!((ended.code, ended.out.as_str()), (101, ""));
    assert!(
        ended.err.contains("src/inner.rs:1 is no Rust"),
        "{}",
        ended.err
    );
    let ended = audit(&place, &["--manifest-path", "nowhere/Cargo.toml"]);
    assert_eq!(ended.code, 101);
}

#[test]
fn a_crate_of_one_line_is_guarded_as_a_whole() {
    let place = app();
    let lib = LIB.replace(
        "use wasm_bulkhead::bulkhead;\n",
        "use wasm_bindgen::bulkhead;\n",
    );
    place.file("src/lib.rs", &lib);
    place.file(
        "Cargo.toml",
        &MANIFEST.replace("wasm-bulkhead = \"0.1\"\n", "").replace(
            "wasm-bindgen = \"0.2\"",
            "wasm-bindgen = { package = \"wasm-bulkhead\", version = \"0.1\" }",
        ),
    );
    let ended = audit(&place, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let said = "0 findings; 2 of 2 exported items are guarded";
    assert!(ended.err.contains(said), "{}", ended.err);
}
