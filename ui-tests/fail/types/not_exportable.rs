use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

pub struct Private;

#[bulkhead]
#[wasm_bindgen]
pub fn take(value: Private) {
    drop(value);
}

fn main() {}
