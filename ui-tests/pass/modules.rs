//! B004, B005: a module whose items are all in sight.

use wasm_bulkhead::bulkhead;

#[bulkhead(closures = off, assert_unwind_safe = "two numbers, no invariant")]
pub mod api {
    #![allow(dead_code)]
    //! Everything that can stand in a module.

    use std::cell::Cell;
    use wasm_bindgen::prelude::*;

    thread_local! {
        static CALLS: Cell<u32> = const { Cell::new(0) };
    }

    macro_rules! twice {
        ($value:expr) => {
            $value + $value
        };
    }

    #[wasm_bindgen]
    pub struct Pair {
        pub left: u32,
        cell: Cell<u32>,
    }

    #[wasm_bindgen]
    impl Pair {
        #[wasm_bindgen(constructor)]
        pub fn new(left: u32) -> Pair {
            Pair { left, cell: Cell::new(left) }
        }

        pub fn sum(&self) -> u32 {
            self.left + self.cell.get()
        }
    }

    impl Default for Pair {
        fn default() -> Self {
            Self::new(1)
        }
    }

    pub trait Count {
        fn count(&self) -> u32;
    }

    #[allow(unused_braces)]
    impl<const N: usize> Count for [u8; { N }] {
        fn count(&self) -> u32 {
            twice!(N as u32)
        }
    }

    #[wasm_bulkhead::bulkhead(name = "its own", closures = auto)]
    #[wasm_bindgen]
    pub fn own_arguments() -> u32 {
        CALLS.with(|calls| calls.replace(5))
    }

    #[cfg_attr(not(target_family = "wasm"), wasm_bindgen(js_name = "here"))]
    #[cfg_attr(target_family = "wasm", wasm_bindgen(js_name = "there"))]
    pub fn conditional() -> u32 {
        6
    }

    pub mod nested {
        use super::*;

        #[wasm_bindgen]
        pub fn deep() -> u32 {
            CALLS.with(Cell::get)
        }

        #[cfg(test)]
        mod tests {}
    }
}

fn main() {
    use api::Count;
    assert_eq!(api::Pair::new(1).sum() + api::Pair::default().sum(), 4);
    assert_eq!([1, 2].count(), 4);
    assert_eq!(api::own_arguments(), 0);
    assert_eq!(api::nested::deep(), 5);
    assert_eq!(api::conditional(), 6);
}
