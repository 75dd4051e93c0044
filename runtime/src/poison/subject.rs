//! What expanded code calls on behalf of the objects that an entry was given.
//! Hidden; `expand/objects.rs` and `expand/subject.rs` of macros/ emit it.
//!
//! Everything here is asked of a type that the compiler knows, never of the
//! name that the user wrote for it: an inherent item that applies goes before
//! the item of a trait that always applies. So a `Poison` is found under any
//! name, and another library's `Poison` is none.

use std::marker::PhantomData;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use super::answer::Refusal;
use super::flag::{Poison, TornBy};
use crate::name::Name;

/// A struct with `#[bulkhead]` above it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `#[bulkhead]` above its struct",
    label = "not annotated"
)]
pub trait Subject: Sized + 'static {
    /// What is done with an object that was left torn.
    const ON_PANIC: OnPanic = OnPanic::Poison;
    /// Whether a shared reference is enough to tear it: whether a field has
    /// interior mutability that is not unwind safe.
    const INTERIOR: bool;
    /// Whether a field is a [`Poison`].
    const HAS_POISON: bool;
    /// Whether anything has to be done for an object at all.
    const IS_GUARDED: bool;
    /// What puts back how the object was.
    type Undo: Undo<Self>;

    /// The field, if there is one.
    fn poison(&self) -> Option<&Poison>;

    /// Called before each call that may tear the object.
    fn snapshot(&self) -> Self::Undo;
}

#[derive(Clone, Copy)]
pub enum OnPanic {
    /// Poisons the object if it has a [`Poison`].
    Poison,
    /// Puts back how it was before the call.
    Rollback,
    /// Ends the instance.
    Abort,
}

/// What is known of a field's type.
pub struct Field<T: ?Sized>(PhantomData<T>);

impl Field<Poison> {
    pub const IS_POISON: bool = true;

    pub fn poison(field: &Poison) -> Option<&Poison> {
        Some(field)
    }
}

impl<T: ?Sized + RefUnwindSafe> Field<T> {
    pub const INTERIOR: bool = false;
}

/// What is known of all other fields' types.
pub trait AnyField<T: ?Sized> {
    const IS_POISON: bool = false;
    const INTERIOR: bool = true;

    fn poison(_field: &T) -> Option<&Poison> {
        None
    }
}

impl<T: ?Sized> AnyField<T> for Field<T> {}

/// Is `RefUnwindSafe` when a struct with the fields `F`, a tuple, may be.
///
/// Without a [`Poison`] that is what the compiler says. With one, `&mut self`
/// methods cannot leave the object visibly torn, nor can `&self` methods,
/// because with [`Subject::INTERIOR`] they poison too. That holds for what the
/// object owns, so each field has to be `UnwindSafe`; an `Rc<RefCell<_>>` is not.
///
/// The lifetime keeps a bound of this type from being refused as one that
/// can be decided on the spot.
pub struct Owner<'a, const HAS_POISON: bool, F>(PhantomData<(&'a (), F)>);

impl<F: UnwindSafe> RefUnwindSafe for Owner<'_, true, F> {}
impl<F: RefUnwindSafe> RefUnwindSafe for Owner<'_, false, F> {}

/// What puts an object back.
pub trait Undo<T> {
    fn undo(self, object: &mut T);
}

/// Nothing to put back.
impl<T> Undo<T> for () {
    fn undo(self, _object: &mut T) {}
}

/// A copy from before the call.
pub struct PutBack<T>(T);

impl<T: Clone> PutBack<T> {
    pub fn of(object: &T) -> Self {
        PutBack(object.clone())
    }
}

impl<T> Undo<T> for PutBack<T> {
    fn undo(self, object: &mut T) {
        *object = self.0;
    }
}

/// What the user's own snapshot function made.
impl<T, F: FnOnce(&mut T)> Undo<T> for F {
    fn undo(self, object: &mut T) {
        self(object);
    }
}

/// What a snapshot function of the user's made, by a name that can be written.
pub type BoxedUndo<T> = Box<dyn FnOnce(&mut T)>;

/// Boxes what a snapshot function of the user's made.
pub fn boxed<T>(undo: impl FnOnce(&mut T) + 'static) -> BoxedUndo<T> {
    Box::new(undo)
}

/// The receiver or an argument of an entry.
pub struct Object<S>(pub S);

impl<T: Inspect> Object<&T> {
    /// Refuses the call if the object is poisoned.
    #[inline(always)]
    pub fn check(self, boundary: Name) -> Option<Refusal> {
        let poison = self.0.poisoned()?;
        Some(Refusal::new(boundary, poison))
    }
}

impl<'a, T: Subject> Object<&'a mut T> {
    /// Guards the object until [`Exclusive::leave`].
    #[inline(always)]
    #[track_caller]
    pub fn arm(self, boundary: Name) -> Exclusive<'a, T, T::Undo, false> {
        let undo = self.0.snapshot();
        Exclusive::new(self.0, undo, Site::here(boundary, T::ON_PANIC))
    }

    /// The same with a policy of this one method.
    #[inline(always)]
    #[track_caller]
    pub fn arm_rollback<U: Undo<T>>(self, boundary: Name, undo: U) -> Exclusive<'a, T, U, true> {
        Exclusive::new(self.0, undo, Site::here(boundary, OnPanic::Rollback))
    }
}

