//! Exports of each kind. What is named `bare` has no attribute, and all else has one where the
//! feature `bulkhead` is on.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    fn text(number: i32) -> String;
}

static mut COUNT: i32 = 0;

fn count(by: i32) -> i32 {
    // SAFETY: there is one thread.
    unsafe {
        COUNT += by;
        COUNT
    }
}

macro_rules! entries {
    ($number:ident $texts:ident $import:ident $list:ident $optional:ident $fails:ident $later:ident
     $(#[$bulkhead:meta])?) => {
        $(#[$bulkhead])?
        #[wasm_bindgen]
        pub fn $number(a: i32, b: i32) -> i32 {
            count(a / b)
        }

        $(#[$bulkhead])?
        #[wasm_bindgen]
        pub fn $texts(text: &str) -> String {
            text.repeat(2)
        }

        $(#[$bulkhead])?
        #[wasm_bindgen]
        pub fn $import(number: i32) -> usize {
            text(number).len()
        }

        $(#[$bulkhead])?
        #[wasm_bindgen]
        pub fn $list(list: Vec<i32>) -> i32 {
            count(list.into_iter().sum())
        }

        $(#[$bulkhead])?
        #[wasm_bindgen]
        pub fn $optional(value: Option<JsValue>) -> Option<JsValue> {
            count(1);
            value
        }

        $(#[$bulkhead])?
        #[wasm_bindgen]
        pub fn $fails(value: i32) -> Result<i32, JsValue> {
            match count(value) {
                0 => Err(JsValue::NULL),
                count => Ok(count),
            }
        }

        $(#[$bulkhead])?
        #[wasm_bindgen]
        pub async fn $later(list: Vec<i32>) -> i32 {
            count(list.len() as i32)
        }
    };
}

entries! { number texts import list optional fails later
           #[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)] }
entries! { bare_number bare_text bare_import bare_list bare_optional bare_fails bare_later }

/// With an attribute above its methods.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Account {
    pub limit: i32,
    left: Vec<i32>,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Account {
    #[wasm_bindgen(constructor)]
    pub fn new(limit: i32) -> Account {
        let left = vec![limit];
        Account { limit, left }
    }

    pub fn open(limit: i32) -> Account {
        Account::new(count(limit))
    }

    pub fn draw(&mut self, amount: i32) -> i32 {
        self.left.push(amount);
        count(amount)
    }

    #[wasm_bindgen(getter)]
    pub fn total(&self) -> i32 {
        self.left.iter().sum()
    }

    #[wasm_bindgen(setter)]
    pub fn set_total(&mut self, total: i32) {
        self.left = vec![total];
    }

    pub fn close(self) -> i32 {
        count(self.left.len() as i32)
    }

    pub fn merge(&mut self, other: &Account) {
        self.left.extend(&other.left);
    }
}

/// With no attribute.
#[wasm_bindgen]
pub struct Bare {
    pub limit: i32,
}

#[wasm_bindgen]
impl Bare {
    #[wasm_bindgen(constructor)]
    pub fn new(limit: i32) -> Bare {
        Bare { limit }
    }

    pub fn draw(&mut self, amount: i32) -> i32 {
        self.limit -= amount;
        count(amount)
    }
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(on_panic = -1))]
#[no_mangle]
pub extern "C" fn raw_value(by: i32) -> i32 {
    count(by)
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(on_panic = abort))]
#[no_mangle]
pub extern "C" fn raw_abort(by: i32) -> i32 {
    count(by)
}

#[no_mangle]
pub extern "C" fn bare_raw(by: i32) -> i32 {
    count(by)
}
