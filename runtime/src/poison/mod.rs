//! Torn state: values that a panic left half changed, and how they are hidden.
//!
//! A caught panic stops a change part-way. What was being changed is still there
//! when the next call comes, and the compiler answers with `UnwindSafe`, a bound
//! that can be asserted away. Here the value itself remembers: it is *poisoned*,
//! and refuses to be seen until code that repaired it says so.
//!
//! - [`Poison`] is a field for a struct that JavaScript holds. A `&mut self`
//!   method that panics poisons that object, and later calls on it throw.
//! - [`PoisonCell`] is a [`RefCell`](std::cell::RefCell) that is poisoned by a
//!   mutable borrow that was unwound. It is [`UnwindSafe`](std::panic::UnwindSafe)
//!   for every type, so an `Rc<PoisonCell<_>>` can be captured by closures.
//!
//! `#[bulkhead(on_panic = rollback)]` on a struct puts an object back to what it
//! was before the call instead, and `on_panic = abort` ends the instance.
//!
//! The vocabulary is that of [`std::sync::Mutex`].

#[doc(hidden)]
pub(crate) mod answer;
#[doc(hidden)]
pub(crate) mod awaited;
mod borrow;
mod cell;
#[doc(hidden)]
pub(crate) mod closure;
mod error;
mod flag;
mod registry;
#[doc(hidden)]
pub(crate) mod subject;

pub use borrow::{Ref, RefMut};
pub use cell::PoisonCell;
pub use error::{PoisonError, TryBorrowError};
pub use flag::{Poison, TornBy};
