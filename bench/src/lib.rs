//! Entries with next to nothing in them, so that what stands in front of a body is most of what
//! is measured. `loops.mjs` calls them, `cargo xtask bench` compares.

use wasm_bindgen::prelude::*;

/// A function of two numbers.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// A function of a string, which JavaScript has to bring into linear memory first.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn measure(text: &str) -> usize {
    text.len()
}

/// A function that gives a string back, which JavaScript has to fetch and free.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn spell(length: usize) -> String {
    "a".repeat(length)
}

/// An async function that waits for nothing.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn add_later(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// A function that panics.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn fail(a: i32) -> i32 {
    panic!("as it was told, with {a}")
}

/// A closure for JavaScript to call.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn adder(a: i32) -> JsValue {
    Closure::<dyn Fn(i32) -> i32>::new(move |b: i32| a.wrapping_add(b)).into_js_value()
}

/// A class.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Counter {
    /// A public field.
    pub total: i32,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Counter {
    /// A constructor.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Counter {
        Counter { total: 0 }
    }

    /// A method that writes.
    pub fn add(&mut self, amount: i32) -> i32 {
        self.total = self.total.wrapping_add(amount);
        self.total
    }
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = bench)]
    fn visit(a: i32) -> i32;
}

/// Calls JavaScript, often enough that its own call from JavaScript weighs nothing.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn visit_often(times: i32) -> i32 {
    (0..times).fold(0, |sum, _| sum.wrapping_add(visit(1)))
}

/// Whether the exports guard is on, so that nobody measures something else than they think.
#[cfg(feature = "bulkhead")]
#[wasm_bindgen]
pub fn is_guarded() -> bool {
    wasm_bulkhead::state().guard == wasm_bulkhead::Guard::Plain
}
