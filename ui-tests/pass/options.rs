//! Options of `wasm_bindgen` in all the places where they can stand.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen(js_name = "addAll", js_namespace = ["math", "sums"], skip_typescript)]
pub fn add(#[wasm_bindgen(js_name = first)] a: u32, #[wasm_bindgen(js_name = second)] b: u32) -> u32 {
    a + b
}

#[bulkhead]
#[wasm_bindgen(js_name = Account, inspectable, getter_with_clone)]
pub struct Ledger {
    #[wasm_bindgen(readonly, js_name = "theOwner")]
    pub owner: String,
    #[wasm_bindgen(skip)]
    pub hidden: Vec<std::sync::Arc<()>>,
    pub total: f64,
}

#[bulkhead]
#[wasm_bindgen(js_class = "Account")]
impl Ledger {
    #[wasm_bindgen(getter = half)]
    pub fn half_of_total(&self) -> f64 {
        self.total / 2.0
    }

    #[wasm_bindgen(setter = half)]
    pub fn set_half_of_total(&mut self, half: f64) {
        self.total = half * 2.0;
    }

    #[wasm_bindgen(skip)]
    pub fn hidden(&self) -> usize {
        self.hidden.len()
    }
}

fn main() {
    let mut ledger = Ledger {
        owner: String::from("me"),
        hidden: Vec::new(),
        total: 4.0,
    };
    ledger.set_half_of_total(ledger.half_of_total() + 1.0);
    assert_eq!((ledger.total, ledger.hidden()), (6.0, 0));
    assert_eq!(add(1, 2), 3);
    println!("{}", ledger.owner);
}
