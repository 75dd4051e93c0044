//! What has to outlast an instance, and how it is asked to.

use std::time::Duration;

use wasm_bindgen::prelude::*;

use crate::imports;
use crate::probe::body;

/// Asks for a fresh instance after each abort, or after so many within so many milliseconds.
///
/// Without wasm-bulkhead that is the recipe of wasm-bindgen's documentation.
#[wasm_bindgen]
pub fn restart(at_most: Option<u32>, within: Option<u32>) {
    #[cfg(feature = "bulkhead")]
    {
        let mut restart = wasm_bulkhead::Restart::reinit();
        if let Some(times) = at_most {
            restart = restart.at_most(times);
        }
        if let Some(within) = within {
            restart = restart.within(Duration::from_millis(within.into()));
        }
        wasm_bulkhead::Bulkhead::new()
            .on_fault(|fault| {
                crate::faults::tell(fault);
                imports::tell("stored", &put("torn", b"what is left").to_string());
            })
            .restart(restart)
            .install();
    }
    #[cfg(not(feature = "bulkhead"))]
    {
        let _ = (at_most, within, Duration::ZERO);
        wasm_bindgen::handler::set_on_abort(wasm_bindgen::handler::schedule_reinit);
    }
}

/// What a start function does, in the first instance and in each one after it.
pub fn restart_from_the_start() -> i32 {
    restart(None, None);
    imports::tell("generation", &generation().to_string());
    crate::probe::INTACT
}

/// As Rust counts.
#[wasm_bindgen]
pub fn generation() -> u32 {
    #[cfg(feature = "bulkhead")]
    return wasm_bulkhead::generation();
    #[cfg(not(feature = "bulkhead"))]
    1
}

/// Greets, by strings in linear memory.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn greet(name: &str) -> String {
    body();
    format!("hello, {name}")
}

/// Puts bytes where the next instance finds them; tells whether they were taken.
#[wasm_bindgen]
pub fn put(key: &str, bytes: &[u8]) -> bool {
    #[cfg(feature = "bulkhead")]
    return wasm_bulkhead::vault::put(key, bytes).is_ok();
    #[cfg(not(feature = "bulkhead"))]
    STORE.with_borrow_mut(|store| store.insert(key.to_owned(), bytes.to_owned()).is_none())
}

/// The bytes that were put there.
#[wasm_bindgen]
pub fn get(key: &str) -> Option<Vec<u8>> {
    #[cfg(feature = "bulkhead")]
    return wasm_bulkhead::vault::get(key);
    #[cfg(not(feature = "bulkhead"))]
    STORE.with_borrow(|store| store.get(key).cloned())
}

/// Sets how much may be kept.
#[wasm_bindgen]
pub fn limit(bytes: usize) {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::vault::set_limit(bytes);
    #[cfg(not(feature = "bulkhead"))]
    let _ = bytes;
}

#[cfg(not(feature = "bulkhead"))]
thread_local! {
    static STORE: std::cell::RefCell<std::collections::HashMap<String, Vec<u8>>> = Default::default();
}
