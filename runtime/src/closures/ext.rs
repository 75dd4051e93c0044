use std::cell::RefCell;
use std::panic::Location;

use wasm_bindgen::closure::{IntoWasmClosure, ScopedClosure, WasmClosure};

use super::{Aborting, Guarded};

/// What wasm-bindgen's `Closure` once had, and does not have any more.
pub trait ClosureExt<F>: Sized {
    /// Makes a closure whose panic ends the instance.
    ///
    /// For closures whose captures must not be seen again after a panic, and for
    /// captures that are not unwind safe. JavaScript gets an `InstanceAbortError`
    /// of kind `panic_abort`, and nothing in the instance runs again.
    /// wasm-bindgen's own `own_aborting` lets an opaque `WebAssembly.Exception`
    /// escape instead.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use std::{cell::Cell, rc::Rc};
    /// use wasm_bindgen::prelude::*;
    /// use wasm_bulkhead::ClosureExt;
    ///
    /// let count = Rc::new(Cell::new(0));
    /// let closure: Closure<dyn FnMut()> =
    ///     Closure::new_aborting(move || count.set(count.get() + 1));
    /// ```
    #[track_caller]
    fn new_aborting(closure: F) -> Self;
}

impl<T, F> ClosureExt<F> for ScopedClosure<'static, T>
where
    T: ?Sized + WasmClosure + Guarded,
    F: IntoWasmClosure<T> + 'static,
{
    fn new_aborting(closure: F) -> Self {
        let position = position(Location::caller());
        let closure = Box::new(closure).unsize();
        Self::wrap_assert_unwind_safe(closure.guarded(Aborting, position))
    }
}

thread_local! {
    static POSITIONS: RefCell<Vec<(&'static Location<'static>, &'static str)>> =
        const { RefCell::new(Vec::new()) };
}

/// The name of a boundary at `location`; as many are kept as there are places
/// in the source.
fn position(location: &'static Location<'static>) -> &'static str {
    POSITIONS.with_borrow_mut(|known| {
        let at = known.binary_search_by_key(&location, |(location, _)| location);
        let at = at.unwrap_or_else(|at| {
            known.insert(at, (location, location.to_string().leak()));
            at
        });
        known[at].1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_name() {
        let here = || Location::caller();
        let (one, two) = (here(), Location::caller());
        assert_eq!(position(one), format!("{one}"));
        assert!(std::ptr::eq(position(two), position(two)));
        assert_ne!(position(one), position(two));
    }
}
