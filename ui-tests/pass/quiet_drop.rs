//! Destructors that do not panic, or are not those of exported types (B020).

#![deny(warnings)]

use wasm_bulkhead::bulkhead;

#[bulkhead]
pub mod api {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub struct Log {
        list: Vec<u32>,
    }

    impl Drop for Log {
        fn drop(&mut self) {
            #[allow(unused)]
            let all: &[u32] = &self.list[..];
            for one in [all.len(), all.first().copied().unwrap_or(0) as usize] {
                debug_assert_ne!(vec![one], [usize::MAX]);
            }
        }
    }

    #[wasm_bindgen]
    pub struct Strict;

    #[allow(deprecated)]
    impl Drop for Strict {
        fn drop(&mut self) {
            assert_eq!(1, 1);
        }
    }

    struct Private(Vec<u32>);

    impl Drop for Private {
        fn drop(&mut self) {
            self.0.pop().unwrap();
        }
    }

    #[wasm_bindgen]
    pub fn drops() {
        drop((Log { list: Vec::new() }, Strict, Private(vec![1])));
    }
}

fn main() {
    api::drops();
}
