use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::ptr::NonNull;
use std::thread;

use super::registry::Registry;

/// What a cell knows of its borrows, in one word, so that it is no larger than a
/// `RefCell`: the low byte is a number of [`PLACES`], or 0 when intact; the rest
/// counts borrows, exclusive ones downwards.
pub(super) struct State(Cell<i32>);

const ONE_BORROW: i32 = 1 << 8;
const PLACE: i32 = ONE_BORROW - 1;

const UNCOUNTABLE: &str = "so many borrows cannot be counted";

/// Where the mutable borrows were made that were unwound.
static PLACES: Registry<&'static Location<'static>> = Registry::new();

impl State {
    pub(super) const fn new() -> Self {
        State(Cell::new(0))
    }

    #[inline]
    pub(super) fn is_poisoned(&self) -> bool {
        self.0.get() & PLACE != 0
    }

    #[inline]
    pub(super) fn clear_poison(&self) {
        self.0.set(self.0.get() & !PLACE);
    }

    pub(super) fn torn_at(&self) -> Option<&'static Location<'static>> {
        PLACES.record((self.0.get() & PLACE) as u32)
    }

    /// Poisons the cell, unless it is: what came first is the cause.
    #[cold]
    fn tear(&self, at: &'static Location<'static>) {
        if !self.is_poisoned() {
            let number = PLACES.number(at, PLACE as u32);
            self.0.set(self.0.get() | number as i32);
        }
    }
}

/// One shared borrow in the count.
pub(super) struct Shared<'b> {
    state: &'b State,
}

impl<'b> Shared<'b> {
    /// As `new`, of an intact cell only, and in two instructions.
    #[inline(always)]
    pub(super) fn of_intact(state: &'b State) -> Option<Self> {
        const FEW_SHARED_BORROWS: i32 = (i32::MAX >> 1) & !PLACE;
        let now = state.0.get();
        if now & !FEW_SHARED_BORROWS != 0 {
            return None;
        }
        state.0.set(now + ONE_BORROW);
        Some(Shared { state })
    }

    pub(super) fn new(state: &'b State) -> Option<Self> {
        let now = state.0.get();
        // Negative as long as there is an exclusive borrow, whatever the place.
        let next = now.checked_add(ONE_BORROW).filter(|_| now >= 0)?;
        state.0.set(next);
        Some(Shared { state })
    }
}

impl Clone for Shared<'_> {
    #[inline]
    fn clone(&self) -> Self {
        Shared::new(self.state).expect(UNCOUNTABLE)
    }
}

impl Drop for Shared<'_> {
    #[inline]
    fn drop(&mut self) {
        self.state.0.set(self.state.0.get() - ONE_BORROW);
    }
}

/// One exclusive borrow in the count, or one of the parts into which it was
/// split.
pub(super) struct Exclusive<'b> {
    state: &'b State,
    /// Where it was made, unless a panic unwound already: a borrow that begins
    /// and ends in a destructor then is not itself unwound.
    made_at: Option<&'static Location<'static>>,
}

impl<'b> Exclusive<'b> {
    #[inline]
    #[track_caller]
    pub(super) fn new(state: &'b State) -> Option<Self> {
        let now = state.0.get();
        if now & !PLACE != 0 {
            return None;
        }
        state.0.set(now - ONE_BORROW);
        let here = Location::caller();
        let made_at = (!thread::panicking()).then_some(here);
        Some(Exclusive { state, made_at })
    }

    fn split(&self) -> Self {
        let next = self.state.0.get().checked_sub(ONE_BORROW);
        self.state.0.set(next.expect(UNCOUNTABLE));
        let Exclusive { state, made_at } = *self;
        Exclusive { state, made_at }
    }
}

impl Drop for Exclusive<'_> {
    #[inline]
    fn drop(&mut self) {
        self.state.0.set(self.state.0.get() + ONE_BORROW);
        if thread::panicking() {
            if let Some(at) = self.made_at {
                self.state.tear(at);
            }
        }
    }
}

/// A shared borrow of the value in a [`PoisonCell`](crate::PoisonCell), as
/// [`std::cell::Ref`].
pub struct Ref<'b, T: ?Sized> {
    // A pointer, because a reference would have to stay valid for as long as an
    // argument of this type is in scope, which is longer than until its drop.
    value: NonNull<T>,
    borrow: Shared<'b>,
}

impl<'b, T: ?Sized> Ref<'b, T> {
    /// # Safety
    ///
    /// `value` is what `borrow` counts, and valid for `'b`.
    #[inline]
    pub(super) unsafe fn new(value: NonNull<T>, borrow: Shared<'b>) -> Self {
        Ref { value, borrow }
    }

