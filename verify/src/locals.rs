//! Sets of locals.

/// A set of locals of one function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Locals(Vec<u64>);

impl Locals {
    /// The first `count` of so many locals.
    pub(crate) fn first(count: u32, of: u32) -> Locals {
        let mut locals = Locals(vec![0; of.div_ceil(64) as usize]);
        (0..count).for_each(|local| locals.insert(local));
        locals
    }

    pub(crate) fn insert(&mut self, local: u32) {
        if let Some(word) = self.0.get_mut(local as usize / 64) {
            *word |= 1 << (local % 64);
        }
    }

    pub(crate) fn remove(&mut self, local: u32) {
        if let Some(word) = self.0.get_mut(local as usize / 64) {
            *word &= !(1 << (local % 64));
        }
    }

    pub(crate) fn contains(&self, local: u32) -> bool {
        let word = self.0.get(local as usize / 64);
        word.is_some_and(|word| word & (1 << (local % 64)) != 0)
    }

    pub(crate) fn intersect(&mut self, other: &Locals) {
        for (here, there) in self.0.iter_mut().zip(&other.0) {
            *here &= there;
        }
    }

    pub(crate) fn unite(&mut self, other: &Locals) {
        for (here, there) in self.0.iter_mut().zip(&other.0) {
            *here |= there;
        }
    }
}
