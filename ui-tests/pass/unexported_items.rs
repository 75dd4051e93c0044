//! B002: what is not exported passes through unchanged; a `cfg_attr` that does
//! not hold looks just the same.

use wasm_bulkhead::bulkhead;

#[bulkhead]
pub fn plain(mut value: Vec<u8>) -> usize {
    value.push(1);
    value.len()
}

#[bulkhead]
pub fn generic<T: Clone>(value: &T) -> (T, T) {
    (value.clone(), value.clone())
}

#[bulkhead]
pub const fn constant() -> usize {
    1
}

#[bulkhead]
#[cfg_attr(target_family = "wasm", wasm_bindgen::prelude::wasm_bindgen)]
#[derive(Default)]
pub struct Plain<T> {
    pub value: T,
}

#[bulkhead]
impl<T> Plain<T> {
    pub const ZERO: usize = 0;

    pub fn get(&self) -> &T {
        &self.value
    }
}

#[bulkhead]
pub enum Choice {
    One,
    Two { deep: u8 },
}

#[bulkhead]
pub const TEXT: &str = "text";

#[bulkhead]
extern "C" {
    pub fn abs(value: i32) -> i32;
}

fn main() {
    assert_eq!(plain(vec![1]) + constant() + TEXT.len(), 7);
    assert_eq!(generic(&1), (1, 1));
    assert_eq!(*Plain { value: Plain::<u8>::ZERO }.get(), 0);
    assert!(!matches!(Choice::One, Choice::Two { deep: 1 }));
    assert_eq!(unsafe { abs(-1) }, 1);
}
