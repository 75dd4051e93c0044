//! Items of every kind as the edition of 2018 writes them.

#![deny(unfulfilled_lint_expectations)]

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
pub mod api {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    pub struct Pair {
        pub left: u32,
    }

    #[wasm_bindgen]
    impl Pair {
        pub fn sum(&self, more: Option<u32>) -> Result<u32, JsValue> {
            let more = more.ok_or(JsValue::NULL)?;
            Ok(self.left + more)
        }

        pub async fn later(&self) -> u32 {
            self.left
        }
    }

    #[wasm_bindgen]
    extern "C" {
        fn alert(text: &str);
        #[wasm_bindgen(js_name = alert)]
        fn ask(answer: &mut dyn FnMut(u32));
    }

    #[wasm_bindgen]
    pub fn call() {
        let text = String::from("called");
        let closure = Closure::<dyn FnMut()>::new(move || alert(&text));
        ask(&mut |_| ());
        closure.forget();
    }
}

/// # Safety
///
/// The pointer must be valid.
#[bulkhead(on_panic = 0)]
#[no_mangle]
pub unsafe extern "C" fn edition_2018(pointer: *const u8) -> u8 {
    *pointer
}

/// # Safety
///
/// The pointer must be valid.
#[bulkhead]
#[wasm_bindgen]
pub unsafe fn peek(pointer: *const u8) -> u8 {
    *pointer
}

/// Before 2021 a closure captures the whole of a variable, `shared` with it, so
/// this one aborts, and says so.
#[bulkhead]
#[wasm_bindgen]
pub fn whole_variables() {
    struct Both {
        plain: i32,
        shared: Rc<Cell<i32>>,
    }
    let both = Both {
        plain: 1,
        shared: Rc::default(),
    };
    both.shared.set(2);
    #[expect(deprecated)]
    Closure::<dyn Fn() -> i32>::new(move || both.plain).forget();
    let safe = (1, String::new());
    #[deny(deprecated)]
    Closure::<dyn Fn() -> i32>::new(move || safe.0).forget();
}
