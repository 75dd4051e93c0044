#![deny(deprecated)]

use wasm_bulkhead::bulkhead;

#[bulkhead]
pub mod api {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub struct Log {
        list: Vec<u32>,
        file: Option<u32>,
    }

    impl Drop for Log {
        fn drop(&mut self) {
            self.list.clear();
            self.file.take();
            if self.list.is_empty() { panic!("empty") }
        }
    }
}

fn main() {}
