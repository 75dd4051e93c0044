//! What is called as a constructor of wasm-bindgen's, and may be another crate's.
//!
//! Of `Closure::new(…)` a macro sees the name alone. Expanded code therefore hands
//! over the function, and its type tells: one that returns wasm-bindgen's
//! [`ScopedClosure`] has methods of its own here, all others have those of
//! [`OrTheirs`], which come second and call it with what the user wrote.

use std::convert::Infallible;
use std::marker::PhantomData;

use wasm_bindgen::closure::{
    IntoWasmClosure, ScopedClosure, WasmClosure, WasmClosureFnOnce, WasmClosureFnOnceAbort,
};
use wasm_bindgen::JsValue;

use super::kind::{Kind, Once, OnceIntoJs, Own, Wrap};
use super::verdict::{Aborting, Catching, NotOurs, Slot, Verdict};
use super::{Guarded, Witness};

/// A function `F` of one argument `A` that is called on a type `S`.
pub struct Constructor<S: ?Sized, A, R, F> {
    call: F,
    takes: PhantomData<fn(A) -> R>,
    on: PhantomData<S>,
}

/// A function that returns what it is called on.
#[inline(always)]
pub fn constructor<A, R, F: FnOnce(A) -> R>(call: F) -> Constructor<R, A, R, F> {
    constructor_of(Witness::new(), call)
}

/// A function that is called on the type `S`.
#[inline(always)]
pub fn constructor_of<S: ?Sized, A, R, F: FnOnce(A) -> R>(
    _: Witness<S>,
    call: F,
) -> Constructor<S, A, R, F> {
    Constructor {
        call,
        takes: PhantomData,
        on: PhantomData,
    }
}

/// The type before `::`.
pub trait Itself {
    #[doc(hidden)]
    #[inline(always)]
    fn __bulkhead_itself() -> Witness<Self> {
        Witness::new()
    }
}

impl<T: ?Sized> Itself for T {}

/// What wasm-bindgen's own constructors are taken to be called with: nothing.
///
/// Their place is taken by others, but the compiler wants to know with what they
/// would be called, and that it could be.
pub struct Nothing(Infallible);

impl<T: ?Sized> IntoWasmClosure<T> for Nothing {
    fn unsize(self: Box<Self>) -> Box<T> {
        match self.0 {}
    }
}

impl<T: ?Sized> WasmClosureFnOnce<T, (), ()> for Nothing {
    fn into_fn_mut(self) -> Box<T> {
        match self.0 {}
    }

    fn into_js_function(self) -> JsValue {
        match self.0 {}
    }
}

impl<T: ?Sized> WasmClosureFnOnceAbort<T, (), ()> for Nothing {
    fn into_fn_mut(self) -> Box<T> {
        match self.0 {}
    }

    fn into_js_function(self) -> JsValue {
        match self.0 {}
    }
}

impl<T: ?Sized, R, F> Constructor<ScopedClosure<'static, T>, Nothing, R, F> {
    #[inline(always)]
    pub fn own(self) -> Ours<T, Own> {
        Ours::of(Own)
    }

    #[inline(always)]
    pub fn once(self) -> Ours<T, Once> {
        Ours::of(Once)
    }
}

impl<T: ?Sized, R, F> Constructor<ScopedClosure<'static, T>, Box<Nothing>, R, F> {
    #[inline(always)]
    pub fn wrap(self) -> Ours<T, Wrap> {
        Ours::of(Wrap)
    }
}

impl<T: ?Sized, A, R, F> Constructor<ScopedClosure<'static, T>, A, R, F> {
    #[inline(always)]
    pub fn once_into_js(self) -> Ours<T, OnceIntoJs<F>> {
        Ours::of(OnceIntoJs(self.call))
    }
}

/// The same for a function that only has the name of one of wasm-bindgen's.
pub trait OrTheirs: Sized {
    type Call;

    fn theirs(self) -> Theirs<Self::Call>;

    #[inline(always)]
    fn own(self) -> Theirs<Self::Call> {
        self.theirs()
    }

    #[inline(always)]
    fn wrap(self) -> Theirs<Self::Call> {
        self.theirs()
    }

    #[inline(always)]
    fn once(self) -> Theirs<Self::Call> {
        self.theirs()
    }

    #[inline(always)]
    fn once_into_js(self) -> Theirs<Self::Call> {
        self.theirs()
    }
}

impl<S: ?Sized, A, R, F> OrTheirs for Constructor<S, A, R, F> {
    type Call = F;

    #[inline(always)]
    fn theirs(self) -> Theirs<F> {
        Theirs(self.call)
    }
}

/// The constructor `K` of a `Closure<T>`.
pub struct Ours<T: ?Sized, K>(K, PhantomData<fn() -> Box<T>>);

