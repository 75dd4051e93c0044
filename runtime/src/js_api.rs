//! The names of ours that the package exports with the feature `js-api`.
//!
//! Imports that nothing calls: all they do is have the glue export what it
//! imports. The types come from a custom section, so that `error.kind` narrows.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../js/api.d.ts");

#[wasm_bindgen(module = "/js/api.js")]
extern "C" {
    #[wasm_bindgen(js_name = BulkheadPanicError, reexport = "PanicError", skip_typescript)]
    fn panic_error();
    #[wasm_bindgen(js_name = InstanceAbortError, reexport = "InstanceAbortError", skip_typescript)]
    fn instance_abort_error();
    #[wasm_bindgen(js_name = PoisonError, reexport = "PoisonError", skip_typescript)]
    fn poison_error();
    #[wasm_bindgen(js_name = StaleError, reexport = "StaleError", skip_typescript)]
    fn stale_error();
    #[wasm_bindgen(js_name = bulkhead, reexport = "bulkhead", skip_typescript)]
    fn bulkhead();
}
