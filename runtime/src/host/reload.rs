//! How JavaScript loads the page again when its instance has ended.

use crate::state::instance;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/reload.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_reload)]
        pub(crate) fn reload(id: u32, at_most: f64, within: f64) -> bool;
    }
}

/// Has the page loaded again after an end, so many times within so many milliseconds.
pub(crate) fn reload(at_most: f64, within: f64) {
    assert!(
        js::reload(instance(), at_most, within),
        "there is no page here that could be reloaded"
    );
}
