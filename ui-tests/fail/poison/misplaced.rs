use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(on_panic = throw)]
#[wasm_bindgen]
pub struct Ledger {
    total: i64,
}

#[bulkhead(poisoned = admit)]
#[wasm_bindgen]
impl Ledger {
    #[bulkhead(on_panic = rollback)]
    pub fn total(&self) -> i64 {
        self.total
    }

    #[bulkhead(poisoned = admit, on_panic = poison)]
    pub fn empty() -> Ledger {
        Ledger { total: 0 }
    }

    #[bulkhead(poisoned = refuse)]
    pub fn clear(&mut self) {
        self.total = 0;
    }
}

#[bulkhead(on_panic = rollback(total))]
#[unsafe(no_mangle)]
pub extern "C" fn total() -> i32 {
    0
}

fn main() {}
