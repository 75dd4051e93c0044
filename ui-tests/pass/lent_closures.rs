//! Closures lent to imports, under their own types.

#![allow(dead_code)]

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    fn each(lent: &mut dyn FnMut(u32, String) -> u32);
    fn both(a0: &dyn Fn(JsValue), lent: &mut dyn FnMut());
    fn value(by: &mut dyn FnMut(&JsValue));
    #[wasm_bindgen(catch)]
    fn caught(by: &mut dyn FnMut() -> Result<u32, JsValue>) -> Result<(), JsValue>;
    type Host;
    #[wasm_bindgen(method)]
    fn visit(this: &Host, _: &mut dyn FnMut(f64) -> f64);
}

fn calls(host: &Host) {
    // Captured by value: unwind builds ask that of lent closures.
    let mut sum = 0;
    let mut add = move |a, text: String| {
        sum += a + text.len() as u32;
        sum
    };
    each(&mut add);
    both(&|_| (), &mut || ());
    value(&mut |value| assert!(value.is_null()));
    caught(&mut || Err(JsValue::NULL)).unwrap();
    host.visit(&mut |x| x + 1.0);
}

fn main() {}
