#[bulkhead(on_panic = rollback(snapshots::of_ledger))]
#[wasm_bindgen]
pub struct Ledger(Vec<i64>);
