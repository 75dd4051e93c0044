//! Closures that come as values, put into a boundary.

use wasm_bindgen::convert::{FromWasmAbi, RefFromWasmAbi, ReturnWasmAbi};

use super::Guard;

/// A type of closures that JavaScript can call, `dyn FnMut(A) -> R` for one.
pub trait Guarded {
    /// The closure with a boundary around each call.
    #[doc(hidden)]
    fn guarded(self: Box<Self>, guard: impl Guard, position: &'static str) -> Box<Self>;
}

macro_rules! guarded {
    ($(($($argument:ident)*))*) => {$(
        guarded!(@kinds [$($argument: FromWasmAbi,)*] ($($argument),*) ($($argument)*));
    )*};
    (@kinds [$($bounds:tt)*] $types:tt $names:tt) => {
        guarded!(@one [] Fn [$($bounds)*] $types $names);
        guarded!(@one [mut] FnMut [$($bounds)*] $types $names);
    };
    (@one [$($mutable:ident)?] $kind:ident [$($bounds:tt)*] ($($ty:ty),*) ($($name:ident)*)) => {
        #[allow(non_snake_case)]
        impl<$($name,)* R> Guarded for dyn $kind($($ty),*) -> R
        where
            $($bounds)*
            $($name: 'static,)*
            R: ReturnWasmAbi + 'static,
        {
            fn guarded(
                $($mutable)? self: Box<Self>,
                guard: impl Guard,
                position: &'static str,
            ) -> Box<Self> {
                Box::new(move |$($name: $ty),*| guard.run(position, || self($($name),*)))
            }
        }
    };
}

guarded! {
    ()
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
}

// As in wasm-bindgen, one argument by reference has implementations of its own.
#[allow(coherence_leak_check)]
const _: () = {
    guarded!(@kinds [A: RefFromWasmAbi,] (&A) (A));
};
