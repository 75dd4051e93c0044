::core::compile_error! {
    "unknown argument `nmae` [B006]\nhelp: the arguments are `on_panic`, `poisoned`, `name`, `closures`, `assert_unwind_safe` and `crate`"
}
::core::compile_error! {
    "`name` is given twice [B007]\nhelp: keep one of them"
}
#[wasm_bindgen]
impl Counter {
    pub fn count(&self) -> u32 {
        1
    }
}
