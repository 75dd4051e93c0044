// B017: names like those of wasm-bindgen's closures, which mean something else.
#![deny(warnings)]

use std::cell::Cell;
use std::rc::Rc;

use wasm_bulkhead::bulkhead;

/// A type of the user's own, whose functions give closures their types.
mod own_type {
    use super::*;

    pub struct Closure(usize);

    impl Closure {
        pub fn new<F: Fn(&str) -> usize>(f: F) -> Self {
            Closure(f("text"))
        }

        pub fn own(n: i32) -> Self {
            Closure(n as usize)
        }

        pub fn once<'a, F: FnOnce(&'a str) -> &'a str>(f: F) -> &'a str {
            f("  text")
        }

        pub fn wrap(mut f: Box<dyn FnMut(&str) -> usize>) -> Result<Self, String> {
            Ok(Closure(f("boxed")))
        }

        pub fn once_into_js(f: impl FnOnce(Vec<u8>)) {
            f(Vec::new());
        }

        pub fn own_aborting<T>(value: T) -> T {
            value
        }
    }

    #[bulkhead]
    pub fn made(shared: Rc<Cell<i32>>) -> usize {
        let list = vec![1];
        Closure::own_aborting(());
        let borrowed = String::from(" borrowed ");
        let trimmed = Closure::once(|text| if list.is_empty() { text } else { text.trim() });
        let counted = Closure::new(|text| text.len() + list.len() + shared.get() as usize);
        let wrapped = Closure::wrap(Box::new(|text| text.len()));
        let cast = Closure::wrap(Box::new(move |text| text.len() + shared.take() as usize) as Box<dyn FnMut(&str) -> usize>);
        Closure::once_into_js(|mut bytes| bytes.push(list[0]));
        let named = |text: &str| text.len();
        let of_variable = Closure::new(named);
        let in_block = Closure::new({
            let length = borrowed.len();
            move |text| text.len() + length
        });
        let all = [counted, wrapped.unwrap(), cast.unwrap(), of_variable, in_block, Closure::own(3)];
        all.iter().map(|closure| closure.0).sum::<usize>() + trimmed.len()
    }
}

/// A trait, by whose name its functions are called.
mod own_trait {
    use super::*;

    pub trait Closure {
        fn once(self, by: i32) -> i32;
        fn own(self) -> i32;
        fn wrap(value: Self) -> Box<Self>;
    }

    impl Closure for i32 {
        fn once(self, by: i32) -> i32 {
            self + by
        }
        fn own(self) -> i32 {
            self
        }
        fn wrap(value: i32) -> Box<i32> {
            Box::new(value)
        }
    }

    #[bulkhead]
    pub fn made() -> i32 {
        Closure::once(1, 2) + Closure::own(3) + *<i32 as Closure>::wrap(4)
    }

    #[bulkhead]
    pub fn generic<Closure: From<fn(i32) -> i32> + Make>() -> (Closure, Closure::Made) {
        (Closure::from(|n| n), Closure::new(|n| n + 1))
    }

    pub trait Make {
        type Made;
        fn new(f: impl Fn(i32) -> i32) -> Self::Made;
    }

    impl Make for fn(i32) -> i32 {
        type Made = i32;
        fn new(f: impl Fn(i32) -> i32) -> i32 {
            f(1)
        }
    }
}

/// A module of functions, under the name of the type.
#[allow(non_snake_case)]
mod own_module {
    use super::*;

    mod functions {
        pub fn new(f: impl FnOnce(&mut Vec<i32>)) -> Vec<i32> {
            let mut list = Vec::new();
            f(&mut list);
            list
        }

        pub async fn once<T>(value: T) -> T {
            value
        }

        pub const fn wrap(text: &str) -> &str {
            text
        }
    }

    use functions as Closure;

    #[bulkhead]
    pub async fn made(shared: Rc<Cell<i32>>) -> (Vec<i32>, usize) {
        let list = Closure::new(|list| list.push(shared.get()));
        let text = Closure::wrap(&String::from("temporary")).len();
        (list, Closure::once(text).await)
    }
}

/// What is neither, but can be called by such a path.
mod own_enum {
    use super::*;

    #[allow(non_camel_case_types)]
    #[derive(Debug, PartialEq)]
    pub enum Closure<F = i32> {
        new(F),
        own(Box<F>),
    }

    type Callback<F> = Closure<F>;

    #[bulkhead]
    pub fn made() -> i32 {
        let Closure::new(add) = Closure::new(|a: i32, b: i32| a + b) else {
            return 0;
        };
        let Callback::own(boxed) = Callback::own(Box::new(async || 1)) else {
            return 0;
        };
        drop(boxed());
        assert_eq!(Closure::new(1), Callback::new(1));
        add(1, 2)
    }
}

/// A crate that calls its own type by this name, as yew and gloo once did.
#[bulkhead]
mod of_a_module {
    use super::own_type::Closure as Callback;
    use super::Cell;

    pub fn made() -> usize {
        struct Closure<T>(T);
        impl<T> Closure<T> {
            fn new(value: T, _: ()) -> Self {
                Closure(value)
            }
            fn wrap(value: T) -> Self {
                Closure(value)
            }
        }
        let count = std::rc::Rc::new(Cell::new(0));
        let add = Closure::wrap({
            let count = count.clone();
            move |by| count.set(count.get() + by)
        });
        (add.0)(Closure::new(2, ()).0);
        let _ = Callback::new(|text| text.len());
        count.get()
    }
}

fn main() {
    assert_eq!(own_type::made(Rc::new(Cell::new(1))), 6 + 5 + 6 + 4 + 14 + 3 + 4);
    assert_eq!(own_trait::made(), 10);
    assert_eq!(own_trait::generic::<fn(i32) -> i32>().1, 2);
    drop(own_module::made(Rc::default()));
    assert_eq!(own_enum::made(), 3);
    assert_eq!(of_a_module::made(), 2);
}
