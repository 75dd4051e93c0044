//! A crate that has wasm-bulkhead in the place of wasm-bindgen, and says more of some items.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use wasm_bindgen::{bulkhead, Poison};

/// The attribute above.
#[bulkhead(on_panic = poison)]
#[wasm_bindgen]
pub struct Ledger {
    entries: Vec<i64>,
    poison: Poison,
}

#[wasm_bindgen]
impl Ledger {
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Ledger {
        Ledger {
            entries: Vec::new(),
            poison: Poison::new(),
        }
    }

    #[bulkhead(name = "Ledger.enter")]
    pub fn post(&mut self, amount: i64) -> usize {
        self.entries.push(amount);
        self.entries.len()
    }
}

/// The attribute below.
#[wasm_bindgen]
#[bulkhead(assert_unwind_safe = "a cache, which may be stale")]
pub struct Cache {
    entries: RefCell<Vec<u8>>,
}

#[wasm_bindgen]
impl Cache {
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    fn alert(text: &str);
}

#[wasm_bindgen(module = "/there.js")]
extern "C" {
    pub type There;
    #[wasm_bindgen(method, getter)]
    fn name(this: &There) -> String;
}

/// As a whole.
#[bulkhead]
pub mod api {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub fn call(text: &str) {
        super::alert(text);
    }

    #[wasm_bindgen]
    pub async fn of(there: super::There) -> String {
        there.name()
    }
}

#[test]
fn is_called() {
    let mut ledger = Ledger::new();
    assert_eq!(ledger.post(3), 1);
}
