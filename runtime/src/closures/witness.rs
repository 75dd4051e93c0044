//! What is known of a captured value without having it: its type.

use std::marker::PhantomData;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, UnwindSafe};
use std::rc::Rc;
use std::sync::Arc;
use std::{array, slice};

use super::{Aborting, Catching};

/// Stands for a value of type `T`.
pub struct Witness<T: ?Sized>(PhantomData<fn() -> Box<T>>);

impl<T: ?Sized> Clone for Witness<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Witness<T> {}

impl<T: ?Sized> Witness<T> {
    /// A witness whose type is inferred from elsewhere.
    #[inline(always)]
    #[allow(clippy::new_without_default, reason = "a default one has no use")]
    pub fn new() -> Self {
        Witness(PhantomData)
    }

    /// The witness of a value.
    #[inline(always)]
    pub fn of(_: &T) -> Self {
        Witness(PhantomData)
    }

    /// The witness of a shared owner's view of the value: what is behind an `Rc`
    /// is reached from both sides of a panic.
    #[inline(always)]
    pub fn shared<'a>(self) -> Witness<&'a T> {
        Witness(PhantomData)
    }
}

/// First choice: the value may cross a caught panic. It is also the choice as long
/// as nothing is known of the type, which then has to turn out that way.
#[diagnostic::on_unimplemented(
    message = "this capture is not unwind safe, and its type was not known yet when that was asked [B017]",
    label = "write the type where the variable is bound"
)]
pub trait AskUnwindSafe {
    #[doc(hidden)]
    fn verdict(&self) -> Catching;
}

#[diagnostic::do_not_recommend]
impl<T: UnwindSafe + ?Sized> AskUnwindSafe for Witness<T> {
    #[inline(always)]
    fn verdict(&self) -> Catching {
        Catching
    }
}

/// Second choice, because it takes one more reference to get to.
pub trait AskAnything {
    #[doc(hidden)]
    fn verdict(&self) -> Aborting;
}

impl<T: ?Sized> AskAnything for &Witness<T> {
    #[inline(always)]
    fn verdict(&self) -> Aborting {
        Aborting
    }
}

/// What a closure captures when it uses the field `U` of a `T` that is known to
/// be a pointer without fields of its own: the pointer.
///
/// A closure captures the longest path of fields in front of the first
/// dereference; whether one is a dereference, only its type tells. The second
/// method is for fields with the name `0`.
pub trait ViaPointer<T: ?Sized> {
    #[doc(hidden)]
    fn __bulkhead_via<U: ?Sized>(&self, field: Witness<U>) -> Witness<T>;
    #[doc(hidden)]
    fn __bulkhead_via_0<U: ?Sized>(&self, field: Witness<U>) -> Witness<T> {
        self.__bulkhead_via(field)
    }
}

macro_rules! pointers {
    ($([$($lifetime:lifetime)?] $pointer:ty),*) => {$(
        impl<$($lifetime,)? T: ?Sized> ViaPointer<$pointer> for &&Witness<$pointer> {
            #[inline(always)]
            fn __bulkhead_via<U: ?Sized>(&self, _: Witness<U>) -> Witness<$pointer> {
                Witness::new()
            }
        }
    )*};
}

