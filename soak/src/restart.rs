//! A fresh instance after each end, and what it finds.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{vault, Bulkhead, Restart};

/// Has each instance from here on replaced when it ends.
#[wasm_bindgen]
pub fn restart() {
    Bulkhead::new().restart(Restart::reinit()).install();
}

/// Puts bytes where the next instance finds them.
#[wasm_bindgen]
pub fn put(bytes: &[u8]) {
    vault::put("kept", bytes).expect("there is room");
}

/// The bytes that were put there.
#[wasm_bindgen]
pub fn get() -> Option<Vec<u8>> {
    vault::get("kept")
}
