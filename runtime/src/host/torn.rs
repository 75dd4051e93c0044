//! The error for a call on an object that is torn.

use wasm_bindgen::JsValue;

use crate::poison::TornBy;
use crate::state::instance;
use crate::SourceLocation;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/torn.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_poisoned)]
        pub(crate) fn poisoned(
            id: u32,
            message: &str,
            boundary: &str,
            torn_by: &str,
            file: &str,
            line: u32,
            column: u32,
        ) -> JsValue;
    }
}

pub(crate) fn poisoned(message: &str, boundary: &str, by: &TornBy) -> JsValue {
    let SourceLocation { file, line, column } = &by.location;
    js::poisoned(
        instance(),
        message,
        boundary,
        by.boundary,
        file,
        *line,
        *column,
    )
}
