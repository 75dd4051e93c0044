use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead(closures = off, assert_unwind_safe = "no state", on_panic = throw)]
#[wasm_bindgen]
extern "C" {
    fn alert(text: &str);
}

fn main() {}
