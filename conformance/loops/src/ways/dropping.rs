//! Ways to drop many values one of which panics as it is dropped.

use std::collections::{BTreeMap, VecDeque};

use super::some;
use crate::owned::Owned;

/// Panics as it is dropped, if it is its turn. What is in it is dropped all the same.
struct Touchy<T: Owned>(T);

impl<T: Owned> Drop for Touchy<T> {
    fn drop(&mut self) {
        self.0.look();
    }
}

fn touchy<T: Owned>(count: u32) -> impl Iterator<Item = Touchy<T>> {
    some(count).into_iter().map(Touchy)
}

pub(super) fn vector<T: Owned>(count: u32) {
    drop(touchy::<T>(count).collect::<Vec<_>>());
}

pub(super) fn slice<T: Owned>(count: u32) {
    drop(touchy::<T>(count).collect::<Box<[_]>>());
}

pub(super) fn boxes<T: Owned>(count: u32) {
    drop(touchy::<T>(count).map(Box::new).collect::<Vec<_>>());
}

pub(super) fn options<T: Owned>(count: u32) {
    let options = touchy::<T>(count).map(|value| Some(Box::new(value)));
    drop(options.collect::<Vec<_>>());
}

pub(super) fn pairs<T: Owned>(count: u32) {
    drop((0..).zip(touchy::<T>(count)).collect::<Vec<(u32, _)>>());
}

pub(super) fn vectors<T: Owned>(count: u32) {
    let vectors = (0..count).map(|_| touchy::<T>(2).collect::<Vec<_>>());
    drop(vectors.collect::<Vec<_>>());
}

pub(super) fn objects<T: Owned>(count: u32) {
    trait Any {}
    impl<T> Any for T {}
    let objects = touchy::<T>(count).map(|value| Box::new(value) as Box<dyn Any>);
    drop(objects.collect::<Vec<_>>());
}

pub(super) fn deque<T: Owned>(count: u32) {
    let mut deque: VecDeque<_> = touchy::<T>(count).collect();
    // So that it lies in two pieces.
    deque.rotate_left(1);
    drop(deque);
}

pub(super) fn map<T: Owned>(count: u32) {
    drop((0..).zip(touchy::<T>(count)).collect::<BTreeMap<u32, _>>());
}

pub(super) fn rest<T: Owned>(count: u32) {
    let mut values = touchy::<T>(count).collect::<Vec<_>>().into_iter();
    let first = values.next();
    drop(values);
    drop(first);
}

pub(super) fn array<T: Owned>(_: u32) {
    let mut values = touchy::<T>(4);
    drop([(); 4].map(|()| values.next()));
}

pub(super) fn cleared<T: Owned>(count: u32) {
    let mut values = touchy::<T>(count).collect::<Vec<_>>();
    values.clear();
}
