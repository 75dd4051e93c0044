#[bulkhead(name = "a peek")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub unsafe fn peek(pointer: *const u8) -> u8 {
    *pointer
}
