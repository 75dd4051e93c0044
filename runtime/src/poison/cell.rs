use std::cell::UnsafeCell;
use std::cmp::Ordering;
use std::fmt;
use std::mem;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::ptr::NonNull;

use super::borrow::{Exclusive, Ref, RefMut, Shared, State};
use super::error::{PoisonError, TryBorrowError};

/// A [`RefCell`] that remembers that it may be torn.
///
/// It borrows as a `RefCell` does. When a panic unwinds a mutable borrow, the
/// change that it was made for may be half done, and the cell is poisoned: from
/// then on borrows fail and say where the borrow was made that was unwound,
/// until [`clear_poison`](Self::clear_poison) says that the value is in order.
/// Shared borrows poison nothing.
///
/// On that ground it is [`UnwindSafe`] and [`RefUnwindSafe`] for every `T`, as a
/// [`Mutex`](std::sync::Mutex) is and a `RefCell` is not. `Rc<PoisonCell<T>>` is
/// what closures and async functions can share where `Rc<RefCell<T>>` does not
/// compile with `panic = "unwind"`.
///
/// It is never larger than a `RefCell`, and its borrows cost as much but for two
/// looks at whether the thread is panicking.
///
/// # Example
///
/// ```
/// use std::panic;
/// use std::rc::Rc;
/// use wasm_bulkhead::PoisonCell;
///
/// let balances = Rc::new(PoisonCell::new([100, 0]));
///
/// // A `RefCell` could not be captured here.
/// let shared = Rc::clone(&balances);
/// let transfer = move |amount: i32| {
///     let mut balances = shared.borrow_mut();
///     balances[0] -= amount;
///     assert!(balances[0] >= 0, "not enough");
///     balances[1] += amount;
/// };
/// assert!(panic::catch_unwind(|| transfer(170)).is_err());
///
/// // The 170 are nowhere, and the cell tells.
/// assert!(balances.is_poisoned());
/// let error = balances.try_borrow().unwrap_err().to_string();
/// assert!(error.starts_with("poisoned: the mutable borrow made at "));
///
/// // Those who know what to do get at the value all the same.
/// use wasm_bulkhead::poison::TryBorrowError;
/// if let Err(TryBorrowError::Poisoned(error)) = balances.try_borrow_mut() {
///     *error.into_inner() = [100, 0];
///     balances.clear_poison();
/// }
/// assert_eq!(*balances.borrow(), [100, 0]);
/// ```
///
/// # Caveats
///
/// As with a mutex, these leave the cell as it is:
/// - a change through interior mutability within `T`, made by way of a shared
///   borrow; put the `PoisonCell` there instead;
/// - a change by way of [`get_mut`](Self::get_mut), which takes no borrow;
/// - a second panic that unwinds a borrow which was made while a first one
///   unwound already, and is caught within the destructor that made it;
/// - an end without a panic: a future that holds a borrow is dropped, a borrow is
///   forgotten, or a JavaScript exception passes through an import that is not
///   annotated with `#[bulkhead]`.
///
/// [`RefCell`]: std::cell::RefCell
pub struct PoisonCell<T: ?Sized> {
    state: State,
    value: UnsafeCell<T>,
}

impl<T> PoisonCell<T> {
    /// A cell with `value` in it.
    #[inline]
    pub const fn new(value: T) -> Self {
        PoisonCell {
            state: State::new(),
            value: UnsafeCell::new(value),
        }
    }

    /// The value, with no cell around it any more.
    ///
    /// # Panics
    ///
    /// If the cell is poisoned; see [`try_into_inner`](Self::try_into_inner).
    #[track_caller]
    pub fn into_inner(self) -> T {
        match self.try_into_inner() {
            Ok(value) => value,
            Err(error) => refuse(TryBorrowError::Poisoned(error)),
        }
    }

    /// The value, with no cell around it any more.
    ///
    /// # Errors
    ///
    /// If the cell is poisoned; the error has the value.
    pub fn try_into_inner(self) -> Result<T, PoisonError<T>> {
        let PoisonCell { state, value } = self;
        let value = value.into_inner();
        match state.is_poisoned() {
            false => Ok(value),
            true => Err(PoisonError::new(value, state.torn_at())),
        }
    }

