// on_panic = "poison"

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, Poison};

#[bulkhead]
#[wasm_bindgen]
pub struct Ledger {
    pub entries: u32,
    poison: Poison,
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    pub fn repair(&mut self) {
        self.poison.clear_poison();
    }
}

/// It would have to have one too.
#[bulkhead]
#[wasm_bindgen]
pub struct Plain {
    pub entries: u32,
}

#[bulkhead(on_panic = abort)]
#[wasm_bindgen]
pub struct Other {
    pub entries: u32,
}

#[bulkhead]
#[no_mangle]
pub extern "C" fn raw() {}
