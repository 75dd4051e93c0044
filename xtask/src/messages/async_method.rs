use std::cell::Cell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Counter {
    count: Cell<u32>,
}

#[wasm_bindgen]
impl Counter {
    pub async fn advance(&mut self) {
        std::future::ready(()).await;
        self.count.set(self.count.get() + 1);
    }
}
