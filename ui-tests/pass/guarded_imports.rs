//! Imports that are guarded, or whose exceptions are caught (B015, B016).

#![deny(warnings)]
#![allow(dead_code)]

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = load)]
    fn load_promise(url: &str) -> Result<Promise, JsValue>;
    async fn load_unless_it_throws(url: &str) -> JsValue;

    type List<T>;
    #[wasm_bindgen(method, catch)]
    fn first<T>(this: &List<T>) -> Result<T, JsValue>;
    #[allow(deprecated)]
    #[wasm_bindgen(method)]
    fn last<T>(this: &List<T>) -> T;

    type Socket;
    #[wasm_bindgen(catch, constructor)]
    fn new(url: &str) -> Result<Socket, JsValue>;
    #[wasm_bindgen(catch, method)]
    fn send(this: &Socket, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, static_method_of = Socket)]
    fn open(url: &str) -> Result<Socket, JsValue>;
}

#[allow(deprecated)]
#[bulkhead]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn fetch(url: &str) -> Result<JsValue, JsValue>;
}

async fn load(url: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(load_promise(url)?).await
}

fn main() {
    drop(load(""));
}
