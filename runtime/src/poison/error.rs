use std::error::Error;
use std::fmt;
use std::panic::Location;

/// A poisoned cell's answer: access to the value all the same, for those who
/// know what to do with it.
///
/// It is to [`PoisonCell`](crate::PoisonCell) what [`std::sync::PoisonError`] is
/// to a mutex.
pub struct PoisonError<G> {
    access: G,
    torn_at: Option<&'static Location<'static>>,
}

impl<G> PoisonError<G> {
    pub(super) fn new(access: G, torn_at: Option<&'static Location<'static>>) -> Self {
        PoisonError { access, torn_at }
    }

    /// The access that was asked for.
    pub fn into_inner(self) -> G {
        self.access
    }

    /// The access that was asked for, by reference.
    pub fn get_ref(&self) -> &G {
        &self.access
    }

    /// The access that was asked for, by mutable reference.
    pub fn get_mut(&mut self) -> &mut G {
        &mut self.access
    }

    /// Where the mutable borrow was made that was unwound.
    ///
    /// `None` when more than 254 places of the program had torn a cell before.
    pub fn torn_at(&self) -> Option<&'static Location<'static>> {
        self.torn_at
    }
}

impl<G> fmt::Display for PoisonError<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.torn_at {
            Some(at) => write!(f, "poisoned: the mutable borrow made at {at} was unwound"),
            None => f.write_str("poisoned: a mutable borrow was unwound"),
        }
    }
}

impl<G> fmt::Debug for PoisonError<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoisonError")
            .field("torn_at", &self.torn_at)
            .finish_non_exhaustive()
    }
}

impl<G> Error for PoisonError<G> {}

/// Why a borrow was refused.
pub enum TryBorrowError<G> {
    /// The value is borrowed in a way that excludes this borrow.
    Borrowed,
    /// The value may be torn.
    Poisoned(PoisonError<G>),
}

impl<G> fmt::Display for TryBorrowError<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TryBorrowError::Borrowed => f.write_str("already borrowed"),
            TryBorrowError::Poisoned(error) => error.fmt(f),
        }
    }
}

impl<G> fmt::Debug for TryBorrowError<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TryBorrowError::Borrowed => f.write_str("Borrowed"),
            TryBorrowError::Poisoned(error) => f.debug_tuple("Poisoned").field(error).finish(),
        }
    }
}

impl<G> Error for TryBorrowError<G> {}

impl<G> From<PoisonError<G>> for TryBorrowError<G> {
    fn from(error: PoisonError<G>) -> Self {
        TryBorrowError::Poisoned(error)
    }
}
