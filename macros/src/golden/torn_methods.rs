#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    #[bulkhead(poisoned = admit)]
    pub fn repair(&mut self) {
        self.poison.clear_poison();
    }

    #[bulkhead(on_panic = rollback)]
    pub fn transfer(&mut self, from: &mut Ledger, more: Vec<Ledger>) -> Result<Self, JsError> {
        todo!()
    }

    #[bulkhead(on_panic = rollback(Self::snapshot))]
    pub async fn save(&mut self, mirror: &Ledger) {
        send(self, mirror).await;
    }
}
