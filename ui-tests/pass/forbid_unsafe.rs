//! Nothing emitted is `unsafe` that the user did not write so.

#![forbid(unsafe_code)]

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
pub mod api {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub fn add(a: u32, b: u32) -> u32 {
        a + b
    }

    #[wasm_bindgen]
    pub struct Pair {
        pub left: u32,
    }

    #[wasm_bindgen]
    impl Pair {
        pub async fn sum(&self) -> u32 {
            self.left
        }
    }

    #[wasm_bindgen]
    extern "C" {
        pub fn alert(text: &str);
    }
}

#[bulkhead]
#[wasm_bindgen(start)]
fn start() {}

fn main() {
    assert_eq!(api::add(1, 2), 3);
    start();
}