    /// Puts `value` in, and takes out what was there.
    ///
    /// # Panics
    ///
    /// If the value is borrowed or the cell poisoned.
    #[track_caller]
    pub fn replace(&self, value: T) -> T {
        mem::replace(&mut *self.borrow_mut(), value)
    }

    /// Puts in what `make` makes of what is there, and takes that out. The cell
    /// is poisoned if `make` panics.
    ///
    /// # Panics
    ///
    /// If the value is borrowed or the cell poisoned.
    #[track_caller]
    pub fn replace_with(&self, make: impl FnOnce(&mut T) -> T) -> T {
        let value = &mut *self.borrow_mut();
        let made = make(value);
        mem::replace(value, made)
    }

    /// Exchanges the values of two cells.
    ///
    /// # Panics
    ///
    /// If one of the values is borrowed or one of the cells poisoned, or if both
    /// are the same cell.
    #[track_caller]
    pub fn swap(&self, other: &Self) {
        let mut mine = self.borrow_mut();
        match other.try_borrow_mut() {
            Ok(mut theirs) => mem::swap(&mut *mine, &mut *theirs),
            Err(error) => {
                // Nothing has changed, so this one must not be unwound.
                drop(mine);
                refuse(error)
            }
        }
    }

    /// Takes the value out, and puts the default in.
    ///
    /// # Panics
    ///
    /// If the value is borrowed or the cell poisoned.
    #[track_caller]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }
}

impl<T: ?Sized> PoisonCell<T> {
    /// Borrows the value; others may do the same meanwhile.
    ///
    /// # Panics
    ///
    /// If the value is mutably borrowed or the cell poisoned. What is borrowed
    /// more than 8 million times over counts as mutably borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow(&self) -> Ref<'_, T> {
        match self.try_borrow() {
            Ok(borrow) => borrow,
            Err(error) => refuse(error),
        }
    }

    /// Borrows the value; others may do the same meanwhile.
    ///
    /// # Errors
    ///
    /// If the value is mutably borrowed, or if the cell is poisoned; then the
    /// error has the borrow.
    #[inline]
    pub fn try_borrow(&self) -> Result<Ref<'_, T>, TryBorrowError<Ref<'_, T>>> {
        match Shared::of_intact(&self.state) {
            Some(borrow) => Ok(self.shared(borrow)),
            None => self.try_borrow_slowly(),
        }
    }

    #[cold]
    fn try_borrow_slowly(&self) -> Result<Ref<'_, T>, TryBorrowError<Ref<'_, T>>> {
        let borrow = Shared::new(&self.state).ok_or(TryBorrowError::Borrowed)?;
        let borrow = self.shared(borrow);
        match self.is_poisoned() {
            false => Ok(borrow),
            true => Err(PoisonError::new(borrow, self.torn_at()).into()),
        }
    }

    #[inline(always)]
    fn shared<'b>(&'b self, borrow: Shared<'b>) -> Ref<'b, T> {
        // SAFETY: `borrow` is counted by the state beside the value, which lives
        // as long as `self` is borrowed.
        unsafe { Ref::new(self.pointer(), borrow) }
    }

    /// Borrows the value, and excludes all others meanwhile.
    ///
    /// # Panics
    ///
    /// If the value is borrowed or the cell poisoned.
    #[inline]
    #[track_caller]
    pub fn borrow_mut(&self) -> RefMut<'_, T> {
        match self.try_borrow_mut() {
            Ok(borrow) => borrow,
            Err(error) => refuse(error),
        }
    }

    /// Borrows the value, and excludes all others meanwhile.
    ///
    /// # Errors
    ///
    /// If the value is borrowed, or if the cell is poisoned; then the error has
    /// the borrow.
    #[inline]
    #[track_caller]
    pub fn try_borrow_mut(&self) -> Result<RefMut<'_, T>, TryBorrowError<RefMut<'_, T>>> {
        let borrow = Exclusive::new(&self.state).ok_or(TryBorrowError::Borrowed)?;
        // SAFETY: as for `shared`.
        let borrow = unsafe { RefMut::new(self.pointer(), borrow) };
        match self.is_poisoned() {
            false => Ok(borrow),
            true => Err(PoisonError::new(borrow, self.torn_at()).into()),
        }
    }

    /// The value, by a reference that is exclusive without being counted.
    ///
    /// A panic while it is used does not poison the cell.
    ///
    /// # Panics
    ///
    /// If the cell is poisoned; see [`try_get_mut`](Self::try_get_mut).
    #[track_caller]
    pub fn get_mut(&mut self) -> &mut T {
        match self.try_get_mut() {
            Ok(value) => value,
            Err(error) => refuse(TryBorrowError::Poisoned(error)),
        }
    }

    /// The value, by a reference that is exclusive without being counted.
    ///
    /// # Errors
    ///
    /// If the cell is poisoned; the error has the reference.
    pub fn try_get_mut(&mut self) -> Result<&mut T, PoisonError<&mut T>> {
        let PoisonCell { state, value } = self;
        match state.is_poisoned() {
            false => Ok(value.get_mut()),
            true => Err(PoisonError::new(value.get_mut(), state.torn_at())),
        }
    }

    /// Where the value is. Nothing is checked or counted.
    pub fn as_ptr(&self) -> *mut T {
        self.value.get()
    }

    /// Whether the value may be torn.
    #[inline]
    pub fn is_poisoned(&self) -> bool {
        self.state.is_poisoned()
    }

    /// Says that the value is in order. While a mutable borrow lasts this can be
    /// said too; should that be unwound in turn, the cell is poisoned again.
    #[inline]
    pub fn clear_poison(&self) {
        self.state.clear_poison();
    }

    /// Where the mutable borrow was made that was unwound, if the cell is
    /// poisoned; see [`PoisonError::torn_at`].
    pub fn torn_at(&self) -> Option<&'static Location<'static>> {
        self.state.torn_at()
    }

    #[inline]
    fn pointer(&self) -> NonNull<T> {
        // SAFETY: it is the address of a part of `self`.
        unsafe { NonNull::new_unchecked(self.value.get()) }
    }
}

