//! A closure that is refused once a panic has left torn what it captures. Hidden, as
//! `subject`.

use crate::closures::Guard;

#[cfg(not(all(target_family = "wasm", panic = "unwind")))]
mod unremembered {
    use super::Guard;

    /// What a closure has inside that would remember a panic, if anything went on
    /// after it.
    #[derive(Default)]
    pub struct Poisoned(());

    impl Guard for Poisoned {
        #[inline(always)]
        fn run<R>(&self, position: &'static str, body: impl FnOnce() -> R) -> R {
            crate::__private::closure_boundary_abort(position, body)
        }
    }
}

#[cfg(all(target_family = "wasm", panic = "unwind"))]
mod remembered {
    use super::super::flag::{Poison, TornBy};
    use super::super::subject::{parse, struck_at};
    use super::Guard;

    /// What a closure has inside that remembers a panic.
    #[derive(Default)]
    pub struct Poisoned(Poison);

    impl Guard for Poisoned {
        #[inline]
        fn run<R>(&self, position: &'static str, body: impl FnOnce() -> R) -> R {
            crate::__private::closure_boundary(position, || {
                // Less the NUL that boundaries end with.
                let position = position.trim_end_matches('\0');
                if let Some(by) = self.0.torn_by() {
                    refuse(position, &by);
                }
                let call = Call {
                    poison: &self.0,
                    position,
                };
                let value = body();
                std::mem::forget(call);
                value
            })
        }
    }

    /// A call that has not returned. Dropped, it was cut short.
    struct Call<'a> {
        poison: &'a Poison,
        position: &'static str,
    }

    impl Drop for Call<'_> {
        #[cold]
        fn drop(&mut self) {
            let position = self.position;
            // An exception of JavaScript's that passes through struck nowhere here.
            if let Some(location) = struck_at().or_else(|| parse(position)) {
                let boundary = position;
                self.poison.tear(TornBy { boundary, location });
            }
        }
    }

    /// Throws a `PoisonError` at the caller of the closure.
    #[cold]
    #[inline(never)]
    fn refuse(position: &str, by: &TornBy) {
        let at = &by.location;
        let message =
            format!("the closure at `{position}` was refused: it was left torn by a panic at {at}");
        let error = crate::host::torn::poisoned(&message, position, by);
        crate::imports::import::<()>(Err(error));
    }
}

#[cfg(all(target_family = "wasm", panic = "unwind"))]
pub(crate) use remembered::Poisoned;
#[cfg(not(all(target_family = "wasm", panic = "unwind")))]
pub(crate) use unremembered::Poisoned;
