//! What happens when a closure panics.

use std::panic::UnwindSafe;

use crate::__private::{closure_boundary, closure_boundary_abort};

/// What happens to a panic in a closure that JavaScript calls.
pub trait Verdict: Copy + UnwindSafe + 'static {
    #[doc(hidden)]
    fn run<R>(self, position: &'static str, body: impl FnOnce() -> R) -> R;

    /// Whether the instance outlives it.
    #[doc(hidden)]
    fn is_catching(self) -> bool;
}

/// It is caught; the captures are unwind safe, which the constructor checks.
#[derive(Clone, Copy, Debug)]
pub struct Catching;

/// It is caught; the user answers for the captures.
#[derive(Clone, Copy, Debug)]
pub struct Asserted(());

/// It ends the instance.
#[derive(Clone, Copy, Debug)]
pub struct Aborting;

impl Verdict for Catching {
    #[inline(always)]
    fn run<R>(self, position: &'static str, body: impl FnOnce() -> R) -> R {
        closure_boundary(position, body)
    }

    fn is_catching(self) -> bool {
        true
    }
}

impl Verdict for Asserted {
    #[inline(always)]
    fn run<R>(self, position: &'static str, body: impl FnOnce() -> R) -> R {
        closure_boundary(position, body)
    }

    fn is_catching(self) -> bool {
        true
    }
}

impl Verdict for Aborting {
    #[inline(always)]
    fn run<R>(self, position: &'static str, body: impl FnOnce() -> R) -> R {
        closure_boundary_abort(position, body)
    }

    fn is_catching(self) -> bool {
        false
    }
}

/// Runs the body of a closure as its verdict has it.
#[inline(always)]
pub fn run<V: Verdict, R>(verdict: V, position: &'static str, body: impl FnOnce() -> R) -> R {
    verdict.run(position, body)
}

/// A closure that goes with the verdict `V`, which all do but for those that are
/// to be caught and captured something that the macro did not see.
#[diagnostic::on_unimplemented(
    message = "this closure captures something that is not unwind safe and that could not be asked beforehand [B017]",
    label = "say what a panic in it does: `closure!(abort …)` or `closure!(assert \"reason\", …)`",
    note = "not seen are a variable that holds a closure, unless `#[bulkhead]` is above the function, and a field behind a pointer, in a closure within another"
)]
pub trait Checked<V>: Sized {
    #[doc(hidden)]
    #[inline(always)]
    fn __bulkhead_checked(self, _: V) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<F: UnwindSafe> Checked<Catching> for F {}

#[diagnostic::do_not_recommend]
impl<F> Checked<Asserted> for F {}

#[diagnostic::do_not_recommend]
impl<F> Checked<Aborting> for F {}

// The methods by which verdicts on several captures become one, and by which a
// capture speaks up. Expanded code has a deprecated `because_of_capture` for
// `Aborting`, spanned at the capture; where this one is found nothing is said.
impl Catching {
    #[doc(hidden)]
    #[inline(always)]
    pub fn because_of_capture(self) -> Self {
        self
    }

    #[doc(hidden)]
    #[inline(always)]
    pub fn __bulkhead_and<V: Verdict>(self, other: V) -> V {
        other
    }
}

impl Aborting {
    #[doc(hidden)]
    #[inline(always)]
    pub fn __bulkhead_and<V: Verdict>(self, _: V) -> Self {
        self
    }
}

impl Asserted {
    /// The reason is in the source, where tools find it.
    #[inline(always)]
    pub const fn because(_reason: &'static str) -> Self {
        Asserted(())
    }
}
