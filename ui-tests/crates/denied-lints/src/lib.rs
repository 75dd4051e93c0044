//! Denies all the lints that a careful user denies.

#![deny(
    clippy::all,
    clippy::pedantic,
    warnings,
    future_incompatible,
    let_underscore,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    rust_2021_compatibility,
    unused
)]

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

/// A pair.
#[bulkhead]
#[wasm_bindgen]
pub struct Pair {
    /// Its left.
    pub left: u32,
    /// Its right.
    #[wasm_bindgen(getter_with_clone)]
    pub right: String,
}

/// Its methods.
#[bulkhead]
#[wasm_bindgen]
impl Pair {
    /// Makes one.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(left: u32) -> Self {
        Pair {
            left,
            right: left.to_string(),
        }
    }

    /// Sums.
    #[must_use]
    #[deprecated(note = "for the test")]
    pub fn sum(&self, mut more: u32) -> u32 {
        more += 1;
        self.left + more
    }

    /// Waits.
    pub async fn wait(&self) {
        std::future::ready(()).await;
    }

    /// Ends.
    pub fn end(mut self) {
        self.left = 0;
        drop(self);
    }
}

/// Has closures.
#[bulkhead]
#[wasm_bindgen]
#[must_use]
pub fn closures() -> JsValue {
    let closure = Closure::<dyn FnMut(u32) -> Result<u32, JsValue>>::new(move |value: u32| {
        if value > 3 {
            return Err(JsValue::NULL);
        }
        Ok(value)
    });
    closure.into_js_value()
}

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    /// Logs.
    #[wasm_bindgen(js_namespace = console)]
    pub fn log(text: &str);
    #[wasm_bindgen(js_namespace = console)]
    fn debug(text: &str, more: &mut dyn FnMut(u32));
    /// A date.
    pub type Date;
    /// Makes one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Date;
    /// Reads it.
    #[wasm_bindgen(method, getter, js_name = "time")]
    pub fn get_time(this: &Date) -> f64;
}

/// Reports.
#[bulkhead]
#[wasm_bindgen]
pub fn report(text: &str) {
    debug(text, &mut |_| ());
}

/// A cell.
#[bulkhead(assert_unwind_safe = "one number is never torn")]
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Tally {
    cell: std::cell::Cell<u32>,
}

/// Its methods.
#[bulkhead]
#[wasm_bindgen]
impl Tally {
    /// Counts.
    #[bulkhead(assert_unwind_safe(other) = "read only")]
    pub fn count(&self, other: &Tally) {
        self.cell.set(other.cell.get() + 1);
    }
}

/// A module.
#[bulkhead(assert_unwind_safe = "read only")]
pub mod inner {
    use wasm_bindgen::prelude::*;

    /// Reads.
    #[wasm_bindgen]
    #[must_use]
    pub fn read(tally: &super::Tally) -> u32 {
        tally.cell.get()
    }
}

/// Raw.
#[bulkhead(on_panic = 0)]
#[unsafe(no_mangle)]
pub extern "C" fn denied_lints_raw() -> u8 {
    1
}
