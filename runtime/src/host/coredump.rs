//! How JavaScript is allowed to take core dumps.

use crate::state::instance;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/coredump.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_coredump)]
        pub(crate) fn coredump(id: u32, at_most: f64, even_redacted: bool);
    }
}

/// Lets JavaScript take them, of a memory of at most so many bytes.
pub(crate) fn allow(at_most: usize, even_redacted: bool) {
    js::coredump(instance(), at_most as f64, even_redacted);
}
