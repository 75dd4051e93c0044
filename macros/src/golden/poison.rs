#[bulkhead(on_panic = poison)]
#[wasm_bindgen]
pub struct Ledger {
    pub total: i64,
    #[cfg(feature = "audit")]
    next: Option<Box<Self>>,
    poison: Poison,
}
