#![deny(deprecated)]

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    type List<T>;
    #[wasm_bindgen(method)]
    fn first<T>(this: &List<T>) -> T;
}

fn main() {}