impl<T: ?Sized, K: Clone> Clone for Ours<T, K> {
    fn clone(&self) -> Self {
        Ours::of(self.0.clone())
    }
}

impl<T: ?Sized, K: Copy> Copy for Ours<T, K> {}

impl<T: ?Sized, K> Ours<T, K> {
    #[inline(always)]
    pub fn of(kind: K) -> Self {
        Ours(kind, PhantomData)
    }

    /// Nothing is captured.
    #[inline(always)]
    pub fn nothing(&self) -> Catching {
        Catching
    }

    /// What is known of a capture matters.
    #[inline(always)]
    pub fn ask<W>(&self, known: W) -> W {
        known
    }

    /// Nothing is known of a capture.
    #[inline(always)]
    pub fn unknown(&self) -> Aborting {
        Aborting
    }

    /// Makes a closure for JavaScript of what `around` makes of a closure.
    #[inline(always)]
    pub fn make<C, W, X>(self, closure: C, around: impl FnOnce(C) -> W) -> K::Made
    where
        K: Kind<T, W, X>,
    {
        self.0.make(around(closure))
    }

    /// Boxes what `around` makes of a closure.
    #[inline(always)]
    pub fn boxed<C, W>(&self, closure: C, around: impl FnOnce(C) -> W) -> Box<W> {
        Box::new(around(closure))
    }

    /// Makes a closure for JavaScript of one that has its boundary inside.
    #[inline(always)]
    pub fn given<C, X>(self, closure: C) -> K::Made
    where
        K: Kind<T, C, X>,
    {
        self.0.make(closure)
    }

    /// A value that can be called.
    #[inline(always)]
    pub fn value<C>(self, value: C) -> Value<T, K, C> {
        let constructor = self;
        Value { constructor, value }
    }
}

/// A value that is given to a constructor, and may be a closure.
pub struct Value<T: ?Sized, K, C> {
    constructor: Ours<T, K>,
    value: C,
}

impl<T: ?Sized, K, C> Value<T, K, C> {
    #[inline(always)]
    pub fn get(&self) -> &C {
        &self.value
    }

    #[inline(always)]
    pub fn witness(&self) -> Witness<C> {
        Witness::of(&self.value)
    }

    /// Makes a closure for JavaScript that runs the value in a boundary.
    #[inline(always)]
    pub fn make<V, X>(self, _: Slot<V>, position: &'static str) -> K::Made
    where
        V: Verdict,
        T: WasmClosure + Guarded,
        K: Kind<T, C, X>,
    {
        let closure = K::boxed(self.value).guarded(V::guard(), position);
        self.constructor.0.of_boxed(closure)
    }
}

/// A function that is none of wasm-bindgen's constructors.
///
/// Its methods ask what it takes of the function itself. Only so the compiler looks
/// there for the types of a closure's parameters, as it does where one is called.
#[derive(Clone, Copy)]
pub struct Theirs<F>(F);

impl<F> Theirs<F> {
    /// Whatever is captured, it is not our concern.
    #[inline(always)]
    pub fn nothing(&self) -> NotOurs {
        NotOurs
    }

    #[inline(always)]
    pub fn ask<W>(&self, _known: W) -> NotOurs {
        NotOurs
    }

    #[inline(always)]
    pub fn unknown(&self) -> NotOurs {
        NotOurs
    }

    #[inline(always)]
    pub fn make<A, R, W>(self, argument: A, _around: impl FnOnce(A) -> W) -> R
    where
        F: FnOnce(A) -> R,
    {
        (self.0)(argument)
    }

    #[inline(always)]
    pub fn boxed<C, W>(&self, argument: C, _around: impl FnOnce(C) -> W) -> Box<C> {
        Box::new(argument)
    }

    #[inline(always)]
    pub fn given<A, R>(self, argument: A) -> R
    where
        F: FnOnce(A) -> R,
    {
        (self.0)(argument)
    }

    #[inline(always)]
    pub fn value<A, R>(self, argument: A) -> TheirValue<F, A>
    where
        F: FnOnce(A) -> R,
    {
        TheirValue {
            call: self.0,
            argument,
        }
    }
}

/// What such a function is given.
pub struct TheirValue<F, A> {
    call: F,
    argument: A,
}

impl<F, A> TheirValue<F, A> {
    #[inline(always)]
    pub fn get(&self) -> &A {
        &self.argument
    }

    #[inline(always)]
    pub fn witness(&self) -> NotOurs {
        NotOurs
    }

    #[inline(always)]
    pub fn make<V, R>(self, _: Slot<V>, _position: &'static str) -> R
    where
        F: FnOnce(A) -> R,
    {
        (self.call)(self.argument)
    }
}
