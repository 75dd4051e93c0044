//! Arguments called like functions, and like what is emitted around them.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub fn total(total: u32, value: u32, error: u32, lent: u32, a0: u32, bulkhead: u32) -> u32 {
    total + value + error + lent + a0 + bulkhead
}

#[bulkhead]
#[wasm_bindgen]
pub async fn boundary(boundary: u32, arg0: u32, me: u32, ret: u32, _ret: u32) -> u32 {
    boundary + arg0 + me + ret + _ret
}

#[bulkhead]
#[wasm_bindgen]
extern "C" {
    fn call(call: &mut dyn FnMut(u32), a0: u32, value: u32, error: u32, lent: u32) -> u32;
}

const CHECKED: u32 = 1;

#[bulkhead]
#[wasm_bindgen]
pub struct T {
    pub value: u32,
    pub field: u32,
}

#[bulkhead]
#[wasm_bindgen]
impl T {
    pub fn new(value: u32) -> T {
        T { value, field: CHECKED }
    }

    pub fn drop(self) {}
}

fn main() {
    let _: fn() -> u32 = || call(&mut |_| (), 1, 2, 3, 4);
    assert_eq!(total(1, 1, 1, 1, 1, 1), 6);
    T::new(1).drop();
}
