//! What exports can return, and how bodies leave.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn parse(text: &str) -> Result<u32, JsError> {
    if text.is_empty() {
        return Ok(0);
    }
    Ok(text.parse()?)
}

#[bulkhead]
#[wasm_bindgen]
pub async fn parse_later(text: String) -> Result<Option<Vec<u8>>, JsValue> {
    let number: u8 = text.parse().map_err(|_| JsValue::NULL)?;
    Ok(Some(vec![number]))
}

#[bulkhead]
#[wasm_bindgen]
pub fn never() -> Option<String> {
    loop {
        break None;
    }
}

#[bulkhead]
#[wasm_bindgen]
pub unsafe fn first(bytes: &[u8]) -> u8 {
    *bytes.as_ptr()
}

fn main() {
    assert_eq!(parse("3").ok(), Some(3));
    assert_eq!(unsafe { first(&[7]) }, 7);
    assert_eq!(never(), None);
    drop(parse_later(String::new()));
}
