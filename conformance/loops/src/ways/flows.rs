//! Loops in loops, and other ways for control to pass through them.

use std::cell::RefCell;
use std::future::Future;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::some;
use crate::owned::Owned;

fn groups<T: Owned>(count: u32) -> Vec<Vec<T>> {
    (0..count).map(|_| some(count)).collect()
}

pub(super) fn nested<T: Owned>(count: u32) {
    for group in groups::<T>(count) {
        for value in group {
            value.eat();
        }
    }
}

pub(super) fn nested_drains<T: Owned>(count: u32) {
    let mut groups = groups::<T>(count);
    for mut group in groups.drain(..) {
        for value in group.drain(..) {
            value.eat();
        }
    }
}

pub(super) fn nested_while_let<T: Owned>(count: u32) {
    let mut groups = groups::<T>(count).into_iter();
    while let Some(group) = groups.next() {
        let mut group = group.into_iter();
        while let Some(value) = group.next() {
            value.eat();
        }
    }
}

pub(super) fn two_calls<T: Owned>(count: u32) {
    let mut values = some::<T>(count).into_iter();
    while let (Some(one), Some(other)) = (values.next(), values.next()) {
        one.eat();
        other.eat();
    }
}

pub(super) fn call_before_and_after<T: Owned>(count: u32) {
    let first = T::new();
    for value in some::<T>(count) {
        first.look();
        value.eat();
    }
    first.eat();
}

/// The loop goes on after the panic that it has caught.
pub(super) fn caught_and_gone_on<T: Owned>(count: u32) {
    let mut caught = None;
    for value in some::<T>(count) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| value.eat())) {
            caught = Some(payload);
        }
    }
    if let Some(payload) = caught {
        std::panic::resume_unwind(payload);
    }
}

pub(super) fn caught_around<T: Owned>(count: u32) {
    for _ in 0..2 {
        let _ = catch_unwind(|| {
            for value in some::<T>(count) {
                value.eat();
            }
        });
    }
    some::<T>(count).into_iter().for_each(T::eat);
}

pub(super) fn recursive<T: Owned>(count: u32) {
    fn descend<T: Owned>(mut values: std::vec::IntoIter<T>) {
        if let Some(value) = values.next() {
            value.eat();
            descend(values);
        }
    }
    descend(some::<T>(count).into_iter());
}

pub(super) fn broken<T: Owned>(count: u32) {
    let mut values = some::<T>(count).into_iter();
    let last = loop {
        match values.next() {
            Some(value) if values.len() > 0 => value.eat(),
            last => break last,
        }
    };
    last.map(T::eat);
}

pub(super) fn labelled<T: Owned>(count: u32) {
    'groups: for group in groups::<T>(count) {
        for (at, value) in group.into_iter().enumerate() {
            value.eat();
            if at == 1 {
                continue 'groups;
            }
        }
    }
}

pub(super) fn functions<T: Owned>(count: u32) {
    let calls = some::<T>(count).into_iter().map(|value| {
        let call: Box<dyn FnOnce()> = Box::new(move || value.eat());
        call
    });
    for call in calls.collect::<Vec<_>>() {
        call();
    }
}

/// The loop is a state machine that is left and entered again.
pub(super) fn awaited<T: Owned>(count: u32) {
    async fn eat<T: Owned>(value: T) {
        let mut is_ready = false;
        std::future::poll_fn(|_| match std::mem::replace(&mut is_ready, true) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        })
        .await;
        value.eat();
    }
    let mut all = pin!(async {
        for value in some::<T>(count) {
            eat(value).await;
        }
    });
    let mut context = Context::from_waker(Waker::noop());
    while all.as_mut().poll(&mut context).is_pending() {}
}

pub(super) fn held_across<T: Owned>(count: u32) {
    let mut held = T::new();
    for value in some::<T>(count) {
        std::mem::replace(&mut held, value).eat();
    }
    held.eat();
}

/// A destructor of the loop's own stands between.
pub(super) fn guarded<T: Owned>(count: u32) {
    struct Guard<'a, T: Owned>(&'a RefCell<Vec<T>>, Option<T>);
    impl<T: Owned> Drop for Guard<'_, T> {
        fn drop(&mut self) {
            self.0.borrow_mut().extend(self.1.take());
        }
    }
    let kept = RefCell::new(Vec::new());
    for value in some::<T>(count) {
        let guard = Guard(&kept, Some(T::new()));
        value.eat();
        drop(guard);
    }
}

pub(super) fn shared<T: Owned>(count: u32) {
    let queue = Rc::new(RefCell::new(some::<T>(count)));
    loop {
        let Some(value) = queue.borrow_mut().pop() else {
            break;
        };
        let held = Rc::clone(&queue);
        value.eat();
        drop(held);
    }
}
