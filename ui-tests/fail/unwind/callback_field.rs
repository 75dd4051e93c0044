// On the host it is a warning.
#![deny(deprecated, unfulfilled_lint_expectations)]

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Button {
    on_click: Box<dyn Fn()>,
}

#[bulkhead]
#[wasm_bindgen]
impl Button {
    pub fn click(&self) {
        (self.on_click)();
    }
}

fn main() {}
