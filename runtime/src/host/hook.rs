//! What the hook is told.

use super::Part;
use crate::state::instance;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/hook.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_part)]
        pub(crate) fn part(id: u32, which: u32) -> String;
    }
}

/// A part of the fault that the hook is being told of; empty where it has none.
pub(crate) fn part(part: Part) -> String {
    js::part(instance(), part as u32)
}
