//! Tests that pass, that are to panic, that fail, and that come after those.

#![cfg(target_family = "wasm")]

use js_sys::{Function, Promise, Reflect};
use tested::{divide, later, parse, Till};
use wasm_bindgen::{prelude::*, JsCast};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn a_function() {
    assert_eq!(divide(6, 3), 2);
}

#[wasm_bindgen_test]
fn a_result() -> Result<(), JsError> {
    assert!(parse("no number").is_err());
    assert_eq!(parse("7")?, 7);
    Ok(())
}

#[wasm_bindgen_test]
async fn a_promise() {
    let promise = later(Promise::resolve(&JsValue::from(7))).await;
    assert_eq!(promise, Ok(7.into()));
}

/// As JavaScript calls it: through the shims, on an object of JavaScript's.
#[wasm_bindgen_test]
fn a_method_from_javascript() {
    let till = JsValue::from(Till::new());
    let take: Function = Reflect::get(&till, &"take".into())
        .unwrap()
        .unchecked_into();
    take.call1(&till, &1.into()).unwrap();
    assert_eq!(Reflect::get(&till, &"coins".into()), Ok(2.into()));
}

#[wasm_bindgen_test]
#[should_panic]
fn a_panic_in_a_function() {
    divide(1, 0);
}

#[wasm_bindgen_test]
#[should_panic(expected = "too few coins")]
fn a_panic_in_a_method() {
    Till::new().take(4);
}

#[wasm_bindgen_test]
#[should_panic(expected = "too many coins")]
fn another_panic_than_expected() {
    Till::new().take(4);
}

#[wasm_bindgen_test]
#[should_panic]
fn no_panic() {
    divide(1, 1);
}

#[wasm_bindgen_test]
fn a_failure() {
    assert_eq!(divide(6, 3), 3);
}

#[wasm_bindgen_test]
async fn a_rejected_promise() {
    later(Promise::reject(&JsValue::from("no"))).await.unwrap();
}

#[wasm_bindgen_test]
#[ignore = "to be seen as such"]
fn ignored() {}

#[wasm_bindgen_test]
fn something_after_failures() {
    let mut till = Till::new();
    till.take(2);
    assert_eq!(till.coins, 1);
}
