//! What happens when a closure panics.

use std::marker::PhantomData;
use std::panic::UnwindSafe;

use crate::__private::{closure_boundary, closure_boundary_abort};
use crate::poison::closure::Poisoned;

/// What happens to a panic in a closure that JavaScript calls.
pub trait Verdict: Copy + 'static {
    type Guard: Guard;

    #[doc(hidden)]
    fn guard() -> Self::Guard;

    /// Whether the instance outlives it.
    #[doc(hidden)]
    fn is_catching(self) -> bool {
        true
    }
}

/// What a closure for JavaScript has inside, to run its body.
pub trait Guard: 'static {
    #[doc(hidden)]
    fn run<R>(&self, position: &'static str, body: impl FnOnce() -> R) -> R;
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

/// It is caught, and the closure is refused from then on.
#[derive(Clone, Copy, Debug)]
pub struct Poisoning;

/// It is nothing to us, for the closure is not handed to JavaScript.
#[derive(Clone, Copy, Debug)]
pub struct NotOurs;

/// Verdicts that need nothing to remember are their own guards.
macro_rules! guards {
    ($($verdict:ident: $boundary:path, $value:expr, $is_catching:expr;)*) => {$(
        impl Verdict for $verdict {
            type Guard = $verdict;

            #[inline(always)]
            fn guard() -> $verdict {
                $value
            }

            fn is_catching(self) -> bool {
                $is_catching
            }
        }

        impl Guard for $verdict {
            #[inline(always)]
            fn run<R>(&self, position: &'static str, body: impl FnOnce() -> R) -> R {
                $boundary(position, body)
            }
        }
    )*};
}

guards! {
    Catching: closure_boundary, Catching, true;
    Asserted: closure_boundary, Asserted(()), true;
    Aborting: closure_boundary_abort, Aborting, false;
    NotOurs: no_boundary, NotOurs, true;
}

#[inline(always)]
fn no_boundary<R>(_: &'static str, body: impl FnOnce() -> R) -> R {
    body()
}

impl Verdict for Poisoning {
    type Guard = Poisoned;

    #[inline(always)]
    fn guard() -> Poisoned {
        Poisoned::default()
    }
}

/// Where the type of a verdict is kept, for what follows to know it.
pub struct Slot<V>(PhantomData<fn() -> V>);

impl<V> Clone for Slot<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Slot<V> {}

impl<V> Slot<V> {
    #[inline(always)]
    #[allow(clippy::new_without_default, reason = "a default one has no use")]
    pub fn new() -> Self {
        Slot(PhantomData)
    }
}

impl<V: Verdict> Slot<V> {
    #[inline(always)]
    pub fn guard(self) -> V::Guard {
        V::guard()
    }
}

/// Puts the type of a verdict into a slot.
#[inline(always)]
pub fn decide<V: Verdict>(_: Slot<V>, _: V) {}

/// A closure that goes with the verdict `V`, which all do but for those that are
/// to be caught and captured something that the macro did not see.
#[diagnostic::on_unimplemented(
    message = "this closure captures something that is not unwind safe and that could not be asked beforehand [B017]",
    label = "say what a panic in it does: `closure!(abort …)` or `closure!(assert_unwind_safe = \"reason\", …)`",
    note = "not seen are a variable that holds a closure, unless `#[bulkhead]` is above the function, and a field behind a pointer, in a closure within another"
)]
pub trait Checked<V> {
    #[inline(always)]
    fn check(&self, _: Slot<V>) {}
}

#[diagnostic::do_not_recommend]
impl<F: UnwindSafe> Checked<Catching> for F {}

#[diagnostic::do_not_recommend]
impl<F> Checked<Asserted> for F {}

#[diagnostic::do_not_recommend]
impl<F> Checked<Aborting> for F {}

#[diagnostic::do_not_recommend]
impl<F> Checked<Poisoning> for F {}

#[diagnostic::do_not_recommend]
impl<F> Checked<NotOurs> for F {}

// The methods by which verdicts on several captures become one, and by which a
// capture speaks up. Expanded code has a deprecated `because_of_capture` for
// `Aborting`, spanned at the capture; where one of these is found nothing is said.
impl Catching {
    #[inline(always)]
    pub fn because_of_capture(self) -> Self {
        self
    }

    #[inline(always)]
    pub fn and<V: Verdict>(self, other: V) -> V {
        other
    }

    #[inline(always)]
    pub fn or_poisoning(self) -> Self {
        self
    }
}

impl Aborting {
    #[inline(always)]
    pub fn and<V: Verdict>(self, _: V) -> Self {
        self
    }

    #[inline(always)]
    pub fn or_poisoning(self) -> Poisoning {
        Poisoning
    }
}

impl NotOurs {
    /// Nothing is asked.
    #[inline(always)]
    pub fn verdict(&self) -> Self {
        *self
    }

    #[inline(always)]
    pub fn because_of_capture(self) -> Self {
        self
    }

    #[inline(always)]
    pub fn and<V: Verdict>(self, _: V) -> Self {
        self
    }

    #[inline(always)]
    pub fn or_poisoning(self) -> Self {
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

/// The verdicts on a closure that other closures capture.
#[derive(Clone, Copy)]
pub struct Verdicts<V, S> {
    /// When each is its only owner.
    pub owned: V,
    /// When it is behind an `Rc`.
    pub shared: S,
}

impl<V: Verdict, S: Verdict> Verdicts<V, S> {
    #[inline(always)]
    pub fn verdict(&self) -> V {
        self.owned
    }

    #[inline(always)]
    pub fn shared(self) -> Verdicts<S, S> {
        let shared = self.shared;
        let owned = shared;
        Verdicts { owned, shared }
    }
}
