//! Loops over collections other than vectors, arrays, and chains of options.

use std::collections::{BTreeMap, HashMap, LinkedList, VecDeque};

use super::some;
use crate::owned::Owned;

pub(super) fn deque_looped<T: Owned>(count: u32) {
    for value in deque::<T>(count) {
        value.eat();
    }
}

pub(super) fn deque_drained<T: Owned>(count: u32) {
    for value in deque::<T>(count).drain(..) {
        value.eat();
    }
}

pub(super) fn deque_popped<T: Owned>(count: u32) {
    let mut values = deque::<T>(count);
    while let Some(value) = values.pop_front() {
        value.eat();
    }
}

pub(super) fn deque_reversed<T: Owned>(count: u32) {
    for value in deque::<T>(count).into_iter().rev() {
        value.eat();
    }
}

/// Its values lie on both sides of its seam.
fn deque<T: Owned>(count: u32) -> VecDeque<T> {
    let mut values = VecDeque::with_capacity(count as usize);
    for (at, value) in some::<T>(count).into_iter().enumerate() {
        match at % 2 {
            0 => values.push_back(value),
            _ => values.push_front(value),
        }
    }
    values
}

pub(super) fn array_looped<T: Owned>(_: u32) {
    for value in [(); 4].map(|()| T::new()) {
        value.eat();
    }
}

pub(super) fn array_mapped<T: Owned>(_: u32) {
    let kept = [(); 4].map(|()| T::new()).map(|value| {
        value.look();
        value
    });
    drop(kept);
}

pub(super) fn array_from_fn<T: Owned>(_: u32) {
    let values: [T; 4] = std::array::from_fn(|_| {
        let value = T::new();
        value.look();
        value
    });
    drop(values);
}

pub(super) fn array_of_options<T: Owned>(_: u32) {
    let mut options = [(); 4].map(|()| Some(T::new()));
    for option in &mut options {
        option.take().map(T::eat);
    }
}

pub(super) fn map_looped<T: Owned>(count: u32) {
    for (key, value) in map::<T>(count) {
        if key < 64 {
            value.eat();
        }
    }
}

pub(super) fn map_values<T: Owned>(count: u32) {
    map::<T>(count).into_values().for_each(T::eat);
}

pub(super) fn map_popped<T: Owned>(count: u32) {
    let mut values = map::<T>(count);
    while let Some((_, value)) = values.pop_first() {
        value.eat();
    }
}

pub(super) fn map_retained<T: Owned>(count: u32) {
    let mut values = map::<T>(count);
    values.retain(|key, value| {
        value.look();
        key % 2 == 0
    });
}

fn map<T: Owned>(count: u32) -> BTreeMap<u32, T> {
    (0..count).map(|key| (key, T::new())).collect()
}

pub(super) fn hashed<T: Owned>(count: u32) {
    let values: HashMap<u32, T> = (0..count).map(|key| (key, T::new())).collect();
    for (_, value) in values {
        value.eat();
    }
}

pub(super) fn hash_drained<T: Owned>(count: u32) {
    let mut values: HashMap<u32, T> = (0..count).map(|key| (key, T::new())).collect();
    for (_, value) in values.drain() {
        value.eat();
    }
}

pub(super) fn list_looped<T: Owned>(count: u32) {
    let values: LinkedList<T> = some(count).into_iter().collect();
    for value in values {
        value.eat();
    }
}

pub(super) fn list_popped<T: Owned>(count: u32) {
    let mut values: LinkedList<T> = some(count).into_iter().collect();
    while let Some(value) = values.pop_back() {
        value.eat();
    }
}

pub(super) fn options_taken<T: Owned>(count: u32) {
    let mut options: Vec<Option<T>> = some(count).into_iter().map(Some).collect();
    for option in &mut options {
        if let Some(value) = option.take() {
            value.eat();
        }
    }
}

pub(super) fn options_in_a_slice<T: Owned>(count: u32) {
    let mut boxes: Box<[Option<Box<T>>]> = some(count)
        .into_iter()
        .map(|value| Some(Box::new(value)))
        .collect();
    let mut rest = &mut boxes[..];
    while let Some((first, others)) = rest.split_first_mut() {
        if let Some(value) = first.take() {
            (*value).eat();
        }
        rest = others;
    }
}

/// A list whose head is taken off while it is walked.
pub(super) fn chain_taken<T: Owned>(count: u32) {
    struct Link<T> {
        value: T,
        next: Option<Box<Link<T>>>,
    }
    let mut head = None;
    for value in some::<T>(count) {
        head = Some(Box::new(Link { value, next: head }));
    }
    while let Some(link) = head.take() {
        let Link { value, next } = *link;
        head = next;
        value.eat();
    }
}