pointers!(['a] &'a T, ['a] &'a mut T, [] Box<T>, [] Rc<T>, [] Arc<T>);

/// `AssertUnwindSafe` is a pointer with one field of its own, named `0`.
pub trait ViaAssertion<T> {
    #[doc(hidden)]
    fn __bulkhead_via<U: ?Sized>(&self, field: Witness<U>) -> Witness<AssertUnwindSafe<T>>;
    #[doc(hidden)]
    fn __bulkhead_via_0<U: ?Sized>(&self, field: Witness<U>) -> Witness<U>;
}

impl<T> ViaAssertion<T> for &&Witness<AssertUnwindSafe<T>> {
    #[inline(always)]
    fn __bulkhead_via<U: ?Sized>(&self, _: Witness<U>) -> Witness<AssertUnwindSafe<T>> {
        Witness::new()
    }
    #[inline(always)]
    fn __bulkhead_via_0<U: ?Sized>(&self, field: Witness<U>) -> Witness<U> {
        field
    }
}

/// What it captures of a `T` that dereferences and may have fields too: one or
/// the other, so both must be safe.
pub trait ViaDeref<T> {
    #[doc(hidden)]
    fn __bulkhead_via<U>(&self, field: Witness<U>) -> Witness<(T, U)>;
    #[doc(hidden)]
    fn __bulkhead_via_0<U>(&self, field: Witness<U>) -> Witness<(T, U)> {
        self.__bulkhead_via(field)
    }
}

impl<T: Deref> ViaDeref<T> for &Witness<T> {
    #[inline(always)]
    fn __bulkhead_via<U>(&self, _: Witness<U>) -> Witness<(T, U)> {
        Witness::new()
    }
}

/// What it captures of any other `T`: the field alone.
pub trait ViaOwn {
    #[doc(hidden)]
    fn __bulkhead_via<U: ?Sized>(&self, field: Witness<U>) -> Witness<U>;
    #[doc(hidden)]
    fn __bulkhead_via_0<U: ?Sized>(&self, field: Witness<U>) -> Witness<U> {
        self.__bulkhead_via(field)
    }
}

impl<T: ?Sized> ViaOwn for Witness<T> {
    #[inline(always)]
    fn __bulkhead_via<U: ?Sized>(&self, field: Witness<U>) -> Witness<U> {
        field
    }
}

/// What a closure captures of a variable whose field it uses: the whole variable
/// before the edition of 2021, since then the part.
///
/// Asked of what `[()].into_iter()` is in the edition of the closure, which is
/// the one thing that tells types apart by it.
pub trait Edition<T: ?Sized, U: ?Sized> {
    #[doc(hidden)]
    type Captured: ?Sized;
    #[doc(hidden)]
    fn __bulkhead_captured(&self, whole: Witness<T>, part: Witness<U>) -> Witness<Self::Captured>;
}

impl<T: ?Sized, U: ?Sized> Edition<T, U> for slice::Iter<'_, ()> {
    type Captured = T;
    #[inline(always)]
    fn __bulkhead_captured(&self, whole: Witness<T>, _: Witness<U>) -> Witness<T> {
        whole
    }
}

impl<T: ?Sized, U: ?Sized> Edition<T, U> for array::IntoIter<(), 1> {
    type Captured = U;
    #[inline(always)]
    fn __bulkhead_captured(&self, _: Witness<T>, part: Witness<U>) -> Witness<U> {
        part
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::panic::RefUnwindSafe;

    use super::super::Verdict;
    use super::*;

    /// Whether the witness of a value lets a panic be caught.
    macro_rules! is_catching {
        ($witness:expr) => {
            (&$witness).verdict().is_catching()
        };
    }

    struct Both {
        shared: Rc<Cell<i32>>,
        plain: i32,
    }

    /// A pointer of the user's own, with a field.
    struct Handle(i32, Box<Both>);

    impl Deref for Handle {
        type Target = Both;
        fn deref(&self) -> &Both {
            &self.1
        }
    }

    fn both() -> Both {
        let shared = Rc::default();
        Both { shared, plain: 1 }
    }

    #[test]
    #[allow(clippy::needless_borrow, reason = "this is how one asks")]
    fn the_type_decides() {
        let mut later = Vec::new();
        assert!(is_catching!(Witness::of(&1)));
        assert!(is_catching!(Witness::of(&later)));
        assert!(is_catching!(Witness::of(&RefCell::new(1))));
        assert!(is_catching!(Witness::of(&AssertUnwindSafe(both()))));
        assert!(!is_catching!(Witness::of(&both())));
        assert!(!is_catching!(Witness::of(&&mut 1)));
        assert!(!is_catching!(Witness::of(&RefCell::new(1)).shared()));
        later.push(1);
    }

    #[test]
    fn type_parameters_are_not_known_to_be_safe() {
        fn generic<T>(value: &T) -> bool {
            is_catching!(Witness::of(value))
        }
        fn bounded<T: UnwindSafe + RefUnwindSafe>(value: &T) -> bool {
            is_catching!(Witness::of(value))
        }
        assert!(!generic(&1));
        assert!(bounded(&1));
    }

    #[test]
    fn a_field_is_captured_alone_unless_it_is_behind_a_pointer() {
        macro_rules! via {
            ($owner:expr, $($field:tt)*) => {
                (&&&Witness::of(&$owner)).__bulkhead_via(Witness::of(&$owner.$($field)*))
            };
        }
        let (own, boxed) = (both(), Box::new(both()));
        assert!(is_catching!(via!(own, plain)));
        assert!(!is_catching!(via!(own, shared)));
        assert!(!is_catching!(via!(boxed, plain)));
        assert!(!is_catching!(via!(Rc::new(both()), plain)));
        let asserted = AssertUnwindSafe(both());
        assert!(is_catching!(via!(asserted, shared)));
        let handle = Handle(1, Box::new(both()));
        assert!(
            !is_catching!(via!(handle, plain)),
            "it may be behind the handle"
        );
        assert_eq!(handle.0, 1);
        let opened = (&&&Witness::of(&asserted)).__bulkhead_via_0(Witness::of(&asserted.0));
        assert!(!is_catching!(opened));
    }
}
