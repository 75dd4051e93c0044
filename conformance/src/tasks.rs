//! Tasks that no export's promise stands for.

use std::future::Future;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::probe::body;

#[cfg(not(feature = "bulkhead"))]
use wasm_bindgen_futures::future_to_promise;
#[cfg(feature = "bulkhead")]
use wasm_bulkhead::{future_to_promise, spawn_local};

/// With its bounds in unwind builds, which ask for what every future here is.
#[cfg(not(feature = "bulkhead"))]
fn spawn_local(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(std::panic::AssertUnwindSafe(future));
}

/// Spawns a task whose body begins in the same tick.
#[wasm_bindgen]
pub fn spawn() {
    spawn_local(async {
        body();
    });
}

/// E14: spawns a task whose body begins when `gate` is settled.
#[wasm_bindgen]
pub fn spawn_after(gate: js_sys::Promise) {
    spawn_local(async {
        if JsFuture::from(gate).await.is_ok() {
            body();
        }
    });
}

/// A promise for a body that begins when `gate` is settled.
#[wasm_bindgen]
pub fn promise_after(gate: js_sys::Promise) -> js_sys::Promise {
    promise(async {
        JsFuture::from(gate).await?;
        Ok(body().into())
    })
}

/// Makes promises that JavaScript never gets, and runs a body.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn promises_and_body() -> js_sys::Promise {
    let first = pending();
    let _unheard = pending();
    body();
    first
}

/// The same by wasm-bindgen's own function, as other crates make promises.
#[wasm_bindgen]
pub fn foreign_promise_after(gate: js_sys::Promise) -> js_sys::Promise {
    wasm_bindgen_futures::future_to_promise(std::panic::AssertUnwindSafe(async {
        JsFuture::from(gate).await?;
        Ok(body().into())
    }))
}

/// A promise made by hand, which JavaScript is given what settles it.
#[wasm_bindgen]
pub fn promise_by_hand(take: &js_sys::Function) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, reject| {
        let taken = take.call2(&JsValue::UNDEFINED, &resolve, &reject);
        taken.expect("the function returns");
    })
}

/// A promise that nothing ever settles.
pub(crate) fn pending() -> js_sys::Promise {
    promise(std::future::pending())
}

fn promise(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> js_sys::Promise {
    #[cfg(feature = "bulkhead")]
    return future_to_promise(future);
    #[cfg(not(feature = "bulkhead"))]
    future_to_promise(std::panic::AssertUnwindSafe(future))
}
