//! Names that are Rust's own words.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn r#match(r#type: u32, r#fn: &str) -> usize {
    r#type as usize + r#fn.len()
}

#[bulkhead]
#[wasm_bindgen]
#[allow(non_camel_case_types)]
pub struct r#struct {
    pub r#loop: u32,
}

#[bulkhead]
#[wasm_bindgen]
impl r#struct {
    pub async fn r#async(&self, r#mod: u32) -> u32 {
        self.r#loop + r#mod
    }

    #[wasm_bindgen(setter)]
    pub fn set_dyn(&mut self, r#dyn: u32) {
        self.r#loop = r#dyn;
    }
}

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    fn r#use(r#where: &mut dyn FnMut(u32));
}

fn main() {
    let _: fn() = || r#use(&mut |_| ());
    assert_eq!(r#match(1, "a"), 2);
}
