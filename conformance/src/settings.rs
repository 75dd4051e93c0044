//! What an application may choose.

use wasm_bindgen::prelude::*;

/// Has timers and listeners fall silent after an end.
#[wasm_bindgen]
pub fn silence_after_end(on: bool) {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .silence_after_end(on)
        .install();
    #[cfg(not(feature = "bulkhead"))]
    let _ = on;
}

/// Has a panic end its call alone, in an abort build.
#[wasm_bindgen]
pub fn panics_end_calls(on: bool) {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .panics_end_calls(on)
        .install();
    #[cfg(not(feature = "bulkhead"))]
    let _ = on;
}

/// Lets JavaScript take core dumps, of a memory of at most so many bytes.
#[wasm_bindgen]
pub fn allow_coredump(at_most: usize, even_redacted: bool) {
    #[cfg(feature = "bulkhead")]
    {
        let coredump = wasm_bulkhead::Coredump::at_most(at_most);
        let coredump = match even_redacted {
            true => coredump.even_redacted(),
            false => coredump,
        };
        wasm_bulkhead::Bulkhead::new().coredump(coredump).install();
    }
    #[cfg(not(feature = "bulkhead"))]
    let _ = (at_most, even_redacted);
}

/// Makes settings that say nothing hold.
#[wasm_bindgen]
pub fn settle_nothing() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new().install();
}

/// Refuses to go on without the guard.
#[wasm_bindgen]
pub fn require_guard() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new().require_guard().install();
}
