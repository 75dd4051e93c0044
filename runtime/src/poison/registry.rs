use std::sync::{Mutex, MutexGuard, PoisonError};

/// Numbers for places in the program, so that a value need not have room for
/// more than a number.
///
/// Records are never removed. There are as many as places that ever tore
/// something, which the text of the program bounds, however often they do.
pub(super) struct Registry<T>(Mutex<Vec<T>>);

impl<T: Clone + PartialEq> Registry<T> {
    pub(super) const fn new() -> Self {
        Registry(Mutex::new(Vec::new()))
    }

    /// The number of `record`, counted from 1. When those below `last` are used
    /// up, all other records share `last`, which has no record.
    pub(super) fn number(&self, record: T, last: u32) -> u32 {
        let mut records = self.lock();
        let found = records.iter().position(|known| *known == record);
        let index = found.unwrap_or(records.len());
        let number = u32::try_from(index + 1).map_or(last, |number| number.min(last));
        if found.is_none() && number < last {
            records.push(record);
        }
        number
    }

    pub(super) fn record(&self, number: u32) -> Option<T> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.lock().get(index).cloned()
    }

    /// A panic between these lines can only be for want of memory, and leaves
    /// the list as it was.
    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Registry;

    #[test]
    fn equal_records_share_a_number() {
        let registry = Registry::new();
        assert_eq!(registry.number("a", 9), 1);
        assert_eq!(registry.number("b", 9), 2);
        assert_eq!(registry.number("a", 9), 1);
        assert_eq!(registry.record(2), Some("b"));
        assert_eq!(registry.record(0), None);
        assert_eq!(registry.record(3), None);
    }

    #[test]
    fn what_has_no_room_shares_the_last_number() {
        let registry = Registry::new();
        for n in 0..10 {
            assert_eq!(registry.number(n, 3), (n + 1).min(3));
        }
        assert_eq!(registry.record(2), Some(1));
        assert_eq!(registry.record(3), None);
    }
}
