//! `cargo bulkhead explain` with companions that have names; `compiled.rs` has some with lines.

use std::fs;

use serde_json::Value;
use wasm_encoder::{CustomSection, Encode, Section};

use crate::support::{Ended, Place};

/// A companion with two functions, whose build id is this byte sixteen times.
fn companion(id: u8) -> Vec<u8> {
    let text = "(module (import \"m\" \"log\" (func $log))
                  (func $\"app[0123456789abcdef]::outer\" (call $\"app::inner<[u8]>\"))
                  (func $\"app::inner<[u8]>\" unreachable))";
    let mut module = wat::parse_str(text).unwrap();
    let mut data = Vec::new();
    [id; 16][..].encode(&mut data);
    let section = CustomSection {
        name: "build_id".into(),
        data: data.into(),
    };
    section.append_to(&mut module);
    module
}

/// A place with `app_bg.debug.wasm`, and `app_bg.wasm` of the same build.
fn place() -> Place {
    let place = Place::new();
    for name in ["app_bg.debug.wasm", "app_bg.wasm"] {
        fs::write(place.root().join(name), companion(0xab)).unwrap();
    }
    place
}

fn explain(place: &Place, stack: &str, args: &[&str]) -> Ended {
    place.file("stack.txt", stack);
    place.run(&[&["explain", "stack.txt"], args].concat())
}

const COMPANION: &[&str] = &["--companion", "app_bg.debug.wasm"];

/// Where the function with this index begins, by trial.
fn offset(place: &Place, index: u32) -> u64 {
    let fits = |offset: &u64| {
        let stack = format!("at x (wasm://wasm/1:wasm-function[{index}]:{offset:#x})");
        explain(place, &stack, COMPANION).code == 0
    };
    (0x20..0x60).find(fits).expect("the function is somewhere")
}

#[test]
fn frames_get_their_names() {
    let place = place();
    let (outer, inner) = (offset(&place, 1), offset(&place, 2));
    let v8 = format!(
        "RuntimeError: unreachable\n    at wasm://wasm/1:wasm-function[2]:{inner:#x}\n    \
         at wasm://wasm/1:wasm-function[1]:{outer:#x}\n    at main (file:///x.js:1:2)\n"
    );
    let ended = explain(&place, &v8, COMPANION);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let lines: Vec<_> = ended.out.lines().collect();
    assert_eq!(lines[0], "RuntimeError: unreachable");
    assert!(
        lines[1].starts_with("    at app::inner<[u8]>  wasm-function[2]"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("    at app::outer  wasm-function[1]"),
        "{}",
        lines[2]
    );
    assert_eq!(lines[3], "    at main (file:///x.js:1:2)");

    let spider = format!("@http://h/app_bg.wasm:wasm-function[2]:{inner:#x}\nmain@x.js:1:2\n");
    assert!(explain(&place, &spider, COMPANION)
        .out
        .contains("at app::inner<[u8]>"));
    for core in [
        "2@<?>:wasm-function[2]",
        "<?>.wasm-function[app::inner<[u8]>]@[wasm code]",
    ] {
        assert!(
            explain(&place, core, COMPANION)
                .out
                .contains("at app::inner<[u8]>"),
            "{core}"
        );
    }
}

#[test]
fn machines_get_json() {
    let place = place();
    let ended = explain(
        &place,
        "1@<?>:wasm-function[1]\nmain@x.js",
        &["--module", "app_bg.wasm", "--json"],
    );
    let document: Value = serde_json::from_str(&ended.out).unwrap();
    let stack = &document["stacks"][0];
    assert_eq!(stack[0]["frames"][0]["function"], "app::outer");
    assert_eq!(
        (&stack[0]["kind"], &stack[1]["kind"]),
        (&"function".into(), &"line".into())
    );
}

#[test]
fn a_report_may_be_json_and_comes_from_standard_input() {
    use std::io::Write;
    use std::process::Stdio;
    let place = place();
    let mut command = place.command(&[&["explain", "-"], COMPANION].concat());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let report = "{ \"fault\": { \"stack\": \"1@<?>:wasm-function[1]\" } }";
    child
        .stdin
        .take()
        .unwrap()
        .write_all(report.as_bytes())
        .unwrap();
    let ended = Ended::of(child.wait_with_output().unwrap());
    assert!(
        ended.out.contains("app::outer"),
        "{}{}",
        ended.out,
        ended.err
    );
}

#[test]
fn a_companion_of_another_build_is_refused() {
    let place = place();
    let refused = |stack: &str, args: &[&str], words: &str| {
        let ended = explain(&place, stack, args);
        assert_eq!((ended.code, ended.out.as_str()), (101, ""));
        assert!(ended.err.contains(words), "{}", ended.err);
    };
    let frame = "1@<?>:wasm-function[1]";
    fs::write(place.root().join("other_bg.wasm"), companion(0xcd)).unwrap();
    let both = [COMPANION, &["--module", "other_bg.wasm"]].concat();
    refused(
        frame,
        &both,
        &format!(
            "is of build {}, and the stack is of build {}",
            "ab".repeat(16),
            "cd".repeat(16)
        ),
    );
    let report = format!(
        "{{ \"stack\": \"{frame}\", \"buildId\": \"{}\" }}",
        "cd".repeat(16)
    );
    refused(&report, COMPANION, "the stack is of build");
    let report = report.replace("cd", "AB");
    assert_eq!(explain(&place, &report, COMPANION).code, 0);

    // No id tells it, and the places do.
    refused(
        "at x (wasm://wasm/1:wasm-function[1]:0x7fff)",
        COMPANION,
        "of another module",
    );
    refused("99@<?>:wasm-function[99]", COMPANION, "of another module");
    refused("0@<?>:wasm-function[0]", COMPANION, "of another module");
}

#[test]
fn what_is_no_stack_or_no_companion_is_refused() {
    let place = place();
    place.file("plain.wasm", "text");
    fs::write(
        place.root().join("bare.wasm"),
        wat::parse_str("(module (func))").unwrap(),
    )
    .unwrap();
    fs::write(place.root().join("cut.wasm"), &companion(1)[..40]).unwrap();
    let frame = "1@<?>:wasm-function[1]";
    for (stack, args, words) in [
        (
            "Error: nothing of ours\n at x.js:1:2",
            COMPANION,
            "there is no wasm frame",
        ),
        ("{ \"message\": 1 }", COMPANION, "there is no `stack`"),
        ("{", COMPANION, "the report is no JSON"),
        (
            frame,
            &["--companion", "nowhere.wasm"][..],
            "nowhere.wasm cannot be read",
        ),
        (
            frame,
            &["--companion", "plain.wasm"][..],
            "is no companion: it is no WebAssembly module",
        ),
        (
            frame,
            &["--companion", "bare.wasm"][..],
            "it has no names and no line numbers",
        ),
        (
            frame,
            &["--companion", "cut.wasm"][..],
            "cut.wasm is no companion",
        ),
        (
            frame,
            &["--module", "bare.wasm"][..],
            "bare.debug.wasm cannot be read",
        ),
        (frame, &[][..], "--companion"),
    ] {
        let ended = explain(&place, stack, args);
        assert_eq!((ended.code, ended.out.as_str()), (101, ""), "{words}");
        assert!(ended.err.contains(words), "{words}: {}", ended.err);
    }
    let ended = place.run(&["explain", "nowhere.txt", "--companion", "app_bg.debug.wasm"]);
    assert!(
        ended.err.contains("nowhere.txt cannot be read"),
        "{}",
        ended.err
    );
}