impl<'a, T: Subject> Object<&'a T> {
    /// Guards the object until [`Shared::leave`].
    #[inline(always)]
    #[track_caller]
    pub fn arm(self, boundary: Name) -> Shared<'a, T> {
        Shared {
            object: self.0,
            is_armed: T::INTERIOR,
            site: Site::here(boundary, T::ON_PANIC),
        }
    }

    /// Guards what the object shares with others, while a body consumes it.
    #[inline(always)]
    #[track_caller]
    pub fn arm_consumed(self, boundary: Name) -> Consumed<T> {
        Consumed {
            object: PhantomData,
            is_armed: T::INTERIOR && matches!(T::ON_PANIC, OnPanic::Abort),
            site: Site::here(boundary, T::ON_PANIC),
        }
    }
}

/// The same for all other types, where there is nothing to do.
pub trait AnyObject: Sized {
    type Any;

    #[inline(always)]
    fn check(self, _boundary: Name) -> Option<Refusal> {
        None
    }

    fn arm(self, boundary: Name) -> Unguarded<Self::Any>;

    #[inline(always)]
    fn arm_consumed(self, _boundary: Name) -> Unguarded<()> {
        Unguarded(())
    }
}

impl<S> AnyObject for Object<S> {
    type Any = S;

    #[inline(always)]
    fn arm(self, _boundary: Name) -> Unguarded<S> {
        Unguarded(self.0)
    }
}

/// Values that may be poisoned.
pub trait Inspect {
    /// Whether there is a flag in them.
    const MAY_BE_POISONED: bool;

    /// The first flag in it that is set.
    fn poisoned(&self) -> Option<&Poison>;
}

impl<T: Subject> Inspect for T {
    const MAY_BE_POISONED: bool = T::HAS_POISON;

    #[inline(always)]
    fn poisoned(&self) -> Option<&Poison> {
        self.poison().filter(|poison| poison.is_poisoned())
    }
}

impl<T: Inspect> Inspect for Option<T> {
    const MAY_BE_POISONED: bool = T::MAY_BE_POISONED;

    #[inline(always)]
    fn poisoned(&self) -> Option<&Poison> {
        self.as_ref().and_then(Inspect::poisoned)
    }
}

impl<T: Inspect> Inspect for Vec<T> {
    const MAY_BE_POISONED: bool = T::MAY_BE_POISONED;

    fn poisoned(&self) -> Option<&Poison> {
        self.iter().find_map(Inspect::poisoned)
    }
}

impl<T: Inspect> Inspect for Box<[T]> {
    const MAY_BE_POISONED: bool = T::MAY_BE_POISONED;

    fn poisoned(&self) -> Option<&Poison> {
        self.iter().find_map(Inspect::poisoned)
    }
}

/// The question whether a call may be refused because of a `T`.
pub struct Torn<T: ?Sized>(PhantomData<T>);

impl<T: Inspect> Torn<T> {
    pub const IS_POSSIBLE: bool = T::MAY_BE_POISONED;
}

/// The answer for all other types.
pub trait NeverTorn {
    const IS_POSSIBLE: bool = false;
}

impl<T: ?Sized> NeverTorn for Torn<T> {}

/// The guard of an object that a body may change. Dropped before
/// [`leave`](Self::leave), because a panic unwinds it or because the future
/// around it is dropped, it does as the policy says: that of the type, or of a method of its own.
pub struct Exclusive<'a, T: Subject, U: Undo<T>, const ROLLS_BACK: bool> {
    object: &'a mut T,
    /// Taken by `leave`.
    undo: Option<U>,
    site: Site,
}

impl<'a, T: Subject, U: Undo<T>, const ROLLS_BACK: bool> Exclusive<'a, T, U, ROLLS_BACK> {
    const ON_PANIC: OnPanic = match ROLLS_BACK {
        true => OnPanic::Rollback,
        false => T::ON_PANIC,
    };

    #[inline(always)]
    fn new(object: &'a mut T, undo: U, site: Site) -> Self {
        let undo = Some(undo);
        Exclusive { object, undo, site }
    }

    #[inline(always)]
    pub fn get(&mut self) -> &mut T {
        self.object
    }

    /// The body has returned.
    #[inline(always)]
    pub fn leave(mut self) {
        self.undo = None;
    }
}

impl<T: Subject, U: Undo<T>, const ROLLS_BACK: bool> Drop for Exclusive<'_, T, U, ROLLS_BACK> {
    #[inline(always)]
    fn drop(&mut self) {
        // Nothing of it is compiled for an object of which nothing has to be done.
        if const { T::IS_GUARDED || ROLLS_BACK } {
            if let Some(undo) = self.undo.take() {
                self.site.torn(self.object, undo, Self::ON_PANIC);
            }
        }
    }
}

