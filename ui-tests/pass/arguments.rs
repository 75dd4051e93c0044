//! B006, B008, B009, B010, B011: every argument, where it means something.

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead()]
#[wasm_bindgen]
pub fn none() {}

#[bulkhead(on_panic = throw, name = "all()", closures = auto, assert_unwind_safe = "stateless", crate = ::wasm_bulkhead,)]
#[wasm_bindgen]
pub fn all() {}

#[bulkhead(assert_unwind_safe = "a cache, rebuilt when in doubt")]
#[wasm_bindgen]
pub struct Cache {
    seen: std::cell::Cell<u32>,
}

fn assert_unwind_safe<T: std::panic::UnwindSafe + std::panic::RefUnwindSafe>(_: &T) {}

#[bulkhead(closures = off, on_panic = throw)]
#[wasm_bindgen]
impl Cache {
    #[bulkhead(name = "Cache()", closures = auto)]
    #[wasm_bindgen(constructor)]
    pub fn new() -> Cache {
        Cache { seen: std::cell::Cell::new(1) }
    }

    #[bulkhead(assert_unwind_safe = "one store", on_panic = throw)]
    pub fn see(&self) -> u32 {
        self.seen.replace(2)
    }

    #[wasm_bulkhead::bulkhead]
    fn private(&self) -> u32 {
        self.seen.get()
    }
}

fn main() {
    none();
    all();
    let cache = Cache::new();
    assert_unwind_safe(&cache);
    assert_eq!(cache.see() + cache.private(), 3);
}
