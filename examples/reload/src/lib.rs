//! A page of notes. When its program has ended the page is loaded again, with the notes that were
//! written; when that does not help, it says so and leaves it to the user.

use std::time::Duration;

use wasm_bulkhead::prelude::*;
use wasm_bulkhead::{vault, Bulkhead, FaultKind, Restart};

/// Where the notes are kept.
const NOTES: &str = "notes";

#[wasm_bindgen]
extern "C" {
    /// Shows the notes.
    #[wasm_bindgen(js_namespace = page)]
    fn show(notes: &str);
    /// Tells the user that the program has ended.
    #[wasm_bindgen(js_namespace = page)]
    fn overlay(message: &str);
    /// Whether the program is to fail as it starts.
    #[wasm_bindgen(js_namespace = page)]
    fn fails_to_start() -> bool;
}

#[wasm_bindgen(start)]
fn start() {
    let policy = Restart::reload().at_most(2).within(Duration::from_secs(60));
    Bulkhead::new()
        .on_fault(|fault| {
            if fault.kind.ends_instance() && fault.kind != FaultKind::Reset {
                overlay(&fault.message);
            }
        })
        .silence_after_end(true)
        .restart(policy)
        .install();
    show(&notes());
    if fails_to_start() {
        std::process::abort();
    }
}

fn notes() -> String {
    let kept = vault::get(NOTES).unwrap_or_default();
    String::from_utf8(kept).expect("they were kept as text")
}

/// Adds a line.
///
/// # Errors
///
/// When there are too many for the vault.
#[wasm_bindgen]
pub fn add(line: &str) -> Result<(), JsError> {
    let notes = notes() + line + "\n";
    vault::put(NOTES, notes.as_bytes())?;
    show(&notes);
    Ok(())
}

/// Keeps bytes beside the notes.
///
/// # Errors
///
/// When there are too many for the vault.
#[wasm_bindgen]
pub fn keep(bytes: &[u8]) -> Result<(), JsError> {
    Ok(vault::put("bytes", bytes)?)
}

/// The bytes that were kept.
#[wasm_bindgen]
pub fn kept() -> Option<Vec<u8>> {
    vault::get("bytes")
}

/// Ends the program.
#[wasm_bindgen]
pub fn fail() {
    std::process::abort();
}
