// on_panic = "abort"

#![deny(warnings)]

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

/// What is never seen torn is unwind safe.
#[bulkhead]
#[wasm_bindgen]
pub struct Count(Cell<u32>);

#[bulkhead]
#[wasm_bindgen]
impl Count {
    pub fn get(&self) -> u32 {
        self.0.get()
    }
}

#[bulkhead]
#[no_mangle]
pub extern "C" fn raw() {}

#[bulkhead]
mod inside {
    #[no_mangle]
    pub extern "C" fn raw_too() {}

    #[bulkhead(on_panic = -1)]
    #[no_mangle]
    pub extern "C" fn raw_with_a_value() -> i32 {
        0
    }
}
