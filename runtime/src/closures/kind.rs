//! wasm-bindgen's constructors. Whatever is given to them has its boundary inside, so
//! that it may be taken for unwind safe.

use std::panic::UnwindSafe;

use wasm_bindgen::closure::{
    IntoWasmClosure, ScopedClosure, WasmClosure, WasmClosureFnOnce, WasmClosureFnOnceAbort,
};
use wasm_bindgen::JsValue;

/// A constructor that takes a `C` and makes a `Closure<T>`. The `X` are types that
/// only the compiler needs to know.
pub trait Kind<T: ?Sized, C, X>: Sized {
    type Made;

    /// The closure as it is kept.
    fn boxed(closure: C) -> Box<T>;

    /// Makes a closure for JavaScript of one that was boxed.
    fn of_boxed(self, closure: Box<T>) -> Self::Made;

    /// Makes a closure for JavaScript.
    #[inline(always)]
    fn make(self, closure: C) -> Self::Made {
        self.of_boxed(Self::boxed(closure))
    }
}

/// `Closure::new` and `Closure::own`.
#[derive(Clone, Copy)]
pub struct Own;

impl<T, C> Kind<T, C, ()> for Own
where
    T: ?Sized + WasmClosure + 'static,
    C: IntoWasmClosure<T> + 'static,
{
    type Made = ScopedClosure<'static, T>;

    #[inline(always)]
    fn boxed(closure: C) -> Box<T> {
        Box::new(closure).unsize()
    }

    #[inline(always)]
    fn of_boxed(self, closure: Box<T>) -> Self::Made {
        ScopedClosure::wrap_assert_unwind_safe(closure)
    }
}

/// `Closure::wrap`.
#[derive(Clone, Copy)]
pub struct Wrap;

impl<T, C> Kind<T, Box<C>, ()> for Wrap
where
    T: ?Sized + WasmClosure + 'static,
    C: ?Sized + IntoWasmClosure<T>,
{
    type Made = ScopedClosure<'static, T>;

    #[inline(always)]
    fn boxed(closure: Box<C>) -> Box<T> {
        closure.unsize()
    }

    #[inline(always)]
    fn of_boxed(self, closure: Box<T>) -> Self::Made {
        ScopedClosure::wrap_assert_unwind_safe(closure)
    }
}

/// `Closure::once`.
#[derive(Clone, Copy)]
pub struct Once;

impl<T, C, A, R> Kind<T, C, (A, R)> for Once
where
    T: ?Sized + WasmClosure + 'static,
    C: WasmClosureFnOnceAbort<T, A, R>,
{
    type Made = ScopedClosure<'static, T>;

    #[inline(always)]
    fn boxed(closure: C) -> Box<T> {
        closure.into_fn_mut()
    }

    #[inline(always)]
    fn of_boxed(self, closure: Box<T>) -> Self::Made {
        ScopedClosure::wrap_assert_unwind_safe(closure)
    }
}

/// `Closure::once_into_js`, which is the function `F`. It returns no type from which
/// the compiler could take what it makes, so it has to be called.
#[derive(Clone, Copy)]
pub struct OnceIntoJs<F>(pub(super) F);

impl<T, C, A, R, F> Kind<T, C, (A, R)> for OnceIntoJs<F>
where
    T: ?Sized + WasmClosure + 'static,
    C: WasmClosureFnOnceAbort<T, A, R>,
    F: FnOnce(Bounded<C>) -> JsValue,
{
    type Made = JsValue;

    #[inline(always)]
    fn boxed(closure: C) -> Box<T> {
        closure.into_fn_mut()
    }

    /// Around a closure that was boxed JavaScript's garbage collector is what frees
    /// it, and not its only call; what it captures is gone by then.
    #[inline(always)]
    fn of_boxed(self, closure: Box<T>) -> JsValue {
        ScopedClosure::<T>::wrap_assert_unwind_safe(closure).into_js_value()
    }

    #[inline(always)]
    fn make(self, closure: C) -> JsValue {
        (self.0)(Bounded(closure))
    }
}

/// A closure that may be taken for unwind safe.
pub struct Bounded<C>(C);

impl<C> UnwindSafe for Bounded<C> {}

impl<C, T, A, R> WasmClosureFnOnce<T, A, R> for Bounded<C>
where
    T: ?Sized,
    C: WasmClosureFnOnceAbort<T, A, R>,
{
    fn into_fn_mut(self) -> Box<T> {
        self.0.into_fn_mut()
    }

    fn into_js_function(self) -> JsValue {
        self.0.into_js_function()
    }
}

impl<C, T, A, R> WasmClosureFnOnceAbort<T, A, R> for Bounded<C>
where
    T: ?Sized,
    C: WasmClosureFnOnceAbort<T, A, R>,
{
    fn into_fn_mut(self) -> Box<T> {
        self.0.into_fn_mut()
    }

    fn into_js_function(self) -> JsValue {
        self.0.into_js_function()
    }
}
