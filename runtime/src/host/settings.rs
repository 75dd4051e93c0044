//! What an application chooses, whatever libraries it is made of.

use crate::end_call;
use crate::state::instance;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/settings.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_silence)]
        pub(crate) fn silence(id: u32, on: bool);
        #[wasm_bindgen(js_name = __wbh_panics_end_calls)]
        pub(crate) fn panics_end_calls(id: u32, on: bool);
    }
}

/// Whether timers and listeners that go on after an end are silent.
pub(crate) fn silence(on: bool) {
    js::silence(instance(), on);
}

/// Whether a panic of an abort build ends its call alone.
pub(crate) fn panics_end_calls(on: bool) {
    if cfg!(not(panic = "unwind")) {
        end_call::allow(on);
        js::panics_end_calls(instance(), on);
    }
}