/// Panics without the access that `error` may have: if that were unwound too, it
/// would count as what tore the cell.
#[cold]
#[track_caller]
fn refuse<G>(error: TryBorrowError<G>) -> ! {
    let torn_at = match error {
        TryBorrowError::Borrowed => panic!("already borrowed"),
        TryBorrowError::Poisoned(error) => error.torn_at(),
    };
    panic!("{}", PoisonError::new((), torn_at))
}

/// What is unwound while it changes the value poisons the cell.
impl<T: ?Sized> UnwindSafe for PoisonCell<T> {}
/// As above: a change takes a mutable borrow.
impl<T: ?Sized> RefUnwindSafe for PoisonCell<T> {}

impl<T: Default> Default for PoisonCell<T> {
    fn default() -> Self {
        PoisonCell::new(T::default())
    }
}

impl<T> From<T> for PoisonCell<T> {
    fn from(value: T) -> Self {
        PoisonCell::new(value)
    }
}

/// Panics as [`borrow`](PoisonCell::borrow) does.
impl<T: Clone> Clone for PoisonCell<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        PoisonCell::new(self.borrow().clone())
    }
}

/// Panics as [`borrow`](PoisonCell::borrow) does.
impl<T: ?Sized + PartialEq> PartialEq for PoisonCell<T> {
    #[track_caller]
    fn eq(&self, other: &Self) -> bool {
        *self.borrow() == *other.borrow()
    }
}

impl<T: ?Sized + Eq> Eq for PoisonCell<T> {}

/// Panics as [`borrow`](PoisonCell::borrow) does.
impl<T: ?Sized + PartialOrd> PartialOrd for PoisonCell<T> {
    #[track_caller]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.borrow().partial_cmp(&*other.borrow())
    }
}

/// Panics as [`borrow`](PoisonCell::borrow) does.
impl<T: ?Sized + Ord> Ord for PoisonCell<T> {
    #[track_caller]
    fn cmp(&self, other: &Self) -> Ordering {
        self.borrow().cmp(&*other.borrow())
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for PoisonCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("PoisonCell");
        match self.try_borrow() {
            Ok(value) => fields.field("value", &&*value),
            Err(TryBorrowError::Poisoned(error)) => fields.field("value", &&**error.get_ref()),
            Err(TryBorrowError::Borrowed) => fields.field("value", &format_args!("<borrowed>")),
        };
        fields.field("poisoned", &self.is_poisoned()).finish()
    }
}