    /// One more borrow of the same.
    ///
    /// An associated function, as all here are, so that it hides no method of the
    /// value.
    #[allow(clippy::should_implement_trait, reason = "as std::cell::Ref has it")]
    pub fn clone(orig: &Ref<'b, T>) -> Ref<'b, T> {
        Ref {
            value: orig.value,
            borrow: orig.borrow.clone(),
        }
    }

    /// A borrow of a part of the value.
    pub fn map<U: ?Sized, F>(orig: Ref<'b, T>, part: F) -> Ref<'b, U>
    where
        F: FnOnce(&T) -> &U,
    {
        Ref {
            value: NonNull::from(part(&*orig)),
            borrow: orig.borrow,
        }
    }

    /// A borrow of a part of the value, if it has the part.
    ///
    /// # Errors
    ///
    /// The borrow as it was, when there is no such part.
    pub fn filter_map<U: ?Sized, F>(orig: Ref<'b, T>, part: F) -> Result<Ref<'b, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        match part(&*orig) {
            Some(value) => Ok(Ref {
                value: NonNull::from(value),
                borrow: orig.borrow,
            }),
            None => Err(orig),
        }
    }

    /// Borrows of two parts of the value.
    pub fn map_split<U: ?Sized, V: ?Sized, F>(
        orig: Ref<'b, T>,
        parts: F,
    ) -> (Ref<'b, U>, Ref<'b, V>)
    where
        F: FnOnce(&T) -> (&U, &V),
    {
        let (first, second) = parts(&*orig);
        let first = Ref {
            value: NonNull::from(first),
            borrow: orig.borrow.clone(),
        };
        let second = Ref {
            value: NonNull::from(second),
            borrow: orig.borrow,
        };
        (first, second)
    }
}

impl<T: ?Sized> Deref for Ref<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: by the promise to `new`, or as a part of such a value; while
        // the borrow is counted, no exclusive one begins.
        unsafe { self.value.as_ref() }
    }
}

/// Not poisoned when unwound, so what it leads to has to be safe by itself.
impl<T: ?Sized + RefUnwindSafe> UnwindSafe for Ref<'_, T> {}
impl<T: ?Sized + RefUnwindSafe> RefUnwindSafe for Ref<'_, T> {}

/// An exclusive borrow of the value in a [`PoisonCell`](crate::PoisonCell), as
/// [`std::cell::RefMut`]. When a panic unwinds it, the cell is poisoned.
pub struct RefMut<'b, T: ?Sized> {
    // A pointer for the reason that `Ref` gives.
    value: NonNull<T>,
    borrow: Exclusive<'b>,
    // `NonNull` alone would be covariant in `T`.
    marker: PhantomData<&'b mut T>,
}

impl<'b, T: ?Sized> RefMut<'b, T> {
    /// # Safety
    ///
    /// `value` is what `borrow` counts, and valid for `'b`.
    #[inline]
    pub(super) unsafe fn new(value: NonNull<T>, borrow: Exclusive<'b>) -> Self {
        RefMut {
            value,
            borrow,
            marker: PhantomData,
        }
    }

    /// A borrow of a part of the value.
    pub fn map<U: ?Sized, F>(mut orig: RefMut<'b, T>, part: F) -> RefMut<'b, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        let value = NonNull::from(part(&mut *orig));
        RefMut {
            value,
            borrow: orig.borrow,
            marker: PhantomData,
        }
    }

    /// A borrow of a part of the value, if it has the part.
    ///
    /// # Errors
    ///
    /// The borrow as it was, when there is no such part.
    pub fn filter_map<U: ?Sized, F>(mut orig: RefMut<'b, T>, part: F) -> Result<RefMut<'b, U>, Self>
    where
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        match part(&mut *orig).map(NonNull::from) {
            Some(value) => Ok(RefMut {
                value,
                borrow: orig.borrow,
                marker: PhantomData,
            }),
            None => Err(orig),
        }
    }

    /// Borrows of two parts of the value that do not overlap.
    pub fn map_split<U: ?Sized, V: ?Sized, F>(
        mut orig: RefMut<'b, T>,
        parts: F,
    ) -> (RefMut<'b, U>, RefMut<'b, V>)
    where
        F: FnOnce(&mut T) -> (&mut U, &mut V),
    {
        let borrow = orig.borrow.split();
        let (first, second) = parts(&mut *orig);
        let first = RefMut {
            value: NonNull::from(first),
            borrow,
            marker: PhantomData,
        };
        let second = RefMut {
            value: NonNull::from(second),
            borrow: orig.borrow,
            marker: PhantomData,
        };
        (first, second)
    }
}

impl<T: ?Sized> Deref for RefMut<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: by the promise to `new`, or as a part of such a value that no
        // other part overlaps; while the borrow is counted, no other begins.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for RefMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as for `deref`.
        unsafe { self.value.as_mut() }
    }
}

/// Unwinding what has taken it poisons the cell.
impl<T: ?Sized> UnwindSafe for RefMut<'_, T> {}
/// Through a reference to it only what `&T` allows can be changed.
impl<T: ?Sized + RefUnwindSafe> RefUnwindSafe for RefMut<'_, T> {}

macro_rules! formatted_as_the_value {
    ($($borrow:ident: $trait:ident),*) => {
        $(impl<T: ?Sized + fmt::$trait> fmt::$trait for $borrow<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).fmt(f)
            }
        })*
    };
}

formatted_as_the_value!(Ref: Debug, Ref: Display, RefMut: Debug, RefMut: Display);
