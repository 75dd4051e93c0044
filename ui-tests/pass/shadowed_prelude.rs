//! Names of the prelude that mean something else here.

#![allow(dead_code, unused_macros)]

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bulkhead::bulkhead;

mod core {}
mod std {}
mod wasm_bulkhead_private {}
struct Result;
struct Option;
struct String;
struct Vec;
struct Box;
struct Clone;
struct Copy;
struct Send;
enum Value {}
fn boundary() {}
fn drop() {}
macro_rules! concat {
    () => {};
}
macro_rules! line {
    () => {};
}

#[bulkhead]
#[wasm_bindgen]
pub fn add(a: u32, b: u32) -> u32 {
    a + b
}

#[bulkhead]
#[wasm_bindgen]
pub async fn later(a: u32) -> u32 {
    a
}

#[bulkhead]
#[wasm_bindgen]
pub struct Pair {
    pub left: u32,
    #[wasm_bindgen(getter_with_clone)]
    pub right: u32,
}

#[bulkhead]
#[wasm_bindgen]
impl Pair {
    pub fn sum(&self, boundary: u32) -> u32 {
        self.left + self.right + boundary
    }
}

#[bulkhead(on_panic = 0)]
#[no_mangle]
extern "C" fn shadowed() -> u8 {
    1
}

#[bulkhead]
#[wasm_bindgen]
pub fn closures() {
    use wasm_bindgen::closure::Closure;
    let make = || Closure::<dyn Fn(u32) -> u32>::new(|value| value + 1);
    let _ = make;
}

fn main() {
    assert_eq!(add(1, 2) + Pair { left: 1, right: 2 }.sum(3), 9);
    assert_eq!(shadowed(), 1);
}
