//! Gives the module a ceiling for its memory, so that an allocation can really fail.

/// Enough for everything else: 64 MiB.
const CEILING: u32 = 64 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--max-memory={CEILING}");
    }
}
