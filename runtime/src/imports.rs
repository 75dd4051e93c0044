//! What the wrapper around an annotated import does.

use std::panic::{RefUnwindSafe, UnwindSafe};

#[cfg(not(panic = "unwind"))]
use crate::gate;

/// Goes on after an import has returned, or passes on what it threw.
#[cfg(panic = "unwind")]
#[inline(always)]
pub fn import<T>(returned: Result<T, wasm_bindgen::JsValue>) -> T {
    match returned {
        Ok(value) => value,
        Err(error) => rethrow(error),
    }
}

/// Goes on after an import has returned; what it threw has passed already.
#[cfg(not(panic = "unwind"))]
#[inline(always)]
pub fn import<T>(returned: T) -> T {
    caught_import(returned)
}

/// Goes on after an import whose exceptions the user catches.
///
/// But not in an instance that ended meanwhile, if the JavaScript in between
/// swallowed the error. In unwind builds wasm-bindgen's import wrappers see to
/// the same.
#[inline(always)]
pub fn caught_import<T>(returned: T) -> T {
    #[cfg(not(panic = "unwind"))]
    gate::pass();
    returned
}

/// Passes on what an annotated import threw.
///
/// Inside a boundary it travels as an unwinding that the boundary turns back
/// into the same value; outside of one nothing would do that, and it is thrown as
/// wasm-bindgen would.
#[cfg(panic = "unwind")]
#[cold]
#[inline(never)]
fn rethrow(error: wasm_bindgen::JsValue) -> ! {
    use crate::boundary::{throw_value, JsException};

    let number = crate::host::pass_on(&error);
    if crate::state::is_inside() {
        drop(error);
        std::panic::resume_unwind(Box::new(JsException(number)))
    }
    throw_value(error)
}

/// A closure that JavaScript may call until an import returns.
///
/// Whether it is unwind safe has been asked where the user passed it, so that
/// what wraps it may be taken for it.
pub struct Lent<'a, F>(&'a F);

impl<F> UnwindSafe for Lent<'_, F> {}
impl<F> RefUnwindSafe for Lent<'_, F> {}

impl<'a, F> Lent<'a, F> {
    /// To be called as long as it is borrowed.
    #[inline(always)]
    pub fn new(closure: &'a F) -> Self {
        Lent(closure)
    }

    /// What to call.
    #[inline(always)]
    pub fn get(&self) -> &F {
        self.0
    }
}

/// The same of a closure that changes what it captures.
pub struct LentMut<'a, F>(&'a mut F);

impl<F> UnwindSafe for LentMut<'_, F> {}
impl<F> RefUnwindSafe for LentMut<'_, F> {}

impl<'a, F> LentMut<'a, F> {
    /// To be called as long as it is borrowed.
    #[inline(always)]
    pub fn new(closure: &'a mut F) -> Self {
        LentMut(closure)
    }

    /// What to call.
    #[inline(always)]
    pub fn get(&mut self) -> &mut F {
        self.0
    }
}
