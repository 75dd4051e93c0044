//! What the crate has to know of its build, and what stable Rust cannot express.

mod edges;
mod stack_pointer;

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build");
    name_wasm_bindgen();
    name_opt_level();
    edges::check();
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        stack_pointer::link();
    }
}

/// Tells the patch version of wasm-bindgen, because the JavaScript half acts only in front of glue
/// that it knows. Cargo resolves `wasm-bindgen-shared` to the very version that `wasm-bindgen` pins.
fn name_wasm_bindgen() {
    let version = wasm_bindgen_shared::version();
    let patch = version
        .strip_prefix("0.2.")
        .map(|rest| rest.split(' ').next().unwrap_or(rest))
        .filter(|patch| patch.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or("0");
    println!("cargo::rustc-env=WASM_BULKHEAD_WASM_BINDGEN_PATCH={patch}");
}

/// Tells whether bytes count for more than speed in this build.
fn name_opt_level() {
    println!("cargo::rustc-check-cfg=cfg(for_size)");
    if matches!(env::var("OPT_LEVEL").as_deref(), Ok("s" | "z")) {
        println!("cargo::rustc-cfg=for_size");
    }
}
