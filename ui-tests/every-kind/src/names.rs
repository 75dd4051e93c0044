//! Names that something of wasm-bulkhead has or had, and spellings of an export that are rare.

use wasm_bindgen::prelude::*;

macro_rules! exported {
    ($($name:ident)*) => {$(
        /// Has a name that is used inside of wasm-bulkhead.
        #[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
        #[wasm_bindgen]
        pub fn $name(value: u32) -> u32 {
            value
        }
    )*};
}

exported! {
    adopt call capture close closed coredump enter failed guard hello install leave name page part poisoned
    promise_new ready recover refuse renewable report reset_state restart schedule share silence
    state text value vault_put
}

macro_rules! class {
    ($(#[$attr:meta])* $name:ident { $($field:ident: $ty:ty),* }) => {
        $(#[$attr])*
        #[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
        #[wasm_bindgen]
        #[derive(Clone, Copy, Default)]
        pub struct $name {
            $(pub $field: $ty,)*
        }

        #[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
        #[wasm_bindgen]
        impl $name {
            /// Makes one, by a constructor of another name than usual.
            #[wasm_bindgen(constructor)]
            pub fn made($($field: $ty),*) -> $name {
                $name { $($field),* }
            }

            /// Adds all up.
            pub fn sum(&self) -> f64 {
                let mut sum = 0.0;
                $(sum += f64::from(self.$field);)*
                sum
            }
        }
    };
}

class! {
    /// Has all of its items from a macro.
    Life { shut: u32, depth: i16 }
}

/// Has a symbol of its own, which wasm-bindgen takes away.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[no_mangle]
pub fn unmangled(value: u32) -> u32 {
    value
}

/// The same where objects are looked after.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
#[no_mangle]
pub fn unmangled_object(life: &Life) -> u32 {
    life.shut
}

/// Is told what it is called on.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(this)]
pub fn who(this: JsValue) -> JsValue {
    this
}

/// Is told so beside another argument, under another name.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(this, js_name = "whoAnd")]
pub fn who_and(this: JsValue, other: u32) -> Vec<JsValue> {
    vec![this, other.into()]
}

/// Is exported by an attribute that depends on the target.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[cfg_attr(target_family = "wasm", wasm_bindgen(js_name = "byCfg"), no_mangle)]
pub fn by_cfg(value: u32) -> u32 {
    value
}
