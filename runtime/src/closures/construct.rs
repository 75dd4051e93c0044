//! The constructors, chosen by the verdict that comes along with the closure.
//!
//! They are methods of traits on wasm-bindgen's own type, so that expanded code
//! can leave the path of the user's constructor as it is but for its last word.

use std::panic::UnwindSafe;

use wasm_bindgen::closure::{
    IntoWasmClosure, ScopedClosure, WasmClosure, WasmClosureFnOnce, WasmClosureFnOnceAbort,
};
use wasm_bindgen::JsValue;

use super::{Aborting, Asserted, Catching, Guarded, Verdict};

/// A closure that has its boundary inside, with its verdict.
pub(super) type Literal<V, F> = (V, F);

/// A closure that is put into a boundary here, with its verdict and position.
pub(super) type Opaque<V, F> = (V, F, &'static str);

/// In place of `Closure::new` and `Closure::own`.
pub trait Own<C>: Sized {
    #[doc(hidden)]
    fn __bulkhead_own(closure: C) -> Self;
}

/// In place of `Closure::wrap`; what is behind the box was checked before.
pub trait Wrap<C>: Sized {
    #[doc(hidden)]
    fn __bulkhead_wrap(closure: C) -> Self;
}

/// In place of `Closure::once`.
pub trait Once<C, A, R>: Sized {
    #[doc(hidden)]
    fn __bulkhead_once(closure: C) -> Self;
}

/// In place of `Closure::once_into_js`.
pub trait OnceIntoJs<C, A, R> {
    #[doc(hidden)]
    fn __bulkhead_once_into_js(closure: C) -> JsValue;
}

impl<T, F> Own<Literal<Catching, F>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: IntoWasmClosure<T> + 'static,
{
    fn __bulkhead_own((_, closure): Literal<Catching, F>) -> Self {
        Self::own_assert_unwind_safe(closure)
    }
}

impl<T, F> Own<Literal<Asserted, F>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: IntoWasmClosure<T> + 'static,
{
    fn __bulkhead_own((_, closure): Literal<Asserted, F>) -> Self {
        Self::own_assert_unwind_safe(closure)
    }
}

impl<T, F> Own<Literal<Aborting, F>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: IntoWasmClosure<T> + 'static,
{
    fn __bulkhead_own((_, closure): Literal<Aborting, F>) -> Self {
        Self::own_aborting(closure)
    }
}

impl<T, F> Own<Opaque<Catching, F>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: IntoWasmClosure<T> + UnwindSafe + 'static,
{
    fn __bulkhead_own((verdict, closure, position): Opaque<Catching, F>) -> Self {
        Self::wrap_assert_unwind_safe(guard(verdict, Box::new(closure), position))
    }
}

impl<T, F> Own<Opaque<Asserted, F>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: IntoWasmClosure<T> + 'static,
{
    fn __bulkhead_own((verdict, closure, position): Opaque<Asserted, F>) -> Self {
        Self::wrap_assert_unwind_safe(guard(verdict, Box::new(closure), position))
    }
}

impl<T, F> Own<Opaque<Aborting, F>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: IntoWasmClosure<T> + 'static,
{
    fn __bulkhead_own((verdict, closure, position): Opaque<Aborting, F>) -> Self {
        Self::wrap_aborting(guard(verdict, Box::new(closure), position))
    }
}

impl<T, F> Wrap<Literal<Catching, Box<F>>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: ?Sized + IntoWasmClosure<T>,
{
    fn __bulkhead_wrap((_, closure): Literal<Catching, Box<F>>) -> Self {
        Self::wrap_assert_unwind_safe(closure)
    }
}

impl<T, F> Wrap<Literal<Asserted, Box<F>>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: ?Sized + IntoWasmClosure<T>,
{
    fn __bulkhead_wrap((_, closure): Literal<Asserted, Box<F>>) -> Self {
        Self::wrap_assert_unwind_safe(closure)
    }
}

impl<T, F> Wrap<Literal<Aborting, Box<F>>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: ?Sized + IntoWasmClosure<T>,
{
    fn __bulkhead_wrap((_, closure): Literal<Aborting, Box<F>>) -> Self {
        Self::wrap_aborting(closure)
    }
}

impl<T, F> Wrap<Opaque<Catching, Box<F>>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: ?Sized + IntoWasmClosure<T> + UnwindSafe,
{
    fn __bulkhead_wrap((verdict, closure, position): Opaque<Catching, Box<F>>) -> Self {
        Self::wrap_assert_unwind_safe(guard(verdict, closure, position))
    }
}

impl<T, F> Wrap<Opaque<Asserted, Box<F>>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: ?Sized + IntoWasmClosure<T>,
{
    fn __bulkhead_wrap((verdict, closure, position): Opaque<Asserted, Box<F>>) -> Self {
        Self::wrap_assert_unwind_safe(guard(verdict, closure, position))
    }
}

impl<T, F> Wrap<Opaque<Aborting, Box<F>>> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: ?Sized + IntoWasmClosure<T>,
{
    fn __bulkhead_wrap((verdict, closure, position): Opaque<Aborting, Box<F>>) -> Self {
        Self::wrap_aborting(guard(verdict, closure, position))
    }
}

impl<T, F, A, R> Once<Literal<Catching, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    fn __bulkhead_once((_, closure): Literal<Catching, F>) -> Self {
        Self::once_assert_unwind_safe(closure)
    }
}

