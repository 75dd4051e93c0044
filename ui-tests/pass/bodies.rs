//! What can stand in a function, and in its signature.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn early(value: u32) -> u32 {
    if value == 0 {
        return 7;
    }
    #[allow(unused_mut)]
    let mut value = value;
    value
}

#[bulkhead]
#[wasm_bindgen]
pub fn fallible(text: &str) -> Result<u32, JsError> {
    let number: u32 = text.parse()?;
    Ok(number)
}

#[bulkhead]
#[wasm_bindgen]
pub fn never(fail: bool) -> u32 {
    if fail {
        unreachable!("{fail}")
    }
    1
}

#[bulkhead]
#[wasm_bindgen]
pub fn mutable(mut value: u32, slice: &mut [u8]) -> u32 {
    #![allow(clippy::all)]
    value += 1;
    slice[0] = 9;
    value
}

#[bulkhead]
#[wasm_bindgen]
pub fn patterns(_: u32, _: u32) -> u32 {
    2
}

/// Calls itself: a recursion is not a pile of boundaries.
#[bulkhead]
#[wasm_bindgen]
pub fn factorial(factorial: u64) -> u64 {
    if factorial < 2 {
        return 1;
    }
    factorial * self::factorial(factorial - 1)
}

/// # Safety
///
/// The pointer must be valid.
#[bulkhead]
#[wasm_bindgen]
pub unsafe fn dereference(pointer: *const u32) -> u32 {
    *pointer
}

#[bulkhead]
#[wasm_bindgen]
pub async fn eventually(value: u32) -> Result<JsValue, JsValue> {
    let twice = async { value * 2 }.await;
    if twice > 3 {
        return Err(JsValue::NULL);
    }
    Ok(JsValue::NULL)
}

#[bulkhead]
#[wasm_bindgen]
#[must_use]
#[deprecated(note = "for the test")]
#[inline(never)]
#[track_caller]
pub fn attributed(r#type: u32) -> u32 {
    r#type
}

fn main() {
    assert_eq!(early(0) + early(1), 8);
    assert_eq!(fallible("3").ok(), Some(3));
    assert_eq!(never(false), 1);
    let mut slice = [0];
    assert_eq!(mutable(1, &mut slice), 2);
    assert_eq!(slice, [9]);
    assert_eq!(patterns(0, 1), 2);
    assert_eq!(factorial(5), 120);
    assert_eq!(unsafe { dereference(&4) }, 4);
    #[allow(deprecated)]
    let attributed = attributed(1);
    assert_eq!(attributed, 1);
    let caught = std::panic::catch_unwind(|| never(true));
    assert!(caught.is_err(), "called from Rust, a panic is a panic");
    drop(eventually(1));
}
