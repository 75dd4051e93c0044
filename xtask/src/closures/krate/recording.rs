//! What expanded code finds in place of wasm-bulkhead: the same, but that the verdict which comes
//! with a closure is written down before it goes on to the real constructor. Natively there is no
//! JavaScript to make closures for, so it ends there, types and all being checked.

use std::cell::Cell;

thread_local! {
    static VERDICT: Cell<Option<bool>> = const { Cell::new(None) };
}

/// The verdict since this was last asked.
pub fn verdict() -> Option<bool> {
    VERDICT.take()
}

pub use wasm_bulkhead::bulkhead;

pub mod __private {
    pub use wasm_bulkhead::__private::*;

    pub mod closures {
        pub use wasm_bulkhead::__private::closures as real;
        // Those of the same name below come first.
        pub use wasm_bulkhead::__private::closures::*;

        use wasm_bindgen::JsValue;

        use super::super::made;

        pub trait Given {
            fn is_catching(&self) -> bool;
        }

        impl<V: Verdict, F> Given for (V, F) {
            fn is_catching(&self) -> bool {
                self.0.is_catching()
            }
        }

        impl<V: Verdict, F> Given for (V, F, &'static str) {
            fn is_catching(&self) -> bool {
                self.0.is_catching()
            }
        }

        pub trait Own<C>: Sized {
            fn __bulkhead_own(closure: C) -> Self;
        }

        impl<C: Given, T: ?Sized> Own<C> for ScopedClosure<'static, T>
        where
            Self: real::Own<C>,
        {
            fn __bulkhead_own(closure: C) -> Self {
                made(closure.is_catching(), || real::Own::__bulkhead_own(closure))
            }
        }

        pub trait Wrap<C>: Sized {
            fn __bulkhead_wrap(closure: C) -> Self;
        }

        impl<C: Given, T: ?Sized> Wrap<C> for ScopedClosure<'static, T>
        where
            Self: real::Wrap<C>,
        {
            fn __bulkhead_wrap(closure: C) -> Self {
                made(closure.is_catching(), || real::Wrap::__bulkhead_wrap(closure))
            }
        }

        pub trait Once<C, A, R>: Sized {
            fn __bulkhead_once(closure: C) -> Self;
        }

        impl<C: Given, A, R, T: ?Sized> Once<C, A, R> for ScopedClosure<'static, T>
        where
            Self: real::Once<C, A, R>,
        {
            fn __bulkhead_once(closure: C) -> Self {
                made(closure.is_catching(), || real::Once::__bulkhead_once(closure))
            }
        }

        pub trait OnceIntoJs<C, A, R> {
            fn __bulkhead_once_into_js(closure: C) -> JsValue;
        }

        impl<C: Given, A, R, T: ?Sized> OnceIntoJs<C, A, R> for ScopedClosure<'static, T>
        where
            Self: real::OnceIntoJs<C, A, R>,
        {
            fn __bulkhead_once_into_js(closure: C) -> JsValue {
                made(closure.is_catching(), || {
                    <Self as real::OnceIntoJs<C, A, R>>::__bulkhead_once_into_js(closure)
                })
            }
        }
    }
}

fn made<R>(is_catching: bool, make: impl FnOnce() -> R) -> R {
    VERDICT.set(Some(is_catching));
    if cfg!(not(target_family = "wasm")) {
        std::panic::resume_unwind(Box::new("recorded"));
    }
    make()
}