impl<T, F, A, R> Once<Literal<Asserted, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    fn __bulkhead_once((_, closure): Literal<Asserted, F>) -> Self {
        Self::once_assert_unwind_safe(closure)
    }
}

impl<T, F, A, R> Once<Literal<Aborting, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    fn __bulkhead_once((_, closure): Literal<Aborting, F>) -> Self {
        Self::once_aborting(closure)
    }
}

impl<T, F, A, R> Once<Opaque<Catching, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: WasmClosureFnOnceAbort<T, A, R> + UnwindSafe,
{
    fn __bulkhead_once((verdict, closure, position): Opaque<Catching, F>) -> Self {
        Self::wrap_assert_unwind_safe(guard(verdict, closure.into_fn_mut(), position))
    }
}

impl<T, F, A, R> Once<Opaque<Asserted, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    fn __bulkhead_once((verdict, closure, position): Opaque<Asserted, F>) -> Self {
        Self::wrap_assert_unwind_safe(guard(verdict, closure.into_fn_mut(), position))
    }
}

impl<T, F, A, R> Once<Opaque<Aborting, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    fn __bulkhead_once((verdict, closure, position): Opaque<Aborting, F>) -> Self {
        Self::wrap_aborting(guard(verdict, closure.into_fn_mut(), position))
    }
}

impl<T, F, A, R> OnceIntoJs<Literal<Catching, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: WasmClosureFnOnce<T, A, R> + UnwindSafe,
{
    fn __bulkhead_once_into_js((_, closure): Literal<Catching, F>) -> JsValue {
        Self::once_into_js(closure)
    }
}

impl<T, F, A, R> OnceIntoJs<Literal<Asserted, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    /// By the constructor that takes all: the boundary inside catches anyway.
    fn __bulkhead_once_into_js((_, closure): Literal<Asserted, F>) -> JsValue {
        closure.into_js_function()
    }
}

impl<T, F, A, R> OnceIntoJs<Literal<Aborting, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    fn __bulkhead_once_into_js((_, closure): Literal<Aborting, F>) -> JsValue {
        closure.into_js_function()
    }
}

// The boundary goes around what is called, so it is JavaScript's garbage collector
// that frees it, and not its only call; what it captures is gone by then.
impl<T, F, A, R> OnceIntoJs<Opaque<Catching, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: WasmClosureFnOnceAbort<T, A, R> + UnwindSafe,
{
    fn __bulkhead_once_into_js(closure: Opaque<Catching, F>) -> JsValue {
        <Self as Once<_, A, R>>::__bulkhead_once(closure).into_js_value()
    }
}

impl<T, F, A, R> OnceIntoJs<Opaque<Aborting, F>, A, R> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: WasmClosureFnOnceAbort<T, A, R>,
{
    fn __bulkhead_once_into_js(closure: Opaque<Aborting, F>) -> JsValue {
        <Self as Once<_, A, R>>::__bulkhead_once(closure).into_js_value()
    }
}

/// Puts a closure into a boundary.
pub(super) fn guard<T, F>(verdict: impl Verdict, closure: Box<F>, position: &'static str) -> Box<T>
where
    T: ?Sized + Guarded,
    F: ?Sized + IntoWasmClosure<T>,
{
    closure.unsize().guarded(verdict, position)
}
