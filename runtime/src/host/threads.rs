//! One thread of several.

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/threads.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_share)]
        pub(crate) fn share(id: u32);
    }
}

/// The memory of this instance is shared with others.
pub(crate) fn share() {
    js::share(crate::state::instance());
}
