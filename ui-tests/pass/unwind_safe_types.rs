//! The bound is that of `wasm-bindgen`, no stricter (B018).

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe};
use std::rc::Rc;
use std::sync::atomic::AtomicU32;
use std::sync::Mutex;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[bulkhead]
#[wasm_bindgen]
pub struct Safe {
    poisons: Mutex<RefCell<u32>>,
    atomic: AtomicU32,
    asserted: AssertUnwindSafe<Rc<RefCell<u32>>>,
    callback: Box<dyn Fn() + UnwindSafe + RefUnwindSafe>,
    value: JsValue,
    pub number: u32,
}

#[bulkhead]
#[wasm_bindgen]
impl Safe {
    pub fn read(&self, _text: &str, _bytes: &mut [u8], _values: Vec<JsValue>) -> u32 {
        (self.callback)();
        self.number
    }

    pub async fn write(&mut self, _other: Option<Safe>) {
        self.value = JsValue::NULL;
        *self.poisons.get_mut().unwrap() = RefCell::new(1);
        *self.atomic.get_mut() += 1;
        *self.asserted.borrow_mut() += 1;
    }

    pub fn end(self) {}
}

// By value a cell is gone after the panic, so nobody sees it torn.
#[bulkhead]
#[wasm_bindgen]
pub struct ByValue {
    cell: Cell<u32>,
}

#[bulkhead]
#[wasm_bindgen]
impl ByValue {
    pub fn end(self) -> u32 {
        self.cell.get()
    }
}

// Fields are read and written whole. Neither constructors nor statics have a
// receiver, and what is not exported is nobody's business.
#[bulkhead]
#[wasm_bindgen]
pub struct Fields {
    hidden: Rc<RefCell<u32>>,
    pub number: u32,
    #[wasm_bindgen(getter_with_clone)]
    pub text: String,
}

#[bulkhead]
#[wasm_bindgen]
impl Fields {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Fields {
        Fields {
            hidden: Rc::default(),
            number: 1,
            text: String::new(),
        }
    }

    pub fn two() -> Vec<Fields> {
        vec![Fields::new(), Fields::new()]
    }

    fn bump(&self) {
        *self.hidden.borrow_mut() += 1;
    }
}

// Locals may be what they like, held across an await or not.
#[bulkhead]
#[wasm_bindgen]
pub async fn locals(count: u32) -> u32 {
    let shared = Rc::new(RefCell::new(count));
    std::future::ready(()).await;
    *shared.borrow_mut() += 1;
    let sum = *shared.borrow();
    sum
}

fn main() {
    Fields::two()[0].bump();
}
