//! One assertion covers all below it (B009, B018).

use wasm_bulkhead::bulkhead;

#[bulkhead(assert_unwind_safe = "nothing here is changed in two steps")]
mod api {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub struct Counter {
        pub(super) count: Cell<u32>,
        shared: Rc<RefCell<u32>>,
    }

    #[wasm_bindgen]
    impl Counter {
        #[wasm_bindgen(constructor)]
        pub fn new() -> Counter {
            Counter {
                count: Cell::new(1),
                shared: Rc::default(),
            }
        }

        pub fn count(&self) -> u32 {
            self.count.get() + *self.shared.borrow()
        }
    }

    #[wasm_bindgen]
    pub fn sum(left: &Counter, right: Counter) -> u32 {
        left.count() + right.count()
    }

    #[bulkhead(on_panic = 0)]
    #[no_mangle]
    pub extern "C" fn module_assertion_raw() -> u32 {
        1
    }

    pub mod inner {
        use super::Counter;
        use wasm_bindgen::prelude::*;

        #[wasm_bindgen]
        pub async fn later(counter: &Counter) -> u32 {
            counter.count()
        }

        #[bulkhead(assert_unwind_safe = "a reason of its own")]
        #[wasm_bindgen]
        pub fn now(counter: &Counter) -> u32 {
            counter.count()
        }
    }
}

fn main() {
    assert_eq!(api::sum(&api::Counter::new(), api::Counter::new()), 2);
    assert_eq!(api::inner::now(&api::Counter::new()), 1);
}
