// B017: captures of which the macro cannot know, so that it is careful.
#![deny(deprecated)]

use std::cell::Cell;
use std::ops::Deref;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

struct Handle {
    plain: i32,
    target: Rc<Cell<i32>>,
}

impl Deref for Handle {
    type Target = Cell<i32>;
    fn deref(&self) -> &Cell<i32> {
        &self.target
    }
}

#[bulkhead]
mod careful {
    use super::*;

    pub fn generic<T: Clone + 'static>(value: T) -> Closure<dyn FnMut()> {
        Closure::new(move || drop(value.clone()))
    }

    pub fn future(text: String) {
        let future = async move { drop(text) };
        let _: Closure<dyn FnMut()> = Closure::once(move || wasm_bindgen_futures::spawn_local(future));
    }

    pub fn through_another(text: String) {
        let length = move || text.len();
        let outer = move || Closure::<dyn Fn() -> usize>::new(move || length());
        drop(outer());
    }

    pub fn pointer_with_fields(handle: Handle) -> Closure<dyn Fn() -> i32> {
        Closure::new(move || handle.plain)
    }
}

fn main() {}
