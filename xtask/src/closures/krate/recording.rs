//! What expanded code finds in place of wasm-bulkhead: the same, but that the verdict on a closure
//! is written down before it is made. Natively there is no JavaScript to make closures for, so it
//! ends there, types and all being checked.

use std::cell::Cell;

thread_local! {
    static VERDICT: Cell<Option<bool>> = const { Cell::new(None) };
}

/// The verdict since this was last asked.
pub fn verdict() -> Option<bool> {
    VERDICT.take()
}

pub use wasm_bulkhead::bulkhead;

pub mod __private {
    pub use wasm_bulkhead::__private::*;

    pub mod closures {
        pub use wasm_bulkhead::__private::closures as real;
        // What has the same name below comes first.
        pub use wasm_bulkhead::__private::closures::*;

        pub fn decide<V: Verdict>(slot: Slot<V>, verdict: V) {
            super::super::decided(verdict.is_catching());
            real::decide(slot, verdict);
        }
    }
}

fn decided(is_catching: bool) {
    VERDICT.set(Some(is_catching));
    if cfg!(not(target_family = "wasm")) {
        std::panic::resume_unwind(Box::new("recorded"));
    }
}
