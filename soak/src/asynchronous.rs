//! Async functions, and tasks that nobody waits for.

use wasm_bindgen::prelude::*;
#[cfg(not(feature = "bulkhead"))]
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_futures::JsFuture;
#[cfg(feature = "bulkhead")]
use wasm_bulkhead::spawn_local;

use crate::imports::{gate, visit};
use crate::probe::body;

/// Resolves at its first poll.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn promptly() -> i32 {
    body()
}

/// Waits once for JavaScript.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn patiently(text: String) -> Result<String, JsValue> {
    body();
    JsFuture::from(gate()).await?;
    Ok(format!("{text}{}", body()))
}

/// Waits twice, and calls JavaScript that calls Rust in between.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn in_steps() -> Result<i32, JsValue> {
    JsFuture::from(gate()).await?;
    body();
    visit(1);
    JsFuture::from(gate()).await?;
    Ok(body())
}

/// Spawns a task and does not wait for it.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn spawn() {
    body();
    spawn_local(async {
        // A gate that is refused ends the task.
        if JsFuture::from(gate()).await.is_ok() {
            body();
        }
    });
}
