//! Assertions, each with its reason: of an argument, a method, a block, a type (B009, B012, B018).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

#[wasm_bindgen]
pub struct Counter {
    count: Cell<u32>,
}

#[bulkhead(assert_unwind_safe = "one number is never torn")]
#[wasm_bindgen]
impl Counter {
    #[wasm_bindgen(constructor)]
    pub fn new(count: u32) -> Counter {
        Counter {
            count: Cell::new(count),
        }
    }

    pub fn count(&self) -> u32 {
        self.count.get()
    }

    pub async fn wait(&mut self, other: &Counter) {
        self.count.set(other.count());
    }
}

#[bulkhead]
#[wasm_bindgen]
impl Counter {
    #[bulkhead(assert_unwind_safe(self, other) = "read only", assert_unwind_safe(mine) = "gone")]
    pub fn sum(&self, other: &Self, mine: Counter) -> u32 {
        self.count.get() + other.count.get() + mine.count.get()
    }

    #[bulkhead(assert_unwind_safe = "one number is never torn")]
    pub fn add(&mut self, more: Counter) {
        self.count.set(self.count.get() + more.count.get());
    }
}

#[bulkhead(assert_unwind_safe = "rebuilt when in doubt")]
#[wasm_bindgen]
pub struct Cache {
    entries: Rc<RefCell<Vec<u32>>>,
}

#[bulkhead]
#[wasm_bindgen]
pub fn take(cache: Cache, other: &Cache) -> usize {
    cache.entries.borrow().len() + other.entries.borrow().len()
}

#[bulkhead(assert_unwind_safe = "read only")]
#[wasm_bindgen]
pub fn read(_: u32, counter: &Counter) -> u32 {
    counter.count.get()
}

#[bulkhead(assert_unwind_safe(r#counter) = "read only")]
#[wasm_bindgen]
pub async fn read_later(counter: &Counter) -> u32 {
    counter.count.get()
}

fn main() {
    let mut counter = Counter::new(1);
    counter.add(Counter::new(2));
    assert_eq!(counter.sum(&Counter::new(3), Counter::new(4)), 10);
    let entries = Rc::default();
    assert_eq!(take(Cache { entries }, &Cache { entries: Rc::default() }), 0);
    assert_eq!(read(0, &counter), counter.count());
}
