//! What a panic does in a closure for JavaScript, and the constructors.
//!
//! wasm-bindgen has constructors that take only closures that are
//! [`UnwindSafe`](std::panic::UnwindSafe), and others that take all. Every closure
//! gets a boundary of ours inside, which does what its captures allow, so here all go
//! to the latter. What expanded code asks is decided by the types of the captures
//! alone, on every target and with any panic strategy the same.

#[doc(hidden)]
mod constructor;
mod ext;
mod guarded;
#[doc(hidden)]
mod kind;
#[doc(hidden)]
mod verdict;
mod witness;

pub use constructor::{constructor, constructor_of, Itself, OrTheirs, Ours};
pub use ext::ClosureExt;
pub use guarded::Guarded;
pub use kind::{Kind, Once, OnceIntoJs, Own, Wrap};
pub use verdict::{
    decide, Aborting, Asserted, Catching, Checked, Guard, NotOurs, Poisoning, Slot, Verdict,
    Verdicts,
};
pub use wasm_bindgen::closure::{Closure, ScopedClosure};
pub use witness::{
    AskAnything, AskUnwindSafe, Edition, ViaAssertion, ViaDeref, ViaOwn, ViaPointer, Witness,
};

/// Makes a closure for JavaScript, whose panics stay in the call that caused them.
///
/// If everything the closure captures is unwind safe, a panic in it is caught
/// and thrown as a `PanicError`, and the instance lives on. If not, a panic ends
/// the instance, and the compiler warns at the capture (as `deprecated`, which
/// can be denied). Natively and in builds where panics abort the choice is made
/// and the warning given all the same.
///
/// What stands in front of the closure, in any order:
///
/// - `dyn Fn(A) -> R` or `dyn FnMut(A) -> R`: the type behind the [`Closure`]. It
///   also gives the parameters their types. Left out, it is the `dyn FnMut` that
///   the closure itself looks like.
/// - `once`: the closure may be called once, and may consume its captures.
/// - `abort`: a panic ends the instance, and that is meant.
/// - `assert_unwind_safe = "reason"`: a panic is caught, because of the reason.
///
/// # Example
///
/// ```no_run
/// use std::{cell::Cell, rc::Rc};
/// use wasm_bindgen::prelude::*;
/// use wasm_bulkhead::closure;
///
/// let greeting = String::from("hello");
/// let greet = closure!(dyn Fn(i32) -> String, move |n| greeting.repeat(n as usize));
/// let count = Rc::new(Cell::new(0));
/// let counter = closure!(assert_unwind_safe = "a number is never torn", move || count.set(count.get() + 1));
/// let stop = closure!(once abort move |reason: String| panic!("{reason}"));
/// # let _: (Closure<dyn Fn(i32) -> String>, Closure<dyn FnMut()>) = (greet, counter);
/// # let _: Closure<dyn FnMut(String)> = stop;
/// ```
///
/// # Lent closures
///
/// What JavaScript calls only while Rust waits is lent rather than handed over:
/// by `&dyn Fn` and `&mut dyn FnMut` arguments of imports, which `#[bulkhead]` on
/// the import block guards, and by wasm-bindgen's [`ScopedClosure::borrow`] and
/// [`borrow_mut`](ScopedClosure::borrow_mut), which are left as they are. In unwind
/// builds those take what is unwind safe, their siblings in `_aborting` and
/// `_assert_unwind_safe` the rest. They have no boundary: a panic in one is thrown
/// by wasm-bindgen, as a `PanicError` that has neither `kind` nor `boundary`.
///
/// ```no_run
/// use wasm_bindgen::prelude::*;
/// use wasm_bulkhead::bulkhead;
///
/// #[bulkhead]
/// #[wasm_bindgen]
/// extern "C" {
///     fn each(items: Vec<u32>, visit: &ScopedClosure<'_, dyn FnMut(u32)>);
/// }
///
/// #[bulkhead]
/// #[wasm_bindgen]
/// pub fn sum(items: Vec<u32>) -> u32 {
///     let mut sum = 0;
///     let mut add = |item| sum += item;
///     each(items, &ScopedClosure::borrow_mut_assert_unwind_safe(&mut add));
///     sum
/// }
/// ```
///
/// # Caveats
///
/// Below `#[bulkhead]` the macro has seen which names are local variables, and
/// takes the types of a closure in a variable from where that is written.
/// Elsewhere it takes for variables all names that begin with a small letter and
/// are not called like a function. A captured closure that is only called is
/// then overlooked; if it is not unwind safe, that is a compile error. And what is
/// itself a variable needs its `dyn` type, or to be used where that is clear.
#[macro_export]
macro_rules! closure {
    ($($closure:tt)*) => {
        $crate::__private::__closure!($crate; $($closure)*)
    };
}
