use wasm_bindgen::prelude::*;

/// What the policies make of a class must not show.
#[cfg_attr(
    feature = "bulkhead",
    wasm_bulkhead::bulkhead(on_panic = rollback)
)]
#[wasm_bindgen(inspectable)]
#[derive(Clone)]
pub struct Account {
    /// The balance.
    pub balance: f64,
    #[wasm_bindgen(getter_with_clone)]
    pub owner: Option<String>,
    #[cfg(feature = "bulkhead")]
    poison: wasm_bulkhead::Poison,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Account {
    #[wasm_bindgen(constructor)]
    pub fn new(owner: Option<String>) -> Result<Self, JsError> {
        Ok(Account {
            balance: 0.0,
            owner,
            #[cfg(feature = "bulkhead")]
            poison: wasm_bulkhead::Poison::new(),
        })
    }

    /// Splits it.
    #[cfg_attr(feature = "bulkhead", bulkhead(on_panic = rollback))]
    pub fn split(&mut self, others: Vec<Account>) -> Vec<Account> {
        self.balance = 0.0;
        others
    }

    #[wasm_bindgen(unchecked_return_type = "Account | number")]
    pub fn either(&self, other: &Account, name: &str) -> JsValue {
        JsValue::from_f64(self.balance + other.balance + name.len() as f64)
    }

    pub fn maybe(self, other: Option<Account>) -> Option<Self> {
        other.or(Some(self))
    }

    #[wasm_bindgen(js_name = "isTorn", getter)]
    #[cfg_attr(feature = "bulkhead", bulkhead(poisoned = admit))]
    pub fn is_torn(&self) -> bool {
        #[cfg(feature = "bulkhead")]
        return self.poison.is_poisoned();
        #[cfg(not(feature = "bulkhead"))]
        false
    }
}

// wasm-bindgen alone compiles no async method by reference in unwind builds.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Account {
    pub async fn load(owner: String, others: Vec<Account>) -> Result<Account, JsValue> {
        let account = Account::new(Some(owner))?;
        others.into_iter().next().map_or(Ok(account), Ok)
    }

    pub async fn close(self) -> f64 {
        self.balance
    }
}
