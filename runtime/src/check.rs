//! What is asked of the types that exports take. The bounds are those of wasm-bindgen
//! in unwind builds, no stricter, and the types decide.
//!
//! A struct with `#[bulkhead]` above it tells of itself, once, whatever takes it. In
//! builds that unwind on wasm, and everywhere if the crate says so, that is an error,
//! made by a constant that cannot be evaluated ([`Gate`]). Elsewhere it is a warning,
//! made by a method that the struct expects to be dead code, and that is used by
//! whatever takes the struct ([`Ask`]). Of a type that does not tell of itself what
//! takes it tells in the same way.

use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};

/// The question whether a `T` may be seen after a panic that was taken as `B` says.
pub struct Ask<B, T: ?Sized>(PhantomData<B>, PhantomData<T>);

/// It was taken by value: [`UnwindSafe`].
pub struct ByValue;

/// It was behind a reference, shared or not: [`RefUnwindSafe`].
pub struct Behind;

impl<B, T: ?Sized> Ask<B, T> {
    /// The question itself.
    pub const NEW: Self = Ask(PhantomData, PhantomData);
}

impl<T: ?Sized + UnwindSafe> Ask<ByValue, T> {
    /// The answer.
    pub const IS_SAFE: bool = true;
}

impl<T: ?Sized + RefUnwindSafe> Ask<Behind, T> {
    /// The answer.
    pub const IS_SAFE: bool = true;
}

/// The answer for all other types, which comes second.
pub trait OrTorn {
    /// The answer.
    const IS_SAFE: bool = false;
}

impl<B, T: ?Sized> OrTorn for Ask<B, T> {}

/// The same answer as a type.
pub trait AskSafe {
    /// The answer.
    fn answer(&self) -> Safe {
        Safe
    }

    /// What tells of it: nothing has to.
    fn told_by<T: ?Sized>(&self) -> &'static Silent {
        &Silent
    }
}

impl<T: ?Sized + UnwindSafe> AskSafe for Ask<ByValue, T> {}

impl<T: ?Sized + RefUnwindSafe> AskSafe for Ask<Behind, T> {}

/// The same answer as a type, for all other types. It takes one more reference to get
/// to, and so comes second.
pub trait AskTorn {
    /// The answer.
    fn answer(&self) -> Torn {
        Torn
    }

    /// Who tells of it: the type itself, if it does. Never called.
    fn told_by<T: ?Sized>(&self) -> &'static T {
        unreachable!()
    }
}

impl<B, T: ?Sized> AskTorn for &Ask<B, T> {}

/// It may be seen.
pub struct Safe;

/// It may be torn.
pub struct Torn;

/// Says nothing.
pub struct Silent;

impl Silent {
    /// Nothing is wrong.
    pub fn __bulkhead_is_not_unwind_safe(&self) -> Told {
        Told
    }
}

/// Types that are no annotated structs. Those have a method of this name, which comes
/// first.
pub trait Taken {
    /// Nothing tells of such a type but what takes it.
    fn __bulkhead_is_not_unwind_safe(&self) -> Untold {
        Untold
    }
}

impl<T: ?Sized> Taken for T {}

/// All has been told.
pub struct Told;

impl Told {
    /// Nothing is left to tell.
    pub fn or<F>(self, _: F) -> Self {
        self
    }

    /// So it is.
    pub fn is_expected(self) {}
}

/// Nothing has been told.
pub struct Untold;

impl Untold {
    /// What tells of it then.
    pub fn or<F>(self, taker: F) -> F {
        taker
    }
}

/// The first of some fields that is to blame. Not found yet.
pub struct NotFound;

/// Found: `F` stands for the field.
pub struct Found<F>(F);

impl NotFound {
    /// The field, if this is what types say of it.
    pub fn or<A: Answer, F>(self, answer: A, field: F) -> A::Blamed<F> {
        answer.blamed(field)
    }
}

impl<F> Found<F> {
    /// One field is enough.
    pub fn or<A, G>(self, _: A, _: G) -> Self {
        self
    }

    /// The field.
    pub fn culprit(self) -> F {
        self.0
    }
}

/// What is said of a field.
pub trait Answer {
    /// The field, if it is to blame.
    type Blamed<F>;

    /// The field, if it is to blame.
    fn blamed<F>(self, field: F) -> Self::Blamed<F>;
}

impl Answer for Safe {
    type Blamed<F> = NotFound;

    fn blamed<F>(self, _: F) -> NotFound {
        NotFound
    }
}

impl Answer for Torn {
    type Blamed<F> = Found<F>;

    fn blamed<F>(self, field: F) -> Found<F> {
        Found(field)
    }
}

/// Who says whether a `T` passes of which the answer is known.
pub struct Gate<T: ?Sized, const IS_SAFE: bool>(PhantomData<T>);

/// That as a type, with a constant `__BULKHEAD_PASSED` that is true.
pub trait Asked {
    /// It, or the type itself.
    type Teller: ?Sized;
}

impl<T: ?Sized> Asked for Gate<T, true> {
    type Teller = Silent;
}

impl<T: ?Sized> Asked for Gate<T, false> {
    type Teller = T;
}

impl Silent {
    /// It passes.
    pub const __BULKHEAD_PASSED: bool = true;
}

/// Types that are no annotated structs. Those have a constant of this name, which comes
/// first, cannot be evaluated, and says why.
pub trait OrRefused {
    /// An error is made where it is taken.
    const __BULKHEAD_PASSED: bool = false;
}

impl<T: ?Sized> OrRefused for T {}

/// An assertion with its reason. `#[bulkhead]` leaves one for each that it is
/// given, so that tools can list them; see `docs/assertions.md`.
pub struct Assertion {
    /// What is asserted: a class or a boundary by its JavaScript name.
    pub of: &'static str,
    /// Why it holds.
    pub reason: &'static str,
    /// Where that is written, `file:line`.
    pub at: &'static str,
}

/// wasm-bindgen, except that what it asks of types in unwind builds has been asked already, or
/// been asserted, and that its catch is our boundary. The shims of exports use it.
pub mod bindgen {
    pub use wasm_bindgen::*;

    /// What shims call.
    pub mod __rt {
        pub use wasm_bindgen::__rt::*;

        /// What stands around all that a shim does. Natively there is none.
        #[cfg(target_family = "wasm")]
        pub use crate::boundary::boundary as maybe_catch_unwind;

        /// Asked by [`Ask`](super::super::Ask).
        #[inline(always)]
        pub fn ensure_ref_unwind_safe<T: ?Sized>() {}

        /// Asked by [`Ask`](super::super::Ask).
        #[inline(always)]
        pub fn ensure_unwind_safe<T: ?Sized>() {}
    }
}
