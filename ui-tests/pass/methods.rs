//! Every kind of member, among them those that are not exported.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen(js_name = "Renamed", inspectable)]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    /// The balance.
    pub balance: i64,
    #[wasm_bindgen(getter_with_clone, js_name = "ownerName")]
    pub owner: String,
    #[wasm_bindgen(readonly)]
    pub r#type: u8,
    #[wasm_bindgen(skip)]
    pub log: Vec<i64>,
    #[cfg(target_family = "wasm")]
    pub absent: Missing,
    #[cfg_attr(not(target_family = "wasm"), wasm_bindgen(skip))]
    pub skipped_here: Vec<u8>,
    pub(crate) internal: u8,
}

#[bulkhead]
#[wasm_bindgen(js_class = "Renamed")]
impl Account {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { log: vec![1], ..Self::default() }
    }

    pub fn by_reference(&self) -> i64 {
        self.balance
    }

    pub fn by_mutable_reference(&mut self, amount: i64) -> i64 {
        self.balance += amount;
        self.log.push(amount);
        self.balance
    }

    pub fn by_value(mut self) -> usize {
        self.log.clear();
        self.log.len()
    }

    pub fn typed_receiver(self: &Self, other: &Self) -> bool {
        self == other
    }

    #[wasm_bindgen(getter)]
    pub fn doubled(&self) -> i64 {
        self.balance * 2
    }

    #[wasm_bindgen(setter)]
    pub fn set_doubled(&mut self, doubled: i64) {
        self.balance = doubled / 2;
    }

    #[wasm_bindgen(js_name = "default")]
    pub fn default_account() -> Account {
        Self::default()
    }

    pub async fn later(&mut self, text: String) -> Result<JsValue, JsValue> {
        self.owner = text;
        Ok(JsValue::NULL)
    }

    #[cfg(target_family = "wasm")]
    pub fn absent(&self) -> Missing {
        Missing
    }

    #[cfg_attr(not(target_family = "wasm"), wasm_bindgen(getter))]
    #[cfg_attr(target_family = "wasm", wasm_bindgen(js_name = "method"))]
    pub fn accessor_here(&self) -> u8 {
        self.internal()
    }

    fn internal(&self) -> u8 {
        self.internal
    }

    pub(crate) fn lend(&self) -> &str {
        &self.owner
    }
}

/// The trait has a method of the name of an exported one.
trait Doubled {
    fn doubled(&self) -> i64 {
        0
    }
}

impl Doubled for Account {}

fn main() {
    let mut account = Account::new();
    assert_eq!(account.by_mutable_reference(2), account.by_reference());
    assert!(account.typed_receiver(&account.clone()));
    account.set_doubled(8);
    assert_eq!(account.doubled(), 8);
    assert_eq!(Doubled::doubled(&account), 0);
    drop(account.later(String::new()));
    assert_eq!(account.accessor_here(), 0);
    assert_eq!(account.lend(), Account::default_account().lend());
    assert_eq!(account.by_value(), 0);
}
