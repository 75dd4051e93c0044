// B017: closures that can outlive a panic, and others that say they cannot.
#![deny(warnings)]

use std::cell::{Cell, RefCell};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, closure, ClosureExt};

struct State {
    shared: Rc<Cell<i32>>,
    plain: i32,
}

fn handle(n: i32) -> i32 {
    n
}

#[bulkhead]
#[wasm_bindgen]
pub fn owned(list: Vec<i32>, name: String) -> Closure<dyn FnMut(i32) -> i32> {
    let _: Closure<dyn Fn() -> usize> = Closure::new(move || list.len());
    let _ = Closure::wrap(Box::new(move |n| drop(format!("{name}{n}"))) as Box<dyn FnMut(i32)>);
    let mut sum = Cell::new(0);
    Closure::new(move |n: i32| {
        *sum.get_mut() += n;
        sum.get()
    })
}

#[bulkhead]
#[wasm_bindgen]
pub fn fields() {
    let state = State { shared: Rc::default(), plain: 1 };
    let _: Closure<dyn Fn() -> i32> = Closure::new(move || state.plain);
    drop(state.shared);
    let asserted = AssertUnwindSafe(State { shared: Rc::default(), plain: 1 });
    let _: Closure<dyn Fn() -> i32> = Closure::new(move || asserted.shared.get());
}

#[bulkhead]
#[wasm_bindgen]
pub fn variables() {
    let add = |n: i32| n + 1;
    let _: Closure<dyn Fn(i32) -> i32> = Closure::new(add);
    let twice = move |n| add(add(n));
    let _: Closure<dyn Fn(i32) -> i32> = Closure::new(move |n| twice(n));
    let _: Closure<dyn Fn(i32) -> i32> = Closure::new(handle);
    let text = Rc::new(String::new());
    let _: Closure<dyn Fn() -> usize> = Closure::new({
        let text = text.clone();
        move || text.len()
    });
}

#[bulkhead]
#[wasm_bindgen]
pub fn once(name: String) -> JsValue {
    let _ = Closure::once(move |n: i32| (0..n).map(|_| name.as_str()).collect::<String>());
    Closure::once_into_js(|| handle(1))
}

#[bulkhead]
#[wasm_bindgen]
pub fn said() {
    let log = Rc::new(RefCell::new(String::new()));
    let _: Closure<dyn FnMut()> = Closure::new_aborting({
        let log = log.clone();
        move || log.borrow_mut().clear()
    });
    let _: Closure<dyn FnMut()> = Closure::own_aborting({
        let log = log.clone();
        move || log.borrow_mut().clear()
    });
    let _ = closure!(abort {
        let log = log.clone();
        move |s: &JsValue| log.borrow_mut().push_str(&s.as_string().unwrap_or_default())
    });
    let _ = closure!(assert_unwind_safe = "a log may end in the middle", move |s: String| log.borrow_mut().push_str(&s));
    let _ = closure!(dyn Fn(String) -> usize, |text| text.len());
    let _ = closure!(once |text: String| text.len());
    closure!(|| ()).forget();
}

#[bulkhead]
#[wasm_bindgen]
pub fn made_of_variables(names: Vec<String>) {
    let add = |a: i32, b: i32| a + b;
    let _: Closure<dyn FnMut(i32, i32) -> i32> = closure!(add);
    let length = move |text: &JsValue| names.len() + text.is_string() as usize;
    closure!(length).forget();
    let twice = |n| n + n;
    let _ = closure!(dyn Fn(i32) -> i32, twice);
    let boxed = Box::new(|n: i32| -> i32 { n });
    let _: Closure<dyn FnMut(i32) -> i32> = closure!(boxed);
    let name = String::new();
    let consume = move |_: i32| drop(name);
    let _: Closure<dyn FnMut(i32)> = closure!(once consume);
    let count = Rc::new(Cell::new(0));
    let bump = move || count.set(1);
    closure!(abort bump).forget();
    let named: Closure<dyn Fn(i32) -> i32> = closure!(handle);
    named.forget();
}

#[bulkhead]
mod aliased {
    use wasm_bindgen::closure::Closure as Callback;
    use wasm_bindgen::prelude::*;

    type Adder = Callback<dyn FnMut(i32) -> i32>;

    #[wasm_bindgen]
    pub fn adder() -> Adder {
        Adder::new(inner)
    }

    fn inner(n: i32) -> i32 {
        let greeting = String::new();
        let _: Callback<dyn Fn() -> usize> = Callback::new(move || greeting.len());
        n
    }

    struct Plain;

    impl Plain {
        fn call(self) -> Closure<dyn Fn()> {
            <Closure<dyn Fn()>>::own(move || {
                let _ = &self;
            })
        }
    }

    impl Drop for Plain {
        fn drop(&mut self) {
            drop(Closure::<dyn Fn()>::new(|| ()));
        }
    }

    pub(crate) fn plain() {
        Plain.call().forget();
    }
}

fn alone() {
    let name = String::new();
    let _ = closure!(move || name.len());
    let _ = Closure::<dyn FnMut()>::new_aborting(|| ());
}

fn main() {
    // Natively there is no JavaScript to make a closure for.
    let _ = (alone, aliased::plain, State { shared: Rc::default(), plain: 1 });
}
