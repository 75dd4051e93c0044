//! What a library may export to JavaScript on behalf of whoever depends on it.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

/// Divides, and panics as division does.
#[bulkhead]
#[wasm_bindgen]
pub fn divide(a: i32, b: i32) -> i32 {
    a / b
}

/// Adds up.
#[bulkhead]
#[wasm_bindgen]
#[derive(Default)]
pub struct Sum {
    /// What it has come to.
    pub total: i32,
}

#[bulkhead]
#[wasm_bindgen]
impl Sum {
    /// Begins with nothing.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Sum {
        Sum::default()
    }

    /// Adds.
    pub fn add(&mut self, amount: i32) -> i32 {
        self.total += amount;
        self.total
    }
}
