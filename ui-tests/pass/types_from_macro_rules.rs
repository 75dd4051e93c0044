//! Types, names and reasons that a macro of the user's passes on (B018).

use wasm_bindgen::prelude::*;

macro_rules! counter {
    ($name:ident, $of:ty, $method:ident, $reason:literal) => {
        #[wasm_bulkhead::bulkhead]
        #[wasm_bindgen]
        pub struct $name {
            pub count: $of,
            cell: std::cell::Cell<$of>,
        }

        #[wasm_bulkhead::bulkhead(assert_unwind_safe = $reason)]
        #[wasm_bindgen]
        impl $name {
            pub fn $method(&mut self, more: $of, other: &$name) -> $of {
                self.cell.set(other.cell.get());
                self.count + more
            }
        }
    };
}

counter!(Small, u8, add_small, "one number");
counter!(Large, u64, add_large, "one number");

macro_rules! safe {
    ($name:ident: $ty:ty, $lent:ty) => {
        #[wasm_bindgen]
        pub struct $name(u32);

        #[$crate::own::bulkhead]
        #[wasm_bindgen]
        impl $name {
            pub fn same(&self, one: $ty, by: &$ty) -> u32 {
                one.0 + by.0 + self.0
            }
        }

        #[$crate::own::bulkhead]
        #[wasm_bindgen]
        extern "C" {
            fn lend(by: $lent);
        }
    };
}

pub mod own {
    pub use wasm_bulkhead::bulkhead;
}

safe!(Newtype: Newtype, &mut dyn FnMut(u32));

fn main() {
    let _: fn() = || lend(&mut |_| ());
    assert_eq!(Newtype(1).same(Newtype(2), &Newtype(3)), 6);
}
