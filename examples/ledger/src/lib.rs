//! The classic transfer that must not lose money, three times: with nothing but `&mut self`,
//! with a `Poison`, and with `on_panic = rollback`.
//!
//! A transfer takes from one account, looks up the fee, and gives to another. In between it can
//! panic, and in [`later`] its future can be dropped. `cargo xtask example ledger` does the same
//! to all three, and prints what JavaScript saw.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, Poison};

pub mod accounts;
pub mod later;

use accounts::Accounts;

/// A ledger that nothing protects: after a panic the next call sees what is left.
#[bulkhead]
#[wasm_bindgen]
#[derive(Default)]
pub struct Plain {
    accounts: Accounts,
}

#[bulkhead]
#[wasm_bindgen]
impl Plain {
    /// A ledger with all the money on one side.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Plain {
        Plain::default()
    }

    /// Moves money.
    pub fn transfer(&mut self, amount: i64, country: &str) {
        self.accounts.transfer(amount, country);
    }

    /// All the money there is.
    pub fn total(&self) -> i64 {
        self.accounts.total()
    }
}

/// A ledger that refuses to be seen until somebody has repaired it.
#[bulkhead(on_panic = poison)]
#[wasm_bindgen]
#[derive(Default)]
pub struct Poisoned {
    accounts: Accounts,
    poison: Poison,
}

#[bulkhead]
#[wasm_bindgen]
impl Poisoned {
    /// A ledger with all the money on one side.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Poisoned {
        Poisoned::default()
    }

    /// Moves money.
    pub fn transfer(&mut self, amount: i64, country: &str) {
        self.accounts.transfer(amount, country);
    }

    /// All the money there is.
    pub fn total(&self) -> i64 {
        self.accounts.total()
    }

    /// Makes the accounts what the journal says. It is let in on a poisoned ledger.
    #[bulkhead(poisoned = admit)]
    pub fn repair(&mut self) {
        self.accounts.recompute();
        self.poison.clear_poison();
    }
}

/// A ledger on which a call that fails has never been made.
#[bulkhead(on_panic = rollback)]
#[wasm_bindgen]
#[derive(Clone, Default)]
pub struct RolledBack {
    accounts: Accounts,
}

#[bulkhead]
#[wasm_bindgen]
impl RolledBack {
    /// A ledger with all the money on one side.
    #[wasm_bindgen(constructor)]
    pub fn new() -> RolledBack {
        RolledBack::default()
    }

    /// Moves money.
    pub fn transfer(&mut self, amount: i64, country: &str) {
        self.accounts.transfer(amount, country);
    }

    /// All the money there is.
    pub fn total(&self) -> i64 {
        self.accounts.total()
    }
}
