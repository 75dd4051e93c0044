//! Published libraries, getrandom and web-time, behind exports of our own. With the feature
//! `bulkhead` wasm-bulkhead is a dependency, and nothing names it.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_time::Instant;

/// Random bytes, as many as asked for.
///
/// # Errors
///
/// Throws where the host has no source of randomness.
#[wasm_bindgen]
pub fn draw(length: usize) -> Result<Vec<u8>, JsError> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Waits for a promise, and says how many milliseconds it took.
///
/// # Errors
///
/// Rejects with what the promise rejects with.
#[wasm_bindgen]
pub async fn wait(promise: js_sys::Promise) -> Result<f64, JsValue> {
    let started = Instant::now();
    JsFuture::from(promise).await?;
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

/// A clock of the library's.
#[wasm_bindgen]
pub struct Watch {
    started: Instant,
}

#[wasm_bindgen]
impl Watch {
    /// Begins now.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Watch {
        Watch {
            started: Instant::now(),
        }
    }

    /// What has passed, as text.
    pub fn passed(&self) -> String {
        format!("{:?}", self.started.elapsed())
    }
}
