//! Modules in modules, with arguments that go down and are overridden.

use wasm_bulkhead::bulkhead;

#[bulkhead(closures = off, on_panic = throw)]
pub mod outer {
    pub mod middle {
        #[bulkhead(closures = auto)]
        pub mod inner {
            use wasm_bindgen::prelude::*;

            #[wasm_bindgen]
            pub fn deep() -> JsValue {
                Closure::<dyn Fn()>::new(|| ()).into_js_value()
            }

            pub(in super::super) fn plain() -> u32 {
                1
            }
        }

        #[cfg(any())]
        mod absent {
            #[wasm_bindgen]
            pub fn broken(_: Absent) {}
        }
    }

    pub fn plain() -> u32 {
        middle::inner::plain()
    }

    #[cfg_attr(all(), wasm_bindgen::prelude::wasm_bindgen)]
    pub enum Kind {
        One,
        Two,
    }
}

fn main() {
    assert_eq!(outer::plain() + outer::Kind::Two as u32, 2);
}
