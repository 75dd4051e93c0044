//! The fault hook, where there is one.

#[cfg(feature = "bulkhead")]
use wasm_bindgen::prelude::*;

/// Sets the hook, which counts in memory and tells JavaScript as well.
#[cfg(feature = "bulkhead")]
#[wasm_bulkhead::bulkhead]
#[wasm_bindgen(start)]
pub fn start() {
    wasm_bulkhead::Bulkhead::new()
        .on_fault(|fault| {
            crate::probe::count(&crate::probe::SOAK_PROBE.hooked);
            crate::imports::hooked(&fault.id);
        })
        .install();
}
