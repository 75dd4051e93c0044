use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
#[bulkhead]
pub async fn save(url: String) -> String {
    url
}

fn main() {}
