use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::registry::Registry;
use crate::SourceLocation;

/// A field that remembers that the struct around it is torn.
///
/// Put it into a struct that is exported with `#[bulkhead]`. When a `&mut self`
/// method, called from JavaScript, panics part-way, the object is poisoned: every
/// later call on it throws a JavaScript error with `name: "PoisonError"` and
/// `kind: "poison"`, which names the method that tore it. The same goes for an
/// async method whose future panics after an `await`, or is dropped before it
/// finished. A method that returns an `Err` has finished, and poisons nothing.
/// Other objects of the struct go on.
///
/// A call that takes `self` on a poisoned object throws too, and the object is
/// gone. What Rust calls is not guarded: Rust code has its own ways to look,
/// with [`is_poisoned`](Self::is_poisoned), and to repair.
///
/// Where the struct has fields with interior mutability that is not unwind safe,
/// such as a `RefCell`, a `&self` method that panics poisons it as well. On that
/// ground the struct is `RefUnwindSafe`, as long as each of its fields is
/// `UnwindSafe`: what an object shares with others, by an `Rc<RefCell<_>>` for
/// instance, no flag in the object can protect; a [`PoisonCell`] there can.
///
/// It takes four bytes, and a load and a branch for each call. It is `Send` and
/// `Sync`, and a clone of a poisoned value is poisoned.
///
/// # Example
///
/// ```
/// use wasm_bindgen::prelude::*;
/// use wasm_bulkhead::{bulkhead, Poison};
///
/// #[bulkhead]
/// #[wasm_bindgen]
/// #[derive(Default)]
/// pub struct Ledger {
///     entries: Vec<i64>,
///     total: i64,
///     poison: Poison,
/// }
///
/// #[bulkhead]
/// #[wasm_bindgen]
/// impl Ledger {
///     /// A panic in here poisons this ledger.
///     pub fn post(&mut self, amount: i64) {
///         self.entries.push(amount);
///         assert!(amount != 0, "an entry of nothing");
///         self.total += amount;
///     }
///
///     /// JavaScript can call this on a poisoned ledger too.
///     #[bulkhead(poisoned = admit)]
///     pub fn repair(&mut self) {
///         self.total = self.entries.iter().sum();
///         self.poison.clear_poison();
///     }
/// }
///
/// let mut ledger = Ledger::default();
/// ledger.post(5);
/// ledger.repair();
/// assert!(!ledger.poison.is_poisoned());
/// assert_eq!(ledger.poison.torn_by(), None);
/// ```
///
/// # Caveats
///
/// Only what `#[bulkhead]` guards is guarded: a `#[wasm_bindgen]` `impl` block of
/// the struct without it is a door without a lock. A body that moves its value
/// elsewhere, by [`mem::swap`](std::mem::swap) with another object, takes what is
/// torn out of this one's sight.
///
/// [`PoisonCell`]: crate::PoisonCell
#[derive(Default)]
pub struct Poison {
    /// A number of [`TORN`], or 0 when intact.
    torn: AtomicU32,
}

/// What tore the objects that ever were poisoned.
static TORN: Registry<TornBy> = Registry::new();

impl Poison {
    /// The flag of an intact value.
    pub const fn new() -> Self {
        Poison {
            torn: AtomicU32::new(0),
        }
    }

    /// Whether the value is torn.
    #[inline]
    pub fn is_poisoned(&self) -> bool {
        self.torn.load(Relaxed) != 0
    }

    /// Says that the value has been repaired, and lets calls in again.
    #[inline]
    pub fn clear_poison(&self) {
        self.torn.store(0, Relaxed);
    }

    /// What tore the value, if it is torn.
    pub fn torn_by(&self) -> Option<TornBy> {
        TORN.record(self.torn.load(Relaxed))
    }

    /// Poisons the value. What tore it first is kept, because what comes later
    /// may be nothing but its consequence.
    #[cold]
    pub(super) fn tear(&self, by: TornBy) {
        if !self.is_poisoned() {
            self.torn.store(TORN.number(by, u32::MAX), Relaxed);
        }
    }
}

/// A copy of a torn value is torn.
impl Clone for Poison {
    fn clone(&self) -> Self {
        Poison {
            torn: AtomicU32::new(self.torn.load(Relaxed)),
        }
    }
}

/// An intact value and a torn one differ, whatever tore it.
impl PartialEq for Poison {
    fn eq(&self, other: &Self) -> bool {
        self.is_poisoned() == other.is_poisoned()
    }
}

impl Eq for Poison {}

impl fmt::Debug for Poison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.torn_by() {
            Some(by) => write!(f, "Poison(torn by {by})"),
            None => f.write_str("Poison(intact)"),
        }
    }
}

/// What left a value torn.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TornBy {
    /// The JavaScript name of the entry that did not finish.
    pub boundary: &'static str,
    /// Where it panicked. Where it is in the source, if it was cut short without
    /// a panic that our panic hook saw: its future was dropped, or an exception
    /// of JavaScript passed through.
    pub location: SourceLocation,
}

impl fmt::Display for TornBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at {}", self.boundary, self.location)
    }
}

#[cfg(test)]
mod tests {
    use super::{Poison, TornBy};
    use crate::SourceLocation;
    use std::panic::{RefUnwindSafe, UnwindSafe};

    fn torn_by(boundary: &'static str) -> TornBy {
        TornBy {
            boundary,
            location: SourceLocation {
                file: "src/lib.rs".into(),
                line: 3,
                column: 5,
            },
        }
    }

    #[test]
    fn it_remembers_what_tore_it_first() {
        let poison = Poison::new();
        assert!(!poison.is_poisoned());
        assert_eq!(format!("{poison:?}"), "Poison(intact)");

        poison.tear(torn_by("Ledger.transfer"));
        poison.tear(torn_by("Ledger.close"));
        assert!(poison.is_poisoned());
        assert_eq!(poison.torn_by(), Some(torn_by("Ledger.transfer")));
        let said = "Poison(torn by `Ledger.transfer` at src/lib.rs:3:5)";
        assert_eq!(format!("{poison:?}"), said);
    }

    #[test]
    fn it_can_be_cleared_and_torn_again() {
        let poison = Poison::new();
        poison.tear(torn_by("a"));
        poison.clear_poison();
        assert_eq!(poison.torn_by(), None);
        poison.tear(torn_by("b"));
        assert_eq!(poison.torn_by(), Some(torn_by("b")));
    }

    #[test]
    fn a_clone_is_as_torn_as_its_original_and_separate() {
        let poison = Poison::new();
        assert_eq!(poison, poison.clone());
        poison.tear(torn_by("a"));
        let clone = poison.clone();
        assert_eq!(poison, clone);
        poison.clear_poison();
        assert_ne!(poison, clone);
        assert_eq!(clone.torn_by(), Some(torn_by("a")));
    }

    #[test]
    fn it_is_four_bytes_and_takes_no_trait_from_the_struct_around_it() {
        fn has_all<T: Send + Sync + UnwindSafe + RefUnwindSafe + Unpin + 'static>() {}
        has_all::<Poison>();
        assert_eq!(size_of::<Poison>(), 4);
    }
}