/// The guard of an object that a body can change only inside.
pub struct Shared<'a, T: Subject> {
    object: &'a T,
    is_armed: bool,
    site: Site,
}

impl<'a, T: Subject> Shared<'a, T> {
    #[inline(always)]
    pub fn get(&mut self) -> &'a T {
        self.object
    }

    /// The body has returned.
    #[inline(always)]
    pub fn leave(mut self) {
        self.is_armed = false;
    }
}

impl<T: Subject> Drop for Shared<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_armed {
            self.site.torn_inside(self.object);
        }
    }
}

/// The guard of what an object that is no more shared with others.
pub struct Consumed<T: Subject> {
    object: PhantomData<T>,
    is_armed: bool,
    site: Site,
}

impl<T: Subject> Consumed<T> {
    /// The body has returned.
    #[inline(always)]
    pub fn leave(mut self) {
        self.is_armed = false;
    }
}

impl<T: Subject> Drop for Consumed<T> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_armed {
            self.site.abort();
        }
    }
}

/// The guard of nothing.
pub struct Unguarded<S>(S);

impl<T: ?Sized> Unguarded<&mut T> {
    #[inline(always)]
    pub fn get(&mut self) -> &mut T {
        self.0
    }
}

impl<'a, T: ?Sized> Unguarded<&'a T> {
    #[inline(always)]
    pub fn get(&mut self) -> &'a T {
        self.0
    }
}

impl<S> Unguarded<S> {
    #[inline(always)]
    pub fn leave(self) {}
}

/// Which call is guarded.
#[derive(Clone, Copy)]
struct Site {
    boundary: Name,
    /// Where the method is in the source.
    location: &'static Location<'static>,
}

impl Site {
    #[inline(always)]
    #[track_caller]
    fn here(boundary: Name, on_panic: OnPanic) -> Self {
        #[cfg(target_family = "wasm")]
        if matches!(on_panic, OnPanic::Abort) {
            crate::end_call::note_fatal(boundary);
        }
        #[cfg(not(target_family = "wasm"))]
        let _ = on_panic;
        let location = Location::caller();
        Site { boundary, location }
    }

    #[cold]
    #[inline(never)]
    fn torn<T: Subject, U: Undo<T>>(self, object: &mut T, undo: U, on_panic: OnPanic) {
        match on_panic {
            OnPanic::Poison => {
                self.poison(object);
            }
            // What cannot be put back stays torn.
            OnPanic::Rollback if put_back(object, undo) || self.poison(object) => {}
            OnPanic::Rollback | OnPanic::Abort => self.abort(),
        }
    }

    #[cold]
    #[inline(never)]
    fn torn_inside<T: Subject>(self, object: &T) {
        match T::ON_PANIC {
            OnPanic::Abort => self.abort(),
            OnPanic::Poison | OnPanic::Rollback => {
                self.poison(object);
            }
        }
    }

    /// Poisons the object; `false` if it has no flag.
    fn poison<T: Subject>(self, object: &T) -> bool {
        let poison = object.poison();
        if let Some(poison) = poison {
            poison.tear(TornBy {
                boundary: self.boundary.text(),
                location: struck_at().unwrap_or_else(|| self.location.into()),
            });
        }
        poison.is_some()
    }

    #[cold]
    fn abort(self) -> ! {
        #[cfg(panic = "unwind")]
        #[cfg(target_family = "wasm")]
        if std::thread::panicking() {
            crate::panic::end_unwinding();
        }
        let at = struck_at().unwrap_or_else(|| self.location.into());
        crate::abort(&format!(
            "`{}` at {at} left an object torn that must never be seen so",
            self.boundary.text()
        ))
    }
}

/// Whether the object is what it was before the call. Mostly this runs while a
/// panic unwinds, which a second one must not meet.
fn put_back<T>(object: &mut T, undo: impl Undo<T>) -> bool {
    // On a panic the object counts as torn.
    #[cfg(target_family = "wasm")]
    {
        let mut undo = Some(undo);
        crate::panic::contain(&mut || {
            if let Some(undo) = undo.take() {
                undo.undo(object);
            }
        })
    }
    #[cfg(not(target_family = "wasm"))]
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| undo.undo(object))).is_ok()
}

impl From<&Location<'_>> for crate::SourceLocation {
    fn from(location: &Location<'_>) -> Self {
        crate::SourceLocation {
            file: location.file().to_owned(),
            line: location.line(),
            column: location.column(),
        }
    }
}

/// Where the panic struck that unwinds now.
pub(super) fn struck_at() -> Option<crate::SourceLocation> {
    #[cfg(target_family = "wasm")]
    if std::thread::panicking() {
        return parse(&crate::host::part(crate::host::Part::Struck));
    }
    None
}

/// Reads `file:line:column`.
#[cfg(target_family = "wasm")]
pub(super) fn parse(place: &str) -> Option<crate::SourceLocation> {
    let mut parts = place.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = parts.next()?.to_owned();
    Some(crate::SourceLocation { file, line, column })
}
