//! A till, of the kind that people write `wasm_bindgen_test`s for.

#![allow(missing_docs)]

use wasm_bindgen::prelude::*;
#[cfg(feature = "bulkhead")]
use wasm_bulkhead::bulkhead;

#[cfg_attr(feature = "bulkhead", bulkhead)]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

#[cfg_attr(feature = "bulkhead", bulkhead)]
#[wasm_bindgen]
pub fn parse(text: &str) -> Result<i32, JsError> {
    Ok(text.parse()?)
}

#[cfg_attr(feature = "bulkhead", bulkhead)]
#[wasm_bindgen]
pub async fn later(value: js_sys::Promise) -> Result<JsValue, JsValue> {
    wasm_bindgen_futures::JsFuture::from(value).await
}

#[cfg_attr(feature = "bulkhead", bulkhead)]
#[wasm_bindgen]
pub struct Till {
    pub coins: u32,
}

#[cfg_attr(feature = "bulkhead", bulkhead)]
#[wasm_bindgen]
impl Till {
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Till {
        Till { coins: 3 }
    }

    pub fn take(&mut self, coins: u32) {
        assert!(coins <= self.coins, "too few coins");
        self.coins -= coins;
    }
}
