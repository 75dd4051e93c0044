//! What the cases are made of.

pub use std::any::Any;
pub use std::cell::{Cell, RefCell};
pub use std::collections::HashMap;
pub use std::ops::Deref;
pub use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe};
pub use std::rc::{Rc, Weak};
pub use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
pub use std::sync::{Arc, Mutex};

pub use wasm_bindgen::prelude::*;
pub use wasm_bulkhead::{bulkhead, closure, ClosureExt as _, PoisonCell};

static ARMED: AtomicBool = AtomicBool::new(false);

pub fn arm() {
    ARMED.store(true, Ordering::Relaxed);
}

/// What every closure of a case begins with.
pub fn hit() {
    if ARMED.load(Ordering::Relaxed) {
        panic!("struck");
    }
}

pub fn look<T: ?Sized>(_: &T) {}

pub fn eat<T>(_: T) {}

pub fn handler(n: i32) -> i32 {
    n
}

/// A macro that nobody knows.
macro_rules! looked {
    (at => $($it:tt)*) => { $crate::support::look(&$($it)*) };
}
pub(crate) use looked;

#[derive(Default)]
pub struct Named {
    pub name: String,
    pub age: Option<u8>,
}

#[derive(Default)]
pub struct Shared {
    pub name: String,
    pub count: Rc<Cell<i32>>,
}

/// A field beside one that is not unwind safe.
pub struct Pair<T> {
    pub field: T,
    pub other: Rc<Cell<i32>>,
}

pub fn pair<T>(field: T) -> Pair<T> {
    let other = Rc::default();
    Pair { field, other }
}

pub struct Plain<T> {
    pub field: T,
}

/// A pointer with a field, to something that is not unwind safe.
pub struct Handle<T> {
    pub own: Plain<T>,
    pub target: Rc<Cell<i32>>,
}

impl<T> Deref for Handle<T> {
    type Target = Cell<i32>;
    fn deref(&self) -> &Cell<i32> {
        &self.target
    }
}

pub struct Shown<T>(pub T);

impl<T> std::fmt::Debug for Shown<T> {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}
