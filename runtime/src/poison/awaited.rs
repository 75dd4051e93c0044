//! Which entries hold an object across awaits, so that a call that cannot borrow one is told.
//!
//! Who holds an object within a call, JavaScript knows by the calls on its stack.

use std::cell::RefCell;

use crate::name::Name;

thread_local! {
    static HOLDERS: RefCell<Vec<Name>> = const { RefCell::new(Vec::new()) };
}

/// A borrow that lasts until the future that has it is dropped.
pub struct Awaited(Name);

impl Awaited {
    /// The entry called `name` has begun to hold its objects.
    pub fn by(name: Name) -> Self {
        #[cfg(target_family = "wasm")]
        crate::state::set_task(crate::state::Task::Holder, holder);
        HOLDERS.with_borrow_mut(|holders| holders.push(name));
        Awaited(name)
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        HOLDERS.with_borrow_mut(|holders| {
            let at = holders.iter().rposition(|name| name.is(self.0));
            at.map(|at| holders.swap_remove(at));
        });
    }
}

/// The name at position `at`, by its place in memory; 0 behind the last.
#[cfg(target_family = "wasm")]
fn holder(at: u32) -> u32 {
    let name = HOLDERS.with_borrow(|holders| holders.get(at as usize).copied());
    name.map_or(0, |name| name.address())
}

#[cfg(test)]
mod tests {
    use super::{Awaited, HOLDERS};
    use crate::name::Name;

    #[test]
    fn a_holder_is_remembered_as_long_as_it_holds() {
        let held = Awaited::by(Name::new("Ledger.save\0"));
        let other = Awaited::by(Name::new("Ledger.close\0"));
        drop(held);
        let left =
            HOLDERS.with_borrow(|holders| holders.iter().map(|n| n.text()).collect::<Vec<_>>());
        assert_eq!(left, ["Ledger.close"]);
        drop(other);
    }
}
