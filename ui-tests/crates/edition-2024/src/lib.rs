//! Items of every kind as the edition of 2024 writes them.

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
        #[wasm_bindgen(getter_with_clone)]
        pub r#gen: String,
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
    unsafe extern "C" {
        pub safe fn alert(text: &str);
        #[wasm_bindgen(js_name = alert)]
        pub unsafe fn ask(answer: &mut dyn FnMut(u32));
    }

    #[wasm_bindgen]
    pub fn call() {
        let text = String::from("called");
        let closure = Closure::<dyn FnMut()>::new(move || alert(&text));
        unsafe { ask(&mut |_| ()) };
        closure.forget();
    }
}

/// # Safety
///
/// The pointer must be valid.
#[bulkhead(on_panic = 0)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn edition_2024(pointer: *const u8) -> u8 {
    unsafe { *pointer }
}

/// # Safety
///
/// The pointer must be valid.
#[bulkhead]
#[wasm_bindgen]
pub unsafe fn peek(pointer: *const u8) -> u8 {
    unsafe { *pointer }
}

/// Since 2021 a closure captures the field alone.
#[bulkhead]
#[wasm_bindgen]
#[deny(deprecated)]
pub fn fields_alone() {
    struct Both {
        plain: i32,
        shared: Rc<Cell<i32>>,
    }
    let both = Both {
        plain: 1,
        shared: Rc::default(),
    };
    both.shared.set(2);
    Closure::<dyn Fn() -> i32>::new(move || both.plain).forget();
}
