::core::compile_error! {
    "unknown argument `nmae` [B006]\nhelp: the arguments are `on_panic`, `poisoned`, `name`, `closures`, `assert_unwind_safe` and `crate`\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B006.md"
}
::core::compile_error! {
    "`name` is given twice [B007]\nhelp: keep one of them\nsee https://github.com/wasm-bulkhead/wasm-bulkhead/blob/main/docs/rules/B007.md"
}
#[wasm_bindgen]
impl Counter {
    pub fn count(&self) -> u32 {
        1
    }
}
