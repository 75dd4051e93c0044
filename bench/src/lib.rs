//! Entries that are called in loops: `cargo xtask bench` times them with and without wasm-bulkhead.
//!
//! The trivial bodies show what stands in front of a body, and nothing else. The compiler sees that
//! they cannot panic, so others beside them call a function of which it does not know that.

use wasm_bindgen::prelude::*;

/// May panic, as far as the compiler knows.
#[inline(never)]
fn opaque(a: i32) -> i32 {
    let a = std::hint::black_box(a);
    assert!(a != i32::MIN, "no such number");
    a
}

/// A function of two numbers.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

/// The same, with a call in it.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn add_opaque(a: i32, b: i32) -> i32 {
    opaque(a).wrapping_add(b)
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

    /// The same, with a call in it.
    pub fn add_opaque(&mut self, amount: i32) -> i32 {
        self.total = self.total.wrapping_add(opaque(amount));
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

/// What guards the exports, so that nothing else is measured than is said.
#[cfg(feature = "bulkhead")]
#[wasm_bindgen]
pub fn guard() -> String {
    match wasm_bulkhead::state().guard {
        wasm_bulkhead::Guard::Plain => "plain".to_owned(),
        wasm_bulkhead::Guard::Finished => "finished".to_owned(),
        other => format!("{other:?}"),
    }
}

/// What is only in the package whose instances are replaced.
#[cfg(feature = "restart")]
pub mod restart {
    use wasm_bindgen::prelude::*;

    /// Runs in each instance.
    #[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
    #[wasm_bindgen(start)]
    fn start() {
        #[cfg(feature = "bulkhead")]
        wasm_bulkhead::Bulkhead::new()
            .restart(wasm_bulkhead::Restart::reinit())
            .install();
    }

    /// Ends the instance.
    #[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
    #[wasm_bindgen]
    pub fn trap() {
        #[cfg(target_arch = "wasm32")]
        core::arch::wasm32::unreachable()
    }

    /// The number of the instance.
    #[cfg(feature = "bulkhead")]
    #[wasm_bindgen]
    pub fn generation() -> u32 {
        wasm_bulkhead::generation()
    }
}
