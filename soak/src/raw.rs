//! Raw exports, by name and through the function table.

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
    /// Its caller gets a value when it panics.
    raw_value, -1
}

raw_export! {
    /// Its caller gets an error when it panics.
    raw_throw, throw
}

/// The table through which functions are called by number.
#[wasm_bindgen]
pub fn function_table() -> JsValue {
    wasm_bindgen::function_table()
}

/// Where [`raw_throw`] is in it.
#[no_mangle]
pub extern "C" fn slot() -> usize {
    raw_throw as *const () as usize
}
