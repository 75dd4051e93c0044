//! Loops over vectors and slices.

use super::some;
use crate::owned::Owned;

pub(super) fn looped<T: Owned>(count: u32) {
    for value in some::<T>(count) {
        value.eat();
    }
}

pub(super) fn looked_at<T: Owned>(count: u32) {
    for value in some::<T>(count) {
        value.look();
    }
}

pub(super) fn drained<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    for value in values.drain(..) {
        value.eat();
    }
}

pub(super) fn drained_in_part<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    for value in values.drain(1..) {
        value.eat();
    }
    for value in &values {
        value.look();
    }
}

pub(super) fn drained_backwards<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    for value in values.drain(..).rev() {
        value.eat();
    }
}

pub(super) fn popped<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    while let Some(value) = values.pop() {
        value.eat();
    }
}

pub(super) fn removed<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    while !values.is_empty() {
        values.remove(0).eat();
    }
}

pub(super) fn swap_removed<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    while !values.is_empty() {
        values.swap_remove(0).eat();
    }
}

pub(super) fn split_off<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    for at in (0..count as usize).rev() {
        for value in values.split_off(at) {
            value.eat();
        }
    }
}

pub(super) fn taken_next<T: Owned>(count: u32) {
    let mut values = some::<T>(count).into_iter();
    while let Some(value) = values.next() {
        value.eat();
    }
}

pub(super) fn taken_from_both_ends<T: Owned>(count: u32) {
    let mut values = some::<T>(count).into_iter();
    while let Some(last) = values.next_back() {
        let first = values.next();
        last.eat();
        if let Some(first) = first {
            first.eat();
        }
    }
}

pub(super) fn boxed_slice<T: Owned>(count: u32) {
    let values: Box<[T]> = some(count).into_boxed_slice();
    for value in values.into_vec() {
        value.eat();
    }
}

pub(super) fn retained<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    let mut turn = 0;
    values.retain(|value| {
        value.look();
        turn += 1;
        turn % 2 == 0
    });
}

pub(super) fn deduplicated<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    let mut turn = 0;
    values.dedup_by(|one, other| {
        one.look();
        other.look();
        turn += 1;
        turn % 2 == 0
    });
}

pub(super) fn replaced<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    for place in &mut values {
        std::mem::replace(place, T::new()).eat();
    }
}

pub(super) fn spliced<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    let other = some::<T>(count);
    let looked_at = other.into_iter().inspect(T::look);
    for value in values.splice(1.., looked_at) {
        value.eat();
    }
}

pub(super) fn extended<T: Owned>(count: u32) {
    let mut values = some::<T>(count);
    let other = some::<T>(count);
    values.extend(other.into_iter().inspect(T::look));
}

/// The vector's own memory is taken for the result.
pub(super) fn collected_in_place<T: Owned>(count: u32) {
    let values = some::<T>(count).into_iter();
    let kept: Vec<T> = values.inspect(T::look).collect();
    for value in kept {
        value.eat();
    }
}

pub(super) fn indexed_boxes<T: Owned>(count: u32) {
    let mut boxes: Vec<Option<Box<T>>> =
        some(count).into_iter().map(|v| Some(Box::new(v))).collect();
    for at in 0..boxes.len() {
        if let Some(value) = boxes[at].take() {
            (*value).eat();
        }
    }
}
