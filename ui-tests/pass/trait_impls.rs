// B002: on the impl of a trait the attribute is for the closures in it; B009: the reason reaches them.
#![deny(warnings)]

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::bulkhead;

pub trait Listen {
    const COUNT: u32;
    type Heard;
    fn listen(&self) -> Self::Heard;
    fn other(&self) -> u32 {
        Self::COUNT
    }
}

pub struct Safe(String);

#[bulkhead]
impl Listen for Safe {
    const COUNT: u32 = 1;
    type Heard = Closure<dyn Fn() -> usize>;

    fn listen(&self) -> Self::Heard {
        let Safe(name) = self;
        let name = name.clone();
        Closure::new(move || name.len())
    }
}

pub struct Shared(Rc<Cell<u32>>);

#[bulkhead(assert_unwind_safe = "one number is never torn")]
impl Listen for Shared {
    const COUNT: u32 = 2;
    type Heard = Closure<dyn FnMut()>;

    fn listen(&self) -> Self::Heard {
        let count = self.0.clone();
        let add = move |by| count.set(count.get() + by);
        Closure::new(move || add(Self::COUNT))
    }
}

#[bulkhead(closures = poison)]
impl<T> Listen for Vec<T>
where
    T: Listen,
{
    const COUNT: u32 = T::COUNT;
    type Heard = (Closure<dyn FnMut()>, Vec<T::Heard>);

    fn listen(&self) -> Self::Heard {
        let count = Rc::new(Cell::new(0));
        let each = self.iter().map(T::listen).collect();
        (Closure::new(move || count.set(1)), each)
    }
}

#[bulkhead(assert_unwind_safe = "one number is never torn")]
mod of_a_module {
    use super::*;

    pub struct Inside(pub Cell<u32>);

    impl Drop for Inside {
        fn drop(&mut self) {
            let count = Rc::new(Cell::new(self.0.get()));
            let _: Closure<dyn FnMut()> = Closure::once(move || count.set(2));
        }
    }

    #[wasm_bindgen]
    pub fn exported(seen: &Counter) -> JsValue {
        let count = Rc::new(Cell::new(seen.0.get()));
        Closure::once_into_js(move || count.set(2))
    }

    #[wasm_bindgen]
    pub struct Counter(Cell<u32>);

    /// It says more of itself than the module does.
    #[bulkhead(closures = poison, assert_unwind_safe = "one number is never torn, nor are two")]
    #[wasm_bindgen]
    impl Counter {
        pub fn later(&self) -> JsValue {
            let count = Rc::new(self.0.clone());
            Closure::<dyn FnMut()>::new(move || count.set(2)).into_js_value()
        }
    }
}

fn main() {
    let _ = (<Vec<Safe> as Listen>::COUNT, Safe(String::new()).other(), Shared(Rc::default()).other());
    let _ = of_a_module::Inside;
}
