//! The transfer with a wait in the middle, for a person to approve of it.
//!
//! When no code is left to do that, none can wake the future either. It is dropped where it
//! stands, between the two accounts, and the promise rejects.

use std::future;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bulkhead::bulkhead;

use crate::accounts::Accounts;
use crate::{Plain, Poisoned, RolledBack};

async fn transfer(
    accounts: &mut Accounts,
    amount: i64,
    country: &str,
    approval: Option<Promise>,
) -> Result<(), JsValue> {
    accounts.take(amount);
    let approved = match approval {
        Some(approval) => JsFuture::from(approval).await,
        None => future::pending().await,
    };
    match approved {
        Ok(_) => accounts.give(amount, country),
        // An `Err` poisons nothing, so a method that returns one cleans up first.
        Err(_) => accounts.take(-amount),
    }
    approved.map(|_| ())
}

macro_rules! later {
    ($($ledger:ident),*) => {$(
        #[bulkhead]
        #[wasm_bindgen]
        impl $ledger {
            /// Moves money when `approval` is given.
            ///
            /// # Errors
            ///
            /// If approval is denied; the money is back then.
            #[wasm_bindgen(js_name = "transferLater")]
            pub async fn transfer_later(
                &mut self,
                amount: i64,
                country: String,
                approval: Option<Promise>,
            ) -> Result<(), JsValue> {
                transfer(&mut self.accounts, amount, &country, approval).await
            }
        }
    )*};
}

later!(Plain, Poisoned, RolledBack);
