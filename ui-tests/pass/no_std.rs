//! A crate without std: nothing that is emitted names it.

#![no_std]

extern crate alloc;
extern crate std as for_main;

use wasm_bulkhead::bulkhead;

#[bulkhead(assert_unwind_safe = "one number")]
pub mod api {
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::cell::Cell;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub struct Counter {
        pub count: u32,
        #[wasm_bindgen(getter_with_clone)]
        pub name: String,
        cell: Cell<u32>,
    }

    #[wasm_bindgen]
    impl Counter {
        pub fn add(&mut self, more: Vec<u32>) -> Result<u32, JsValue> {
            self.cell.set(more.iter().sum());
            Ok(self.count + self.cell.get())
        }

        pub async fn wait(&self, _text: String) -> u32 {
            core::future::ready(self.count).await
        }
    }

    #[wasm_bindgen]
    extern "C" {
        fn each(by: &mut dyn FnMut(u32) -> u32, text: &str) -> u32;
    }

    #[wasm_bindgen]
    pub fn closures() -> JsValue {
        each(&mut |x| x, "");
        Closure::<dyn FnMut(u32)>::new(|_| ()).into_js_value()
    }

    #[bulkhead(on_panic = 1)]
    #[no_mangle]
    pub extern "C" fn no_std_raw() -> u32 {
        2
    }

    #[wasm_bindgen(start)]
    fn start() {}

    impl Drop for Counter {
        fn drop(&mut self) {}
    }
}

fn main() {
    assert_eq!(api::no_std_raw(), 2);
}
