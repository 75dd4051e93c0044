//! `cargo bulkhead explain` with core dumps that are written here; `compiled/coredump.rs` has real ones.

use std::fs;

use serde_json::{json, Value};
use wasm_encoder::{
    ConstExpr, CoreDumpInstancesSection, CoreDumpModulesSection, CoreDumpSection,
    CoreDumpStackSection, CustomSection, DataSection, GlobalSection, GlobalType, MemorySection,
    MemoryType, Module, Section, ValType,
};
use wasmparser::{KnownCustom, Parser, Payload};

use crate::support::{Ended, Place};

/// A companion with two functions, and a static at 16.
fn companion() -> Vec<u8> {
    let text = "(module (import \"m\" \"log\" (func $log))
                  (func $\"app::outer\" (call $\"app::inner\"))
                  (func $\"app::inner\" nop unreachable))";
    let mut module = wat::parse_str(text).unwrap();
    let statics = json!([
        { "name": "app::deep::COUNT", "address": 16, "size": 4 },
        { "name": "app::TABLE", "address": 20, "size": 3 },
        { "name": "app::FAR", "address": 1_000_000, "size": 4 },
    ]);
    let section = CustomSection {
        name: "wasm-bulkhead.statics".into(),
        data: statics.to_string().into_bytes().into(),
    };
    section.append_to(&mut module);
    module
}

/// Where the body of the function with this index begins in the companion, and where the code does.
fn body(index: usize) -> (usize, usize) {
    let companion = companion();
    let (mut code, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(&companion) {
        match payload.unwrap() {
            Payload::CodeSectionStart { range, .. } => code = range.start,
            Payload::CodeSectionEntry(body) => bodies.push(body.range().start),
            _ => {}
        }
    }
    (bodies[index - 1], code)
}

/// A core dump whose frames are these, of function and place, with or without our own section.
fn dump(frames: &[(u32, u32)], own: Option<&Value>) -> Vec<u8> {
    let mut module = Module::new();
    module.section(&CoreDumpSection::new("module"));
    let mut modules = CoreDumpModulesSection::new();
    modules.module("module");
    module.section(&modules);
    let mut instances = CoreDumpInstancesSection::new();
    instances.instance(0, [0], [0]);
    module.section(&instances);
    let mut stack = CoreDumpStackSection::new("main");
    for (function, place) in frames {
        stack.frame(0, *function, *place, [], []);
    }
    module.section(&stack);
    if let Some(own) = own {
        module.section(&CustomSection {
            name: "wasm-bulkhead".into(),
            data: own.to_string().into_bytes().into(),
        });
    }
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 2,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    module.section(&memories);
    let mut globals = GlobalSection::new();
    let ty = GlobalType {
        val_type: ValType::I32,
        mutable: false,
        shared: false,
    };
    globals.global(ty, &ConstExpr::i32_const(-16));
    module.section(&globals);
    let mut data = DataSection::new();
    data.active(
        0,
        &ConstExpr::i32_const(8),
        [0, 0, 0, 0, 0, 0, 0, 0, 42, 1, 0, 0, 7, 8, 9],
    );
    module.section(&data);
    module.finish()
}

fn own() -> Value {
    let inner = body(2).0 + 2;
    json!({
        "schema": 1,
        "fault": {
            "name": "InstanceAbortError",
            "kind": "unreachable",
            "boundary": "divide",
            "faultId": "abc-1",
            "stack": format!(
                "InstanceAbortError: it trapped\n    at wasm://wasm/1:wasm-function[2]:{inner:#x}\n    \
                 at wasm://wasm/2:wasm-function[1]:0x7fff\n    at main (file:///x.js:1:2)"
            ),
        },
        "state": { "generation": 3, "guard": "plain", "unwind": false, "boundary": "divide" },
        "globals": ["__stack_pointer"],
    })
}

fn place(core: &[u8]) -> Place {
    let place = Place::new();
    fs::write(place.root().join("app_bg.debug.wasm"), companion()).unwrap();
    fs::write(place.root().join("core.wasm"), core).unwrap();
    place
}

fn explain(place: &Place, args: &[&str]) -> Ended {
    let all = ["explain", "core.wasm", "--companion", "app_bg.debug.wasm"];
    place.run(&[&all, args].concat())
}

#[test]
fn a_core_dump_tells_the_stack_the_fault_and_statics() {
    let place = place(&dump(&[(2, 0), (1, 0)], Some(&own())));
    let ended = explain(&place, &["--static", "deep::COUNT", "--static", "TABLE"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    for line in [
        "InstanceAbortError: it trapped\n",
        "    at app::inner  wasm-function[2]",
        "    in another module  wasm-function[1]:0x7fff",
        "    at main (file:///x.js:1:2)\n",
        "fault     unreachable in `divide`, id abc-1\n",
        "instance  generation 3, guard plain, abort build; inside `divide`\n",
        "memory    131072 bytes\n",
        "global    __stack_pointer = -16 (0xfffffff0)\n",
        "static    app::deep::COUNT = 298 (2a 01 00 00)  4 bytes at 0x10\n",
        "static    app::TABLE = 07 08 09  3 bytes at 0x14\n",
    ] {
        assert!(ended.out.contains(line), "{line} is not in {}", ended.out);
    }
    let far = explain(&place, &["--static", "FAR"]);
    assert!(
        far.out.contains("app::FAR = not in the dump"),
        "{}",
        far.out
    );
}

#[test]
fn machines_get_json() {
    let place = place(&dump(&[], Some(&own())));
    let ended = explain(&place, &["--static", "COUNT", "--json"]);
    let document: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(
        document["stacks"][0][1]["frames"][0]["function"],
        "app::inner"
    );
    let core = &document["core"];
    assert_eq!(core["fault"]["kind"], "unreachable");
    assert_eq!(
        core["globals"][0],
        json!({ "name": "__stack_pointer", "value": -16 })
    );
    assert_eq!(core["statics"][0]["value"], 298);
}

/// As the format has it: places are counted from where the function begins.
#[test]
fn a_core_dump_of_another_runtime_is_read() {
    let place = place(&dump(&[(2, 2), (1, 0), (9, 1)], None));
    let ended = explain(&place, &["--static", "COUNT"]);
    let at = body(2).0 + 2;
    for line in [
        &format!("    at app::inner  wasm-function[2]:{at:#x}\n") as &str,
        "    at app::outer  wasm-function[1]\n",
        "    in another module  wasm-function[9]\n",
        "memory    131072 bytes\n",
        "app::deep::COUNT = 298",
    ] {
        assert!(ended.out.contains(line), "{line} is not in {}", ended.out);
    }
    assert!(!ended.out.contains("fault"), "{}", ended.out);
}

/// As of an engine that hides frames of wasm.
#[test]
fn a_core_dump_without_frames_has_memory() {
    let ended = explain(&place(&dump(&[], None)), &["--static", "COUNT"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert!(ended.out.contains("COUNT = 298"), "{}", ended.out);
}

/// Which counts places from where the code begins.
#[test]
fn a_core_dump_is_written_for_wasmgdb() {
    let core = dump(&[(2, 0), (1, 0)], Some(&own()));
    let place = place(&core);
    let ended = explain(&place, &["--for-wasmgdb", "gdb"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let written = fs::read(place.root().join("gdb/core.wasm")).unwrap();
    let frames = Parser::new(0)
        .parse_all(&written)
        .find_map(|payload| match payload.unwrap() {
            Payload::CustomSection(section) => match section.as_known() {
                KnownCustom::CoreDumpStack(stack) => Some(stack.frames),
                _ => None,
            },
            _ => None,
        });
    let frames: Vec<_> = frames
        .unwrap()
        .iter()
        .map(|it| (it.funcidx, it.codeoffset))
        .collect();
    let (begin, code) = body(2);
    assert_eq!(frames, [(2, u32::try_from(begin + 2 - code).unwrap())]);
    assert!(
        written.ends_with(&core[core.len() - 20..]),
        "memory is as it was"
    );
}

#[test]
fn what_cannot_be_explained_is_refused() {
    let place = place(&dump(&[], Some(&own())));
    let refused = |args: &[&str], words: &str| {
        let ended = explain(&place, args);
        assert_eq!((ended.code, ended.out.as_str()), (101, ""), "{words}");
        assert!(ended.err.contains(words), "{words}: {}", ended.err);
    };
    refused(&["--static", "NOWHERE"], "there is no static `NOWHERE`");
    let other = json!({ "buildId": "ab", "fault": own()["fault"] });
    for (core, words) in [
        (companion(), "it is a module, and no core dump"),
        (
            dump(&[], Some(&own()))[..60].to_vec(),
            "the core dump is broken",
        ),
        (
            dump(&[], Some(&other)),
            "has no build id, and the stack is of build ab",
        ),
        (dump(&[(9, 1)], None), "of another module"),
    ] {
        fs::write(place.root().join("core.wasm"), core).unwrap();
        refused(&[], words);
    }
    place.file("core.wasm", "at wasm-function[1]");
    refused(&["--static", "COUNT"], "core.wasm is no core dump");

    fs::write(place.root().join("core.wasm"), dump(&[(1, 0)], None)).unwrap();
    let bare = wat::parse_str("(module (import \"m\" \"log\" (func)) (func $f))").unwrap();
    fs::write(place.root().join("app_bg.debug.wasm"), bare).unwrap();
    refused(&["--static", "COUNT"], "the companion names no statics");
}
