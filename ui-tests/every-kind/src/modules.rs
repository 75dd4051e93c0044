#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
pub mod api {
    //! A module with everything in it.

    use wasm_bindgen::prelude::*;

    /// In a module.
    #[wasm_bindgen(js_name = inModule)]
    pub fn in_module(value: u32) -> u32 {
        helper(value)
    }

    fn helper(value: u32) -> u32 {
        value
    }

    #[cfg_attr(target_family = "wasm", wasm_bindgen)]
    pub struct Inner {
        pub value: u32,
    }

    #[cfg_attr(target_family = "wasm", wasm_bindgen)]
    impl Inner {
        #[cfg_attr(target_family = "wasm", wasm_bindgen(constructor))]
        pub fn new() -> Inner {
            Inner { value: 1 }
        }
    }

    impl Default for Inner {
        fn default() -> Self {
            Inner::new()
        }
    }

    #[wasm_bindgen]
    pub enum Level {
        Low,
        High,
    }

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_name = parseFloat)]
        fn parse_float(text: &str) -> f64;
    }

    pub mod nested {
        use super::*;

        #[wasm_bindgen(js_name = inNested)]
        pub fn in_nested(level: Level) -> f64 {
            thread_local!(static BASE: f64 = const { 1.0 });
            match level {
                Level::Low => BASE.with(|base| *base),
                Level::High => parse_float("2"),
            }
        }
    }
}
