//! E2: exported async functions.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::probe::{body, count, strike, Sentinel, CONFORMANCE_PROBE};

/// E2: an async function that meets the armed cause before its first await.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn entry_async() -> i32 {
    body()
}

/// E14: an async function whose body begins when `gate` is settled.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn entry_async_continued(gate: js_sys::Promise) -> Result<i32, JsValue> {
    JsFuture::from(gate).await?;
    Ok(body())
}

/// An async function that meets the cause armed by the time `gate` is settled.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn entry_async_after(gate: js_sys::Promise) -> Result<i32, JsValue> {
    count(&CONFORMANCE_PROBE.ran);
    let _sentinel = Sentinel;
    JsFuture::from(gate).await?;
    Ok(strike())
}
