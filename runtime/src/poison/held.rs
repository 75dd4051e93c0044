//! Which entries hold which objects, so that a call that cannot borrow an object
//! is told who has it.
//!
//! wasm-bindgen borrows an object before our shim begins, and throws a fixed text
//! when it cannot. The traits by which it does so are reached through
//! `__private::bindgen`, which has those of [`convert`] in their place.

use std::cell::{Cell, RefCell};

/// How many holders are remembered. Those beyond have no name.
const SLOTS: usize = 64;

thread_local! {
    static SLOTS_HELD: [Cell<Slot>; SLOTS] = const { [const { Cell::new(Slot::FREE) }; SLOTS] };
    /// How many slots, from the first on, may be taken.
    static IN_USE: Cell<usize> = const { Cell::new(0) };
    /// The texts that were thrown, one for each kind of conflict and holder.
    static TEXTS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// An object and who has borrowed it.
#[derive(Clone, Copy)]
struct Slot {
    address: usize,
    boundary: &'static str,
}

impl Slot {
    const FREE: Slot = Slot {
        address: 0,
        boundary: "",
    };
}

/// A borrow that is remembered until it is given back. In abort builds an
/// exception of JavaScript's that crosses a body leaves its object borrowed for
/// good, and its slot taken.
pub(super) struct Held {
    /// Beyond the last when there was none left.
    slot: usize,
}

impl Held {
    #[inline(always)]
    pub(super) fn new<T>(object: *const T, boundary: &'static str) -> Self {
        let slot = IN_USE.get();
        if slot < SLOTS {
            let address = object as usize;
            SLOTS_HELD.with(|slots| slots[slot].set(Slot { address, boundary }));
            IN_USE.set(slot + 1);
        }
        Held { slot }
    }

    /// Calls that are nested end in the opposite order, so mostly it is the last.
    #[inline(always)]
    pub(super) fn give_back(&self) {
        let is_last = IN_USE.get() == self.slot + 1;
        match is_last && !is_free(self.slot.wrapping_sub(1)) {
            true => IN_USE.set(self.slot),
            false => self.give_back_in_between(),
        }
    }

    #[cold]
    #[inline(never)]
    fn give_back_in_between(&self) {
        SLOTS_HELD.with(|slots| {
            if let Some(slot) = slots.get(self.slot) {
                slot.set(Slot::FREE);
            }
            let taken = slots[..IN_USE.get()]
                .iter()
                .rposition(|slot| slot.get().address != 0);
            IN_USE.set(taken.map_or(0, |last| last + 1));
        });
    }
}

#[inline(always)]
fn is_free(slot: usize) -> bool {
    SLOTS_HELD.with(|slots| slots.get(slot).is_some_and(|slot| slot.get().address == 0))
}

/// The text for a call that was given the object `handle` and cannot have it.
#[cold]
fn explain(text: &'static str, handle: usize) -> &'static str {
    use wasm_bindgen::__rt::{BORROW_ERROR, OWNERSHIP_ERROR};

    if text != BORROW_ERROR && text != OWNERSHIP_ERROR {
        return text;
    }
    match holder(handle) {
        Some(boundary) => kept(format!("{text}: `{boundary}` holds it")),
        None => text,
    }
}

/// Who holds the object in the cell at `handle`: it begins there, or behind the
/// cell's count of borrows.
fn holder(handle: usize) -> Option<&'static str> {
    let object = handle..=handle + 2 * size_of::<usize>();
    SLOTS_HELD.with(|slots| {
        let mut taken = slots[..IN_USE.get()].iter().rev().map(Cell::get);
        let found = taken.find(|slot| object.contains(&slot.address))?;
        Some(found.boundary)
    })
}

/// The text for as long as the program runs. There are no more of them than
/// boundaries in it.
fn kept(text: String) -> &'static str {
    TEXTS.with_borrow_mut(|texts| match texts.iter().find(|known| **known == text) {
        Some(known) => *known,
        None => {
            let text: &'static str = text.leak();
            texts.push(text);
            text
        }
    })
}

/// What shims take their arguments by: wasm-bindgen's own traits, but that an
/// error of theirs tells the holder.
pub mod convert {
    use std::borrow::Borrow;
    use std::ops::{Deref, DerefMut};

    pub use wasm_bindgen::convert::*;

    use super::explain;

