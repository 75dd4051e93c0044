//! Exports that JavaScript may suspend, and what runs beside them.

#![allow(deprecated, reason = "wasm-bindgen says so of what is experimental")]
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Only JavaScript calls most of it.

use js_sys::futures::jspi_block_on_promise as block_on;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

fn trap() -> ! {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort()
}

/// Lets JavaScript ask for another instance.
#[cfg(feature = "bulkhead")]
#[wasm_bulkhead::bulkhead]
#[wasm_bindgen(start)]
fn begin() {
    wasm_bulkhead::Bulkhead::new().resettable().install();
}

/// What a body does when the promise it waited for has settled.
fn go_on(settled: Result<JsValue, JsValue>, then: &str) -> Result<JsValue, JsValue> {
    match then {
        "panic" => panic!("struck"),
        "trap" => trap(),
        _ => settled,
    }
}

/// Is suspended until `promise` settles.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(jspi)]
pub fn wait(promise: Promise, then: &str) -> Result<JsValue, JsValue> {
    go_on(block_on(&promise), then)
}

/// The same in a task of wasm-bindgen's executor.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(jspi)]
pub async fn wait_later(promise: Promise, then: String) -> Result<JsValue, JsValue> {
    go_on(block_on(&promise), &then)
}

/// Spawns a task that is suspended until `promise` settles.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(jspi)]
pub fn spawn(promise: Promise, then: String) {
    wasm_bindgen_futures::spawn_local(async move {
        let _ = go_on(block_on(&promise), &then);
    });
}

/// Is not suspended.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

/// Waits as async functions do.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn ordinary(promise: Promise) -> Result<JsValue, JsValue> {
    wasm_bindgen_futures::JsFuture::from(promise).await
}

/// Has methods of all these kinds.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[derive(Default)]
pub struct Waiter {
    waited: u32,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Waiter {
    /// Makes one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Waiter {
        Waiter::default()
    }

    /// Is suspended until `promise` settles.
    #[wasm_bindgen(jspi)]
    pub fn wait(&mut self, promise: Promise, then: &str) -> Result<JsValue, JsValue> {
        self.waited += 1;
        go_on(block_on(&promise), then)
    }

    /// The same in a task of wasm-bindgen's executor.
    #[wasm_bindgen(jspi, js_name = "waitLater")]
    pub async fn wait_later(&self, promise: Promise, then: String) -> Result<JsValue, JsValue> {
        go_on(block_on(&promise), &then)
    }

    /// Waits as async functions do.
    pub async fn ordinary(&self, promise: Promise) -> Result<JsValue, JsValue> {
        wasm_bindgen_futures::JsFuture::from(promise).await
    }

    /// How often it has waited.
    pub fn waited(&self) -> u32 {
        self.waited
    }
}
