//! What the compiler itself finds unwind safe, by `UnwindSafe` alone.

use std::marker::PhantomData;

use crate::support::*;

fn is_safe<T: UnwindSafe>() {}

/// Has one implementation for types that are not unwind safe, and two for those that are: asking
/// which is then ambiguous, which is an error.
trait IsNotSafe<A> {
    fn asked() {}
}
impl<T: ?Sized> IsNotSafe<()> for T {}
impl<T: ?Sized + UnwindSafe> IsNotSafe<u8> for T {}

/// A type that is asked about when the program runs.
struct Of<T>(PhantomData<T>);

fn of<T>(_: fn() -> T) -> Of<T> {
    Of(PhantomData)
}

impl<T: UnwindSafe> Of<T> {
    fn is_safe(&self) -> bool {
        true
    }
}

/// Comes second to the method of the type's own, where that is to be had.
trait Otherwise {
    fn is_safe(&self) -> bool {
        false
    }
}
impl<T> Otherwise for Of<T> {}
