//! B002: functions of an impl block that is not annotated itself, where no item can stand beside them.
//! The first of them is what makes the compiler look at the settings again.
#![deny(warnings)]

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

pub struct Clicks(Rc<Cell<u32>>);

impl Clicks {
    #[bulkhead]
    pub const fn first(shared: Rc<Cell<u32>>) -> Self {
        Clicks(shared)
    }

    #[bulkhead(assert_unwind_safe = "one number is never torn")]
    pub fn listener(&self) -> Closure<dyn FnMut()> {
        let shared = self.0.clone();
        Closure::new(move || shared.set(shared.get() + 1))
    }
}

fn main() {
    // Making a closure takes JavaScript.
    let _: fn(&Clicks) -> Closure<dyn FnMut()> = Clicks::listener;
    assert_eq!(Clicks::first(Rc::new(Cell::new(1))).0.get(), 1);
}
