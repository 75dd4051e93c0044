//! What nobody annotated, and nobody of ours catches.

use std::panic::AssertUnwindSafe;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::probe::{body, INTACT};

/// A function.
#[wasm_bindgen]
pub fn bare_fn() -> i32 {
    body()
}

/// A closure.
#[wasm_bindgen]
pub fn bare_closure() -> JsValue {
    Closure::<dyn Fn() -> i32>::new(body).into_js_value()
}

/// A closure with the signature of the callbacks of a `JsFuture`.
#[wasm_bindgen]
pub fn bare_callback() -> JsValue {
    Closure::<dyn FnMut(JsValue) -> Result<(), JsError>>::new(|_| {
        body();
        Ok(())
    })
    .into_js_value()
}

/// Spawns a task on wasm-bindgen's queue.
#[wasm_bindgen]
pub fn bare_spawn() {
    wasm_bindgen_futures::spawn_local(AssertUnwindSafe(async {
        body();
    }));
}

/// Spawns a task on wasm-bindgen's queue that waits for `gate`.
#[wasm_bindgen]
pub fn bare_spawn_after(gate: js_sys::Promise) {
    wasm_bindgen_futures::spawn_local(AssertUnwindSafe(async {
        if JsFuture::from(gate).await.is_ok() {
            body();
        }
    }));
}

/// A promise of wasm-bindgen's own.
#[wasm_bindgen]
pub fn bare_promise() -> js_sys::Promise {
    wasm_bindgen_futures::future_to_promise(AssertUnwindSafe(async { Ok(body().into()) }))
}

/// Runs a body and keeps its panic to itself.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn entry_catching() -> i32 {
    std::panic::catch_unwind(body).unwrap_or(INTACT)
}
