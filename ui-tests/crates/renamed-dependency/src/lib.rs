//! The crate under another name, which has to reach everything emitted.

use renamed::bulkhead;
use wasm_bindgen::prelude::*;

/// Not the crate: what is found under its name must not be used.
mod wasm_bulkhead {}

#[bulkhead(crate = renamed)]
#[wasm_bindgen]
pub fn add(a: u32, b: u32) -> u32 {
    a + b
}

#[bulkhead(crate = ::renamed)]
pub mod api {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub struct Pair {
        pub left: u32,
    }

    #[wasm_bindgen]
    impl Pair {
        pub async fn sum(&self) -> u32 {
            self.left
        }
    }

    pub mod nested {
        use super::*;

        #[wasm_bindgen]
        extern "C" {
            fn alert(text: &str);
        }

        #[wasm_bindgen]
        pub fn call() {
            let _ = || Closure::<dyn Fn()>::new(|| alert("called"));
        }
    }
}

#[test]
fn is_called() {
    assert_eq!(add(1, 2), 3);
    api::nested::call();
}
