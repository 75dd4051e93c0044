//! `cargo bulkhead verify` on modules written for it: what each export is, and what is said.

use std::fs;

use serde_json::Value;

use crate::support::{Ended, Place};

/// A module with a gate at 1024, and this in it.
fn module(rest: &str) -> Vec<u8> {
    let text = format!(
        "(module
           (import \"m\" \"__wbg_log_0123456789abcdef\" (func $log))
           (memory (export \"memory\") 1)
           (table 1 funcref)
           (global $sp (mut i32) (i32.const 4096))
           (global (export \"__instance_terminated\") i32 (i32.const 1024))
           (tag $panic (param i32))
           (func (export \"__wbh_2\") (export \"__wbh_install\")
             (export \"__wbh_panicking\") (export \"__wbh_run\")
             (export \"__wbh_recover\"))
           (func $stop unreachable)
           (func $pass (if (i32.load (i32.const 1024)) (then (call $stop) unreachable)))
           (func $write (i32.store (i32.const 8) (i32.const 1)))
           {rest})"
    );
    wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

fn verify(bytes: &[u8], args: &[&str]) -> Ended {
    let place = Place::new();
    fs::write(place.root().join("app_bg.wasm"), bytes).unwrap();
    place.run(&[&["verify", "app_bg.wasm"], args].concat())
}

fn document(bytes: &[u8]) -> (i32, Value) {
    let ended = verify(bytes, &["--json"]);
    let document: Value = serde_json::from_str(&ended.out)
        .unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err));
    (ended.code, document["modules"][0].clone())
}

/// What is said of `(func (export "f") …)`, and why.
fn verdict(rest: &str) -> (String, String) {
    let (_, module) = document(&module(rest));
    let entries = module["entries"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["name"] == "f").unwrap();
    let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    (text("verdict"), text("reason"))
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (expected, rest) in cases {
        let (verdict, reason) = verdict(rest);
        assert_eq!(&verdict, expected, "{rest}: {reason}");
    }
}

#[test]
fn a_gate_is_a_load_and_a_branch_in_each_shape() {
    check(&[
        ("gated", "(func (export \"f\") (call $pass) (call $log))"),
        ("gated", "(func (export \"f\") (if (i32.load (i32.const 1024)) (then unreachable)) (call $log))"),
        ("gated", "(func (export \"f\") (if (i32.load offset=1000 (i32.const 24)) (then unreachable)) (call $log))"),
        ("gated", "(func (export \"f\") (if (i32.load8_u (i32.const 1024)) (then unreachable)) (call $log))"),
        ("gated", "(func (export \"f\") (if (i32.eqz (i32.load (i32.const 1024))) (then (call $log) return)) unreachable)"),
        ("gated", "(func (export \"f\") (block (br_if 0 (i32.eqz (i32.load (i32.const 1024)))) unreachable) (call $log))"),
        ("gated", "(func (export \"f\") (block (br_if 0 (i32.ne (i32.load (i32.const 1024)) (i32.const 0))) (call $log) return) unreachable)"),
        ("gated", "(func (export \"f\") (local i32) (local.set 0 (i32.load (i32.const 1024))) (if (i32.and (local.get 0) (i32.const 1)) (then unreachable)) (call $log))"),
        // A second word, for which a function has another look at the first.
        ("gated", "(func $attend (call $pass) (call $write))
                   (func (export \"f\") (if (i32.or (i32.load (i32.const 1024)) (i32.load (i32.const 1028))) (then (call $attend))) (call $log))"),
        ("gated", "(func (export \"f\") (if (i32.load (i32.const 1024)) (then (throw $panic (i32.const 0)))) (call $log))"),
        ("gated", "(func (export \"f\") (loop (call $pass) (call $log) (br_if 0 (i32.load (i32.const 0)))))"),
    ]);
}

#[test]
fn without_a_gate_or_past_it_there_is_no_gate() {
    check(&[
        ("ungated", "(func (export \"f\") (call $log))"),
        ("ungated", "(func (export \"f\"))"),
        ("ungated", "(func (export \"f\") (call $write))"),
        ("ungated", "(func (export \"f\") (call_indirect (i32.const 0)))"),
        ("ungated", "(func (export \"f\") (param i32) (if (local.get 0) (then (call $pass))) (call $log))"),
        ("ungated", "(func (export \"f\") (param i32) (br_if 0 (local.get 0)) (call $pass) (call $log))"),
        ("ungated", "(func (export \"f\") (loop (call $log) (br 0)))"),
        // It is looked at, and nothing comes of it.
        ("ungated", "(func (export \"f\") (drop (i32.load (i32.const 1024))) (call $log))"),
        // Another word.
        ("ungated", "(func (export \"f\") (if (i32.load (i32.const 1028)) (then unreachable)) (call $log))"),
        ("ungated", "(func (export \"f\") (if (i32.load (i32.const 1020)) (then unreachable)) (call $log))"),
        // The wrong way around, of a word that says something else as well.
        ("ungated", "(func (export \"f\") (if (i32.or (i32.load (i32.const 1024)) (i32.load (i32.const 1028))) (then (call $log))))"),
        ("ungated", "(func (export \"f\") (if (i32.and (i32.load (i32.const 1024)) (i32.load (i32.const 1028))) (then unreachable)) (call $log))"),
    ]);
}

#[test]
fn what_comes_before_the_gate_on_all_ways_is_a_body() {
    check(&[
        ("ungated", "(func (export \"f\") (call $log) (call $pass))"),
        ("ungated", "(func (export \"f\") (call $write) (call $pass) (call $log))"),
        ("ungated", "(func (export \"f\") (drop (memory.grow (i32.const 1))) (call $pass))"),
        ("ungated", "(func (export \"f\") (memory.fill (i32.const 0) (i32.const 0) (i32.const 9)) (call $pass))"),
        ("ungated", "(func $late (call $log) (call $pass)) (func (export \"f\") (call $late))"),
        ("ungated", "(func (export \"f\") (param i32) (call $log) (if (local.get 0) (then (call $pass))))"),
    ]);
}

#[test]
fn what_comes_before_it_on_some_ways_or_goes_on_is_not_proven() {
    check(&[
        ("unknown", "(func (export \"f\") (param i32) (if (local.get 0) (then (call $log))) (call $pass))"),
        ("unknown", "(func $some (param i32) (if (local.get 0) (then (call $log))) (call $pass))
                     (func (export \"f\") (param i32) (call $some (local.get 0)))"),
        ("unknown", "(func (export \"f\") (if (i32.load (i32.const 1024)) (then (call $log))) (call $log))"),
        ("unknown", "(func (export \"f\") (if (i32.eqz (i32.load (i32.const 1024))) (then (call $log))))"),
        ("unknown", "(func $again (call $again) (call $pass)) (func (export \"f\") (call $again) (call $pass))"),
    ]);
}

/// Optimised for size, the place of the word and what it says come from functions.
#[test]
fn numbers_come_out_of_functions() {
    check(&[
        ("gated", "(func $flag (result i32) (i32.const 1024))
                   (func (export \"f\") (if (i32.load (call $flag)) (then unreachable)) (call $log))"),
        ("gated", "(func $open (result i32) (i32.eqz (i32.load (i32.const 1024))))
                   (func (export \"f\") (if (call $open) (then (call $log) return)) unreachable)"),
        ("gated", "(func $flag (param i32) (result i32) (if (local.get 0) (then (return (i32.const 1024)))) (i32.const 1024))
                   (func (export \"f\") (if (i32.load (call $flag (i32.const 1))) (then unreachable)) (call $log))"),
        ("ungated", "(func $flag (param i32) (result i32) (if (local.get 0) (then (return (i32.const 1024)))) (i32.const 1028))
                     (func (export \"f\") (if (i32.load (call $flag (i32.const 1))) (then unreachable)) (call $log))"),
        ("unknown", "(func $open (result i32) (i32.eqz (i32.load (i32.const 1024))))
                     (func (export \"f\") (if (call $open) (then unreachable)) (call $log))"),
    ]);
}

/// As in what wasm-bindgen puts before an async method.
#[test]
fn to_borrow_an_argument_is_no_body() {
    let add = |by: i32| {
        format!("(i32.store offset=8 (local.get 0) (i32.add (i32.load offset=8 (local.get 0)) (i32.const {by})))")
    };
    let f = |before: &str| {
        format!("(func (export \"f\") (param i32) {before} (call $pass) (call $log))")
    };
    check(&[
        ("gated", &f(&add(1))),
        ("gated", &f(&add(-1))),
        ("gated", &f("(i32.store (local.get 0) (i32.const -1))")),
        ("unknown", &f(&add(2))),
        ("unknown", &f("(i32.store (local.get 0) (i32.const 7))")),
        ("unknown", &f("(i32.store (local.get 0) (i32.add (i32.load offset=8 (local.get 0)) (i32.const 1)))")),
        ("ungated", &format!("(func (export \"f\") (param i32) {})", add(1))),
        ("ungated", &f("(i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))")),
    ]);
}

#[test]
fn what_is_returned_into_the_callers_frame_is_no_body() {
    let out = "(func $out (param i32) (i32.store offset=4 (local.get 0) (i32.const 7)))";
    let frame = "(global.set $sp (local.tee 0 (i32.sub (global.get $sp) (i32.const 16))))";
    check(&[
        ("gated", &format!("{out} (func (export \"f\") (local i32) {frame} (call $out (local.get 0)) (call $pass) (call $log))")),
        ("ungated", &format!("{out} (func (export \"f\") (call $out (i32.const 8)) (call $pass) (call $log))")),
        ("ungated", &format!("{out} (func (export \"f\") (param i32) (call $out (local.get 0)))")),
    ]);
}

#[test]
fn the_frame_on_the_stack_may_be_written() {
    let frame =
        "(local i32) (global.set $sp (local.tee 0 (i32.sub (global.get $sp) (i32.const 16))))";
    check(&[
        ("gated", &format!("(func (export \"f\") {frame} (i32.store offset=8 (local.get 0) (i32.const 1)) (call $pass) (call $log))")),
        ("gated", &format!("(func (export \"f\") {frame} (i64.store (i32.add (local.get 0) (i32.const 8)) (i64.const 1)) (call $pass) (call $log))")),
        ("unknown", &format!("(func (export \"f\") (param i32) {} (i32.store (local.get 0) (i32.const 1)) (call $pass) (call $log))", frame.replace("0 (", "1 ("))),
        ("ungated", &format!("(func (export \"f\") {frame} (local.set 0 (i32.load (local.get 0))) (i32.store (local.get 0) (i32.const 1)) (call $pass))")),
    ]);
}

#[test]
fn what_wasm_bindgen_puts_before_a_function_is_no_body() {
    let alloc = "(func $alloc (export \"__externref_table_alloc\") (call $write))";
    check(&[
        (
            "gated",
            &format!("{alloc} (func (export \"f\") (call $alloc) (call $pass) (call $log))"),
        ),
        (
            "ungated",
            &format!("{alloc} (func (export \"f\") (call $alloc) (call $log))"),
        ),
    ]);
}

#[test]
fn exceptions_are_followed_to_their_handlers() {
    check(&[
        // The body is in the `try`, behind the gate.
        ("gated", "(func (export \"f\") (call $pass) try (call $log) catch $panic drop (call $write) end)"),
        // The gate is in it, and what it throws ends the call.
        ("gated", "(func (export \"f\") try (call $pass) (call $log) catch_all (call $write) (rethrow 0) end)"),
        ("gated", "(func $refuse (if (i32.load (i32.const 1024)) (then (throw $panic (i32.const 0)))))
                   (func (export \"f\") try (call $refuse) (call $log) catch_all (call $write) (rethrow 0) end)"),
        // What it throws is caught, and the call goes on.
        ("unknown", "(func $refuse (if (i32.load (i32.const 1024)) (then (throw $panic (i32.const 0)))))
                     (func (export \"f\") try (call $refuse) catch_all end (call $log))"),
        // A handler that is reached before the gate.
        ("ungated", "(func (export \"f\") try (throw $panic (i32.const 1)) catch $panic drop (call $log) end)"),
        ("ungated", "(func (export \"f\") try $t try (throw $panic (i32.const 1)) delegate $t catch_all (call $log) end)"),
        // In the other encoding.
        ("gated", "(func (export \"f\") (call $pass) (block $h (try_table (catch_all $h) (call $log))))"),
        ("gated", "(func $refuse (if (i32.load (i32.const 1024)) (then (throw $panic (i32.const 0)))))
                   (func (export \"f\") (block $h (result exnref) (try_table (catch_all_ref $h) (call $refuse) (call $log)) return) (call $write) throw_ref)"),
        ("unknown", "(func $refuse (if (i32.load (i32.const 1024)) (then (throw $panic (i32.const 0)))))
                     (func (export \"f\") (block $h (try_table (catch_all $h) (call $refuse))) (call $log))"),
        ("ungated", "(func (export \"f\") (block $h (try_table (catch_all $h) (throw $panic (i32.const 1)))) (call $log))"),
    ]);
}

/// There the load of the word is a function, and numbers go through memory.
#[test]
fn what_is_not_optimised_is_not_proven() {
    check(&[
        ("ungated", "(func $load) (func (export \"f\") (call $log))"),
        (
            "unknown",
            "(func $atomic_load) (func (export \"f\") (call $log))",
        ),
    ]);
}

#[test]
fn findings_are_told_and_counted() {
    let gated = module("(func (export \"f\") (call $pass) (call $log))");
    let ended = verify(&gated, &[]);
    assert_eq!((ended.code, ended.out.as_str()), (0, ""), "{}", ended.err);
    assert!(ended.err.contains("exports   1: 1 gated"), "{}", ended.err);

    let ungated = module("(func (export \"f\") (call $log))");
    let ended = verify(&ungated, &[]);
    assert_eq!(ended.code, 100);
    assert!(ended.err.contains("ungated f"), "{}", ended.err);

    let unknown = module(
        "(func (export \"f\") (param i32) (if (local.get 0) (then (call $log))) (call $pass))",
    );
    assert_eq!(verify(&unknown, &[]).code, 0);
    assert_eq!(verify(&unknown, &["--strict"]).code, 100);

    let none = wat::parse_str("(module (func (export \"f\")))").unwrap();
    let (code, document) = document(&none);
    assert_eq!(code, 100);
    assert!(document["findings"][0]
        .as_str()
        .unwrap()
        .contains("there is no gate"));
    assert_eq!(document["panic"], "abort");
}

#[test]
fn what_the_guard_calls_has_to_be_there() {
    let told = |name: &str| {
        let bytes = module("(func (export \"f\") (call $pass))");
        // Of the same length, so that nothing else moves.
        let mut other = name.to_owned();
        other.replace_range(name.len() - 1.., "x");
        let at = bytes
            .windows(name.len())
            .position(|it| it == name.as_bytes());
        let (mut bytes, at) = (bytes.clone(), at.unwrap());
        bytes[at..at + name.len()].copy_from_slice(other.as_bytes());
        document(&bytes).1["findings"][0]
            .as_str()
            .map(str::to_owned)
    };
    let needed = "`__wbh_run` is not exported, which the guard calls";
    assert_eq!(told("__wbh_run").as_deref(), Some(needed));
    // An abort build has nothing to recover from.
    assert_eq!(told("__wbh_recover"), None);
    assert!(told("__instance_terminated").unwrap().contains("no gate"));
}

#[test]
fn what_is_not_the_users_is_not_judged() {
    let (code, document) = document(&module(
        "(func (export \"__wbindgen_malloc\") (call $write))
         (func (export \"__wbg_thing_free\") (call $write))
         (func (export \"wasm_bindgen__convert__closures_____invoke_\") (call_indirect (i32.const 0)))",
    ));
    assert_eq!(code, 0, "{document:#}");
    let entries = document["entries"].as_array().unwrap();
    let classes: Vec<_> = entries
        .iter()
        .map(|entry| entry["class"].as_str().unwrap())
        .collect();
    assert_eq!(classes, ["free", "closures"]);
}

#[test]
fn imports_that_throw_past_destructors_are_told_in_unwind_builds() {
    let skips = |rest: &str| document(&module(rest)).1["skipsDestructors"].clone();
    let cleanup = "(func try (call $write) catch_all (call $write) (rethrow 0) end)";
    assert_eq!(
        skips("(func (call $log))"),
        serde_json::json!([]),
        "an abort build"
    );
    assert_eq!(
        skips(&format!("{cleanup} (func (call $log))")),
        serde_json::json!(["log"])
    );
    let rethrown = "(func try (call $log) catch $panic (throw $panic) catch_all (rethrow 0) end)";
    assert_eq!(skips(rethrown), serde_json::json!(["log"]));
    let caught = "(func try (call $log) catch $panic drop catch_all (rethrow 0) end)";
    assert_eq!(skips(caught), serde_json::json!([]));
    assert_eq!(
        skips(&format!("{caught} (func (call $log))")),
        serde_json::json!(["log"]),
        "one of two calls"
    );
    let store = "(func $store (export \"__wbindgen_exn_store\") (param i32))";
    let exnref = "(func (block $h (result i32) (try_table (catch $panic $h) (call $log)) return) (call $store))";
    assert_eq!(skips(&format!("{store} {exnref}")), serde_json::json!([]));
    let lost = exnref.replace("(call $store)", "drop");
    assert_eq!(
        skips(&format!("{store} {lost}")),
        Value::Null,
        "an optimiser has been at it"
    );
}

/// A loop that drops what is left in a handler: where it went on is assigned behind the call.
const MISREAD: &str = "
    (func $each (export \"f\") (local $at i32) (local $next i32)
      (call $pass)
      try (loop $turn
             (call $log)
             (local.set $next (i32.add (local.get $at) (i32.const 4)))
             (local.set $at (local.get $next))
             (br $turn))
      catch_all (i32.store (i32.const 8) (local.get $next)) (rethrow 0) end)";

#[test]
fn handlers_that_read_what_is_not_there_are_told() {
    let (code, document) = document(&module(MISREAD));
    assert_eq!(code, 100, "{document:#}");
    let misreads = document["misreads"].as_array().unwrap();
    assert_eq!(misreads.len(), 1);
    assert_eq!(
        (&misreads[0]["name"], &misreads[0]["local"]),
        (&"each".into(), &1.into())
    );
    let told = verify(&module(MISREAD), &[]).err;
    assert!(told.contains("handler   each at 0x"), "{told}");
    assert!(
        told.contains("-phi-elim-split-all-critical-edges"),
        "{told}"
    );

    let right = MISREAD
        .replacen("(call $log)", "", 1)
        .replace("(local.set $at", "(call $log) (local.set $at");
    let (code, document) = self::document(&module(&right));
    assert_eq!((code, &document["misreads"]), (0, &serde_json::json!([])));
}

/// Without names a call of the allocator cannot be told from others.
#[test]
fn handlers_of_a_module_without_names_are_findings_if_one_is_strict() {
    let mut stripped = module(MISREAD);
    // The section with the names is the last, and what is not known by its name is left alone.
    let at = stripped
        .windows(5)
        .rposition(|bytes| bytes == b"\x04name")
        .unwrap();
    stripped[at + 1..at + 5].copy_from_slice(b"gone");
    let ended = verify(&stripped, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("that is not sure"), "{}", ended.err);
    assert_eq!(verify(&stripped, &["--strict"]).code, 100);
}

#[test]
fn broken_modules_are_told_as_such() {
    let whole = module(MISREAD);
    for at in (0..whole.len()).step_by(3) {
        let mut broken = whole.clone();
        broken[at] = broken[at].wrapping_mul(167).wrapping_add(91);
        for bytes in [&broken, &whole[..at]] {
            let ended = verify(bytes, &[]);
            assert!([0, 100, 101].contains(&ended.code), "{at}: {}", ended.err);
            assert!(!ended.err.contains("panicked"), "{at}: {}", ended.err);
        }
    }
}

#[test]
fn the_glue_beside_it_is_read() {
    let place = Place::new();
    fs::write(place.root().join("app_bg.wasm"), module("")).unwrap();
    let delivery = || {
        let ended = place.run(&["verify", ".", "--json"]);
        let document: Value = serde_json::from_str(&ended.out).unwrap();
        (
            ended.code,
            document["modules"][0]["glue"]["delivery"].clone(),
        )
    };
    assert_eq!(delivery(), (0, Value::Null));
    place.file(
        "app.js",
        "import { x } from './snippets/wasm-bulkhead-0123/js/core.js';",
    );
    assert_eq!(delivery(), (0, "plain".into()));
    place.file(
        "app.js",
        "import { __wbh_glue, x } from './snippets/wasm-bulkhead-0123/js/core.js';",
    );
    assert_eq!(delivery(), (0, "finished".into()));
    place.file("app.js", "let wasm = ");
    assert_eq!(delivery(), (100, Value::Null));
    place.file("app.js", "let wasm;");
    assert_eq!(delivery(), (100, "none".into()));
}

#[test]
fn what_is_no_module_is_a_failure_with_its_reason() {
    let refused = |bytes: &[u8], words: &str| {
        let ended = verify(bytes, &["--json"]);
        assert_eq!((ended.code, ended.out.as_str()), (101, ""));
        assert!(ended.err.contains(words), "{}", ended.err);
    };
    refused(b"", "it is no WebAssembly module");
    refused(b"#!/bin/sh", "it is no WebAssembly module");
    refused(&wat::parse_str("(component)").unwrap(), "it is a component");
    refused(b"\0asm\x01\0\0\0\x01\xff\xff\xff\xff\x0f", "it is broken");
    let invalid = wat::parse_str("(module (func (result i32)))").unwrap();
    refused(&invalid, "it is invalid");
    let place = Place::new();
    let ended = place.run(&["verify", "nowhere.wasm"]);
    assert_eq!(ended.code, 101);
    assert!(
        ended.err.contains("nowhere.wasm cannot be verified"),
        "{}",
        ended.err
    );
    assert!(place
        .run(&["verify", "."])
        .err
        .contains("there is no module of wasm-bindgen's"));
}

#[test]
fn long_chains_of_calls_and_deep_blocks_do_not_exhaust_anything() {
    let count = 30_000;
    let mut rest = String::from("(func $f0 (call $pass))\n");
    for number in 1..count {
        rest += &format!("(func $f{number} (call $f{}))\n", number - 1);
    }
    rest += &format!("(func (export \"f\") (call $f{}) (call $log))", count - 1);
    assert_eq!(verdict(&rest).0, "gated");

    let mut body = String::new();
    let depth = 5_000;
    for _ in 0..depth {
        body += "loop block local.get 0 br_if 0 ";
    }
    body += "call $log ";
    for _ in 0..depth {
        body += "end local.get 0 br_if 0 end ";
    }
    assert_eq!(
        verdict(&format!("(func (export \"f\") (param i32) {body})")).0,
        "ungated"
    );
}
