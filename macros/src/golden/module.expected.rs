pub mod api {
    //! What is exported.
    use super::*;
    #[::wasm_bulkhead::bulkhead(closures = off, assert_unwind_safe = "plain data")]
    #[wasm_bindgen]
    pub fn divide(a: i32, b: i32) -> i32 {
        a / b
    }
    fn helper() {}
    #[::wasm_bulkhead::bulkhead(assert_unwind_safe = "plain data")]
    #[cfg_attr(target_family = "wasm", wasm_bindgen)]
    pub struct Pair {
        pub left: u32,
    }
    #[::wasm_bulkhead::bulkhead(closures = auto, assert_unwind_safe = "plain data")]
    #[wasm_bindgen]
    impl Pair {
        pub fn sum(&self) -> u32 {
            self.left
        }
    }
    #[::wasm_bulkhead::bulkhead]
    #[wasm_bindgen]
    extern "C" {
        fn alert(text: &str);
    }
    #[wasm_bindgen]
    pub enum Level {
        Low,
    }
    #[::wasm_bulkhead::bulkhead(closures = off, assert_unwind_safe = "plain data")]
    mod nested {
        #[no_mangle]
        pub extern "C" fn raw() {}
    }
}
