use wasm_bindgen::prelude::*;

#[wasm_bindgen]
pub struct Button {
    on_click: Box<dyn Fn()>,
}

#[wasm_bindgen]
impl Button {
    pub fn click(&self) {
        (self.on_click)();
    }
}
