use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(on_panic = rollback)]
#[wasm_bindgen]
pub struct Ledger {
    entries: Vec<i64>,
}

fn main() {}
