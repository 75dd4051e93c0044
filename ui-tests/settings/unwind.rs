// [required]
// unwind = "required"
// [maybe]
// unwind = "maybe"
// [never]
// unwind = "never"

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

/// Told of once, however many exports take it.
#[bulkhead]
#[wasm_bindgen]
pub struct Ledger {
    name: String,
    entries: RefCell<Vec<u32>>,
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    pub fn add(&self, entry: u32) {
        self.entries.borrow_mut().push(entry);
    }

    pub fn rename(&mut self, name: String, other: Option<Ledger>) {
        self.name = other.map_or(name, |other| other.name);
    }
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    pub async fn save(&mut self) {
        self.entries.take();
    }
}

#[bulkhead]
#[wasm_bindgen]
pub fn compare(left: &Ledger, right: &mut Ledger) -> bool {
    left.entries == right.entries
}

/// The one by value is to blame for what it shares, and not for its own cell.
#[bulkhead]
#[wasm_bindgen]
pub struct Handle {
    own: RefCell<u8>,
    shared: Rc<RefCell<u32>>,
}

#[bulkhead]
#[wasm_bindgen]
pub fn finish(handle: Option<Handle>, more: Vec<Handle>) -> u32 {
    let handles = handle.into_iter().chain(more);
    handles.map(|handle| *handle.shared.borrow() + u32::from(handle.own.take())).sum()
}

/// By value that is nothing to tell of.
#[bulkhead]
#[wasm_bindgen]
pub struct Builder {
    parts: RefCell<Vec<u32>>,
}

#[bulkhead]
#[wasm_bindgen]
impl Builder {
    pub fn with(self, part: u32) -> Builder {
        self.parts.borrow_mut().push(part);
        self
    }
}

/// Nothing takes it.
#[bulkhead]
#[wasm_bindgen]
pub struct Untaken {
    #[allow(dead_code)]
    parts: Cell<u32>,
}

mod other {
    use super::*;

    #[bulkhead]
    #[wasm_bindgen]
    pub struct Button {
        pub(super) on_click: Box<dyn Fn()>,
    }

    pub struct Inner(pub Cell<u32>);

    #[bulkhead]
    #[wasm_bindgen]
    pub struct Wrapper(pub(super) Inner);
}

#[bulkhead]
#[wasm_bindgen]
pub fn click(button: &other::Button, wrapper: &other::Wrapper) -> u32 {
    (button.on_click)();
    wrapper.0 .0.get()
}

/// No `#[bulkhead]`, so it cannot tell of itself.
#[wasm_bindgen]
pub struct Plain(Rc<Cell<u32>>);

#[bulkhead]
#[wasm_bindgen]
pub fn plain(plain: Plain) -> u32 {
    plain.0.get()
}

/// One assertion silences all.
#[bulkhead(assert_unwind_safe = "a number is never torn")]
#[wasm_bindgen]
pub struct Asserted(Cell<u32>);

#[bulkhead]
#[wasm_bindgen]
impl Asserted {
    pub fn get(&self, other: &Asserted) -> u32 {
        self.0.get() + other.0.get()
    }
}

#[bulkhead]
#[wasm_bindgen]
pub fn listen(count: u32) -> JsValue {
    let count = Rc::new(Cell::new(count));
    Closure::<dyn FnMut()>::new(move || count.set(1)).into_js_value()
}
