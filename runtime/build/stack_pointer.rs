//! Writes the one thing that stable Rust cannot express on wasm32: access to the
//! shadow stack pointer.
//!
//! A JavaScript exception that leaves Rust frames skips the epilogues that put
//! `__stack_pointer` back, and only a `global.set` can repair that. Inline
//! assembly for wasm is unstable (rust-lang/rust#136382), so this script writes
//! a relocatable object with two functions of two instructions each, and links
//! it as a static library. The object equals what `llvm-mc` makes of
//!
//! ```text
//! __wbh_sp_get: global.get __stack_pointer
//! __wbh_sp_set: local.get 0; global.set __stack_pointer
//! ```
//!
//! with both symbols exported. The format is described in
//! <https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md>.

use std::path::PathBuf;
use std::{env, fs};

/// Writes the object, and has the linker take it.
pub(crate) fn link() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let archive = out.join("libwasm_bulkhead_sp.a");
    fs::write(&archive, ar_archive("sp.o", &stack_pointer_object()))
        .unwrap_or_else(|error| panic!("cannot write {}: {error}", archive.display()));
    println!("cargo::rustc-link-search=native={}", out.display());
    println!("cargo::rustc-link-lib=static=wasm_bulkhead_sp");
}

const GETTER: &str = "__wbh_sp_get";
const SETTER: &str = "__wbh_sp_set";

/// A WebAssembly object file that defines [`GETTER`] and [`SETTER`].
fn stack_pointer_object() -> Vec<u8> {
    const I32: u8 = 0x7f;
    const FUNC: u8 = 0x60;
    /// Global 0 as a five byte LEB128, the room that a relocation needs.
    const GLOBAL_0: [u8; 5] = [0x80, 0x80, 0x80, 0x80, 0x00];

    let types = [&[2][..], &[FUNC, 0, 1, I32], &[FUNC, 1, I32, 0]].concat();
    let imports = [
        &[1][..],
        &name("env"),
        &name("__stack_pointer"),
        &[0x03, I32, 0x01], // a mutable global
    ]
    .concat();
    let functions = [2, 0, 1];
    let code = [
        &[2][..],
        // Eight bytes: no locals, global.get, end.
        &[8, 0, 0x23],
        &GLOBAL_0,
        &[0x0b],
        // Ten bytes: no locals, local.get 0, global.set, end.
        &[10, 0, 0x20, 0, 0x24],
        &GLOBAL_0,
        &[0x0b],
    ]
    .concat();

    const EXPORTED: u8 = 0x20;
    const UNDEFINED: u8 = 0x10;
    const FUNCTION_SYMBOL: u8 = 0;
    const GLOBAL_SYMBOL: u8 = 2;
    let symbols = [
        &[3][..],
        &[FUNCTION_SYMBOL, EXPORTED, 0],
        &name(GETTER),
        &[GLOBAL_SYMBOL, UNDEFINED, 0],
        &[FUNCTION_SYMBOL, EXPORTED, 1],
        &name(SETTER),
    ]
    .concat();
    const LINKING_VERSION: u8 = 2;
    const SYMBOL_TABLE: u8 = 8;
    let linking = [
        &name("linking")[..],
        &[LINKING_VERSION, SYMBOL_TABLE],
        &sized(&symbols),
    ]
    .concat();

    /// R_WASM_GLOBAL_INDEX_LEB, against symbol 1 of the table above.
    const GLOBAL_INDEX: u8 = 7;
    const CODE_SECTION_INDEX: u8 = 3;
    let relocations = [
        &name("reloc.CODE")[..],
        &[CODE_SECTION_INDEX, 2],
        &[GLOBAL_INDEX, 0x04, 1], // the operand of global.get
        &[GLOBAL_INDEX, 0x0f, 1], // the operand of global.set
    ]
    .concat();

    let mut object = b"\0asm\x01\0\0\0".to_vec();
    for (id, content) in [
        (1, &types[..]),
        (2, &imports),
        (3, &functions),
        (10, &code),
        (0, &linking),
        (0, &relocations),
    ] {
        object.push(id);
        object.extend(sized(content));
    }
    object
}

/// Bytes behind their length.
fn sized(content: &[u8]) -> Vec<u8> {
    assert!(content.len() < 0x80, "one LEB128 byte holds the length");
    [&[content.len() as u8][..], content].concat()
}

/// A name as the binary format writes it.
fn name(text: &str) -> Vec<u8> {
    sized(text.as_bytes())
}

/// A Unix archive with one member, in the common subset of all its dialects.
fn ar_archive(member: &str, content: &[u8]) -> Vec<u8> {
    let header = format!(
        "{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n",
        format!("{member}/"),
        0,
        0,
        0,
        "644",
        content.len()
    );
    let padding: &[u8] = if content.len() % 2 == 0 { b"" } else { b"\n" };
    [b"!<arch>\n", header.as_bytes(), content, padding].concat()
}
