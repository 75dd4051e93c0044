//! E13 and E15: raw exports, by name and through the function table.

use wasm_bindgen::prelude::*;

use crate::probe::body;

// Without the attribute the ABI has to be the unwinding one, or every panic would abort; with it
// the attribute sees to that.
macro_rules! raw_export {
    ($(#[$doc:meta])* $name:ident, $($policy:tt)*) => {
        $(#[$doc])*
        #[cfg(feature = "bulkhead")]
        #[wasm_bulkhead::bulkhead(on_panic = $($policy)*)]
        #[no_mangle]
        pub extern "C" fn $name() -> i32 {
            body()
        }

        $(#[$doc])*
        #[cfg(not(feature = "bulkhead"))]
        #[no_mangle]
        pub extern "C-unwind" fn $name() -> i32 {
            body()
        }
    };
}

raw_export! {
    /// E13: a raw export whose caller gets a value when it panics.
    raw_value, -1
}

raw_export! {
    /// E13: a raw export whose caller gets an error when it panics.
    raw_throw, throw
}

/// A raw function that nobody annotated.
pub extern "C-unwind" fn raw_bare() -> i32 {
    body()
}

/// The table that JavaScript needs for E15.
#[wasm_bindgen]
pub fn function_table() -> JsValue {
    wasm_bindgen::function_table()
}

/// The instance, whose genuine exports JavaScript needs for a call that no guard sees.
#[wasm_bindgen]
pub fn instance() -> JsValue {
    wasm_bindgen::instance()
}

/// E15: where the annotated [`raw_throw`] is in the function table.
#[no_mangle]
pub extern "C" fn slot_annotated() -> usize {
    raw_throw as *const () as usize
}

/// Where the unannotated [`raw_bare`] is in the function table.
#[no_mangle]
pub extern "C" fn slot_bare() -> usize {
    raw_bare as *const () as usize
}

raw_export! {
    /// E13: a raw export whose instance ends when it panics.
    raw_abort, abort
}
