use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

mod game {
    pub struct Poison;
}

#[bulkhead(on_panic = poison)]
#[wasm_bindgen]
pub struct Ledger {
    entries: Vec<i64>,
    poison: game::Poison,
}

fn main() {}
