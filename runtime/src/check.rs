//! What is asked of the types that exports take, on every target and in every
//! build. The bounds are those of wasm-bindgen in unwind builds, no stricter.
//!
//! rustc underlines the type of which a trait is asked and says what stands
//! here. That the bounds are those of std is kept out of the messages, which
//! would otherwise list everything on the way to the cell in question.

use std::panic::{RefUnwindSafe, UnwindSafe};

/// The type behind the receiver of a method.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not unwind safe: a panic in a method could leave it torn for the next call [B018]",
    label = "make a `Cell` or `RefCell` in it a `PoisonCell`, a `dyn Fn()` in it `dyn Fn() + UnwindSafe + RefUnwindSafe`",
    note = "or say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]`"
)]
pub trait BehindReceiver {
    /// Asked for to be checked.
    const CHECKED: () = ();
}

/// The type behind the receiver of methods some of which are async.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not unwind safe: a panic or a dropped future could leave it torn for the next call [B018]",
    label = "give it a field of type `Poison`, which also notices a future that is dropped, or make a `Cell` or `RefCell` in it a `PoisonCell`",
    note = "or say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]`"
)]
pub trait AwaitedReceiver {
    /// Asked for to be checked.
    const CHECKED: () = ();
}

/// The type behind a reference that an export takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not unwind safe: a panic could leave torn what JavaScript keeps [B018]",
    label = "take it by value, or make a `Cell` or `RefCell` in it a `PoisonCell`",
    note = "or say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]`"
)]
pub trait BehindReference {
    /// Asked for to be checked.
    const CHECKED: () = ();
}

/// A type that an export takes by value.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not unwind safe: a panic could leave torn what it shares with others [B018]",
    label = "make an `Rc<RefCell<_>>` in it an `Rc<PoisonCell<_>>`, a `dyn Fn()` in it `dyn Fn() + UnwindSafe`",
    note = "or say why nothing is left torn: `#[bulkhead(assert_unwind_safe = \"…\")]`"
)]
pub trait Passed<T> {
    /// Asked for to be checked.
    const CHECKED: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: RefUnwindSafe + ?Sized> BehindReceiver for &T {}

#[diagnostic::do_not_recommend]
impl<T: RefUnwindSafe + ?Sized> AwaitedReceiver for &T {}

#[diagnostic::do_not_recommend]
impl<T: RefUnwindSafe + ?Sized> BehindReference for &T {}

#[diagnostic::do_not_recommend]
impl<T: RefUnwindSafe + ?Sized> BehindReference for &mut T {}

#[diagnostic::do_not_recommend]
impl<T: UnwindSafe> Passed<T> for (T,) {}

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

        /// Asked by [`BehindReceiver`](super::super::BehindReceiver) and the like.
        #[inline(always)]
        pub fn ensure_ref_unwind_safe<T: ?Sized>() {}

        /// Asked by [`Passed`](super::super::Passed).
        #[inline(always)]
        pub fn ensure_unwind_safe<T: ?Sized>() {}
    }
}
