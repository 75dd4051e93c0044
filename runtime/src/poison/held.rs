//! Which entries hold which objects, so that a call that cannot borrow an object
//! is told who has it.
//!
//! wasm-bindgen borrows an object before our shim begins, and throws a fixed text
//! when it cannot. The traits by which it does so are reached through
//! `__private::bindgen`, which has those of [`convert`] in their place.

use std::cell::RefCell;

/// How many holders are remembered at most. In abort builds an exception of
/// JavaScript's that crosses a body leaves its object borrowed for good, and its
/// record with it.
const AT_MOST: usize = 256;

thread_local! {
    static HELD: RefCell<Vec<Held>> = const { RefCell::new(Vec::new()) };
    /// The texts that were thrown, one for each kind of conflict and holder.
    static TEXTS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

#[derive(PartialEq)]
struct Held {
    address: usize,
    boundary: &'static str,
}

impl Held {
    fn new<T>(object: *const T, boundary: &'static str) -> Self {
        let address = object as usize;
        Held { address, boundary }
    }
}

/// `boundary` has borrowed the object.
#[inline]
pub(super) fn hold<T>(object: *const T, boundary: &'static str) {
    HELD.with_borrow_mut(|held| {
        if held.len() == AT_MOST {
            held.remove(0);
        }
        held.push(Held::new(object, boundary));
    });
}

/// It gives it back.
#[inline]
pub(super) fn release<T>(object: *const T, boundary: &'static str) {
    let given_back = Held::new(object, boundary);
    HELD.with_borrow_mut(|held| {
        // Mostly the last: calls that are nested end in the opposite order.
        if let Some(at) = held.iter().rposition(|one| *one == given_back) {
            held.remove(at);
        }
    });
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
    HELD.with_borrow(|held| {
        let found = held.iter().rfind(|one| object.contains(&one.address))?;
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

    #[diagnostic::on_unimplemented(
        message = "the trait bound `{Self}: FromWasmAbi` is not satisfied",
        label = "JavaScript cannot pass it"
    )]
    pub trait FromWasmAbi: Sized {
        type Abi: WasmAbi;

        /// # Safety
        ///
        /// That of wasm-bindgen's own.
        unsafe fn try_from_abi(js: Self::Abi) -> Result<Self, &'static str>;
    }

    #[diagnostic::do_not_recommend]
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
