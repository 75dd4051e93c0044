//! Items made by `macro_rules!`, whose parts come wrapped in invisible groups
//! and whose names have hygiene of their own.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

macro_rules! exports {
    ($(#[$meta:meta])* $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty $body:block) => {
        $(#[$meta])*
        #[bulkhead]
        #[wasm_bindgen]
        pub fn $name($($arg: $ty),*) -> $ret $body
    };
    (class $class:ident { $field:ident: $ty:ty } $by:literal) => {
        #[bulkhead(name = $by)]
        #[wasm_bindgen]
        pub fn make(value: $ty) -> $class {
            $class { $field: value }
        }

        #[bulkhead]
        #[wasm_bindgen]
        pub struct $class {
            pub $field: $ty,
        }

        #[bulkhead]
        #[wasm_bindgen]
        impl $class {
            pub fn get(&self, other: &$class) -> $ty {
                let value = self.$field;
                value + other.$field
            }

            pub fn set(&mut self, value: $ty) {
                self.$field = value;
            }
        }
    };
    (raw $name:ident => $fallback:expr) => {
        #[bulkhead(on_panic = $fallback)]
        #[no_mangle]
        pub extern "C" fn $name(value: i32) -> i32 {
            value
        }
    };
    (module $name:ident $($item:item)*) => {
        #[bulkhead]
        pub mod $name {
            use wasm_bindgen::prelude::*;
            $($item)*
        }
    };
}

exports! {
    /// Documented.
    add(a: u32, b: u32) -> u32 { a + b }
}
exports!(class Counter { value: i32 } "makes a counter");
exports!(raw from_macro => -1 + 2);
exports!(module api
    #[wasm_bindgen]
    pub fn inside() -> u32 { 1 }
);

fn main() {
    let mut counter = make(1);
    counter.set(add(1, 1) as i32);
    assert_eq!(counter.get(&make(1)), 3);
    assert_eq!(from_macro(1), 1);
    assert_eq!(api::inside(), 1);
}