    /// The object's handle, where `js` is one.
    #[inline(always)]
    fn handle<A>(js: &A) -> usize {
        match size_of::<A>() == size_of::<usize>() {
            // SAFETY: it has the size of a word, and all that JavaScript passes in
            // one is initialised and has no padding.
            true => unsafe { std::mem::transmute_copy::<A, usize>(js) },
            false => 0,
        }
    }

    pub trait FromWasmAbi: Sized {
        type Abi: WasmAbi;

        /// # Safety
        ///
        /// That of wasm-bindgen's own.
        unsafe fn try_from_abi(js: Self::Abi) -> Result<Self, &'static str>;
    }

    impl<T: wasm_bindgen::convert::FromWasmAbi> FromWasmAbi for T {
        type Abi = T::Abi;

        #[inline(always)]
        unsafe fn try_from_abi(js: T::Abi) -> Result<T, &'static str> {
            let handle = handle(&js);
            // SAFETY: the caller vouches for it.
            unsafe { T::try_from_abi(js) }.map_err(|text| explain(text, handle))
        }
    }

    macro_rules! borrowing {
        ($($name:ident: $method:ident, $bound:path;)*) => {$(
            pub trait $name {
                type Abi: WasmAbi;
                type Anchor: $bound;

                /// # Safety
                ///
                /// That of wasm-bindgen's own.
                unsafe fn $method(js: Self::Abi) -> Result<Self::Anchor, &'static str>;
            }

            #[diagnostic::do_not_recommend]
            impl<T: wasm_bindgen::convert::$name + ?Sized> $name for T {
                type Abi = T::Abi;
                type Anchor = T::Anchor;

                #[inline(always)]
                unsafe fn $method(js: T::Abi) -> Result<T::Anchor, &'static str> {
                    let handle = handle(&js);
                    // SAFETY: the caller vouches for it.
                    unsafe { T::$method(js) }.map_err(|text| explain(text, handle))
                }
            }
        )*};
    }

    borrowing! {
        RefFromWasmAbi: try_ref_from_abi, Deref<Target = Self>;
        RefMutFromWasmAbi: try_ref_mut_from_abi, DerefMut<Target = Self>;
        LongRefFromWasmAbi: try_long_ref_from_abi, Borrow<Self>;
    }
}

#[cfg(test)]
mod tests {
    use super::{explain, holder, Held, IN_USE, SLOTS};
    use wasm_bindgen::__rt::{BORROW_ERROR, NULL_ERROR};

    #[test]
    fn the_holder_is_found_by_the_cell_around_the_object() {
        let (cell, other) = ([0_usize; 8], [0_usize; 8]);
        let held = Held::new(&cell[1], "Ledger.save");
        let beside = Held::new(&other[1], "Ledger.close");
        let handle = (&raw const cell[0]) as usize;
        assert_eq!(holder(handle), Some("Ledger.save"));
        let text = format!("{BORROW_ERROR}: `Ledger.save` holds it");
        assert_eq!(explain(BORROW_ERROR, handle), text);
        assert_eq!(explain(NULL_ERROR, handle), NULL_ERROR);
        held.give_back();
        assert_eq!(holder(handle), None);
        assert_eq!(explain(BORROW_ERROR, handle), BORROW_ERROR);
        beside.give_back();
        assert_eq!(IN_USE.get(), 0);
    }

    #[test]
    fn no_slot_is_lost_whatever_the_order() {
        let objects = [0_u64; 5];
        for order in [
            [0, 1, 2, 3, 4],
            [4, 3, 2, 1, 0],
            [2, 0, 4, 1, 3],
            [3, 4, 1, 0, 2],
        ] {
            let held = objects.each_ref().map(|object| Held::new(object, "a"));
            for at in order {
                held[at].give_back();
            }
            assert_eq!(IN_USE.get(), 0, "{order:?}");
        }
    }

    #[test]
    fn who_finds_no_slot_is_not_remembered() {
        let objects = vec![0_u64; SLOTS + 2];
        let held: Vec<_> = objects
            .iter()
            .map(|object| Held::new(object, "a"))
            .collect();
        let beyond = (&raw const objects[SLOTS + 1]) as usize;
        assert_eq!(holder(beyond), None);
        held.iter().rev().for_each(Held::give_back);
        assert_eq!(IN_USE.get(), 0);
    }
}
