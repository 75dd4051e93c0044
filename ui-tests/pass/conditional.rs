//! `cfg_attr` in either state, on items and inside them.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[cfg_attr(target_family = "wasm", wasm_bindgen)]
pub fn exported_there(value: &mut Vec<u8>) -> &mut Vec<u8> {
    value
}

#[bulkhead]
#[cfg_attr(not(target_family = "wasm"), wasm_bindgen(js_name = "exportedHere"), inline)]
pub fn exported_here(value: u32) -> u32 {
    value
}

#[cfg_attr(all(), bulkhead)]
#[cfg_attr(all(), cfg_attr(all(), wasm_bindgen(getter_with_clone)))]
pub struct Settings {
    #[cfg_attr(all(), wasm_bindgen(readonly), doc = "Documented.")]
    #[cfg_attr(any(), wasm_bindgen(js_name = "never"))]
    pub level: String,
    #[cfg_attr(all(), cfg_attr(all(), wasm_bindgen(skip)))]
    pub hidden: Box<u32>,
    #[cfg_attr(all(), cfg(any()))]
    pub absent: Missing,
}

#[bulkhead]
#[cfg_attr(all(), wasm_bindgen)]
impl Settings {
    #[cfg_attr(all(), wasm_bindgen(constructor))]
    pub fn new() -> Settings {
        Settings { level: String::new(), hidden: Box::new(0) }
    }

    #[cfg_attr(any(), wasm_bindgen(getter))]
    pub fn depth(&self, by: u32) -> u32 {
        by
    }

    #[cfg(any())]
    pub fn absent(&self) -> Missing {}

    #[cfg_attr(all(), cfg(any()))]
    pub fn also_absent(&self) -> Missing {}
}

fn main() {
    assert_eq!(exported_there(&mut vec![1]).len(), 1);
    assert_eq!(exported_here(1), 1);
    assert_eq!(Settings::new().depth(2), 2);
}
