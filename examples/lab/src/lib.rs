//! A small ledger that fails in every way there is, for the page of `cargo xtask lab`.
//!
//! A payment takes from one account and gives to another, and what fails does so in between.
//! With the feature `bulkhead` each export has its attribute and the ledger a `Poison`; without
//! it the same source is plain wasm-bindgen.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Only JavaScript calls it.

use std::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

mod asserted;
mod books;
mod failure;

use asserted::{asserted, Asserted};
use books::Books;
pub use failure::Failure;

/// Lets the page replace the instance.
#[cfg(feature = "bulkhead")]
#[wasm_bulkhead::bulkhead]
#[wasm_bindgen(start)]
fn begin() {
    wasm_bulkhead::Bulkhead::new().resettable().install();
}

/// Two accounts, and all the money there is.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[derive(Debug)]
pub struct Ledger {
    books: Asserted<Cell<Books>>,
    #[cfg(feature = "bulkhead")]
    poison: wasm_bulkhead::Poison,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Ledger {
    /// The ledger as the last payment has left it, as far as that is known.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Ledger {
        Ledger {
            books: asserted(Cell::new(Books::load())),
            #[cfg(feature = "bulkhead")]
            poison: wasm_bulkhead::Poison::new(),
        }
    }

    /// Ann pays Bob, and in the middle of it something may fail.
    pub fn pay(&self, amount: i32, failure: Failure) {
        self.change(|books| books.ann -= amount);
        failure.strike();
        self.change(|books| books.bob += amount);
        self.books.get().save();
    }

    /// Ann pays Bob, and JavaScript prints a receipt before Bob has the money.
    #[wasm_bindgen(js_name = payWithReceipt)]
    pub fn pay_with_receipt(&self, amount: i32, printer: &Printer) {
        self.change(|books| books.ann -= amount);
        printer.print();
        self.change(|books| books.bob += amount);
        self.books.get().save();
    }

    /// What Ann has, and what Bob has.
    pub fn balances(&self) -> Vec<i32> {
        let Books { ann, bob } = self.books.get();
        vec![ann, bob]
    }

    fn change(&self, change: impl FnOnce(&mut Books)) {
        let mut books = self.books.get();
        change(&mut books);
        self.books.set(books);
    }
}

#[cfg(feature = "bulkhead")]
#[wasm_bulkhead::bulkhead]
#[wasm_bindgen]
impl Ledger {
    /// Makes the ledger what the last payment that went through has left.
    #[bulkhead(poisoned = admit)]
    pub fn repair(&mut self) {
        self.books.set(Books::load());
        self.poison.clear_poison();
    }
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
extern "C" {
    /// Something of JavaScript's that prints.
    pub type Printer;

    #[wasm_bindgen(method)]
    fn print(this: &Printer);
}

/// What each of `people` pays.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn split(amount: i32, people: i32) -> i32 {
    amount / people
}

/// What an amount is worth abroad, once somebody has told the rate.
///
/// # Errors
///
/// Rejects with what the rate rejects with.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn convert(amount: i32, rate: Promise) -> Result<f64, JsValue> {
    let rate = JsFuture::from(rate).await?;
    Ok(f64::from(amount) * rate.as_f64().unwrap_or(f64::NAN))
}

/// What a panic does in this build.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn build() -> String {
    let build = if cfg!(panic = "unwind") {
        "unwind"
    } else {
        "abort"
    };
    build.to_owned()
}
