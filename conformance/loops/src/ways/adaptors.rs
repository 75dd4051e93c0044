//! Loops over what iterator adaptors make.

use super::some;
use crate::owned::Owned;

pub(super) fn mapped<T: Owned>(count: u32) {
    for value in some::<T>(count).into_iter().map(Some) {
        value.map(T::eat);
    }
}

pub(super) fn enumerated<T: Owned>(count: u32) {
    for (at, value) in some::<T>(count).into_iter().enumerate() {
        if at < 64 {
            value.eat();
        }
    }
}

pub(super) fn zipped<T: Owned>(count: u32) {
    for (one, other) in some::<T>(count).into_iter().zip(some::<T>(count)) {
        one.eat();
        other.eat();
    }
}

pub(super) fn chained<T: Owned>(count: u32) {
    for value in some::<T>(count).into_iter().chain(some(count)) {
        value.eat();
    }
}

pub(super) fn filtered<T: Owned>(count: u32) {
    let mut turn = 0;
    let every_other = some::<T>(count).into_iter().filter(|value| {
        value.look();
        turn += 1;
        turn % 2 == 0
    });
    for value in every_other {
        value.eat();
    }
}

pub(super) fn skipped<T: Owned>(count: u32) {
    for value in some::<T>(count).into_iter().skip(1) {
        value.eat();
    }
}

pub(super) fn stepped<T: Owned>(count: u32) {
    for value in some::<T>(count).into_iter().step_by(2) {
        value.eat();
    }
}

pub(super) fn taken_while<T: Owned>(count: u32) {
    let mut left = count;
    let all_but_one = some::<T>(count).into_iter().take_while(|value| {
        value.look();
        left -= 1;
        left > 0
    });
    for value in all_but_one {
        value.eat();
    }
}

pub(super) fn flattened<T: Owned>(count: u32) {
    for value in (0..count).flat_map(|_| some::<T>(count)) {
        value.eat();
    }
}

pub(super) fn folded<T: Owned>(count: u32) {
    let last = some::<T>(count)
        .into_iter()
        .fold(None, |before: Option<T>, value| {
            if let Some(before) = before {
                before.eat();
            }
            Some(value)
        });
    last.into_iter().for_each(T::eat);
}

pub(super) fn tried<T: Owned>(count: u32) {
    let eaten = some::<T>(count).into_iter().try_fold(0, |eaten, value| {
        value.eat();
        (eaten < 64).then_some(eaten + 1)
    });
    std::hint::black_box(eaten);
}

pub(super) fn for_each<T: Owned>(count: u32) {
    some::<T>(count).into_iter().for_each(T::eat);
}

pub(super) fn reversed<T: Owned>(count: u32) {
    for value in some::<T>(count).into_iter().rev() {
        value.eat();
    }
}

pub(super) fn peeked<T: Owned>(count: u32) {
    let mut values = some::<T>(count).into_iter().peekable();
    while let Some(value) = values.next() {
        if let Some(next) = values.peek() {
            next.look();
        }
        value.eat();
    }
}

pub(super) fn by_ref<T: Owned>(count: u32) {
    let mut values = some::<T>(count).into_iter();
    for value in values.by_ref().take(2) {
        value.eat();
    }
    for value in values {
        value.eat();
    }
}

pub(super) fn scanned<T: Owned>(count: u32) {
    let pairs = some::<T>(count).into_iter().scan(None, |before, value| {
        value.look();
        Some(before.replace(value))
    });
    for before in pairs {
        before.map(T::eat);
    }
}

pub(super) fn inspected<T: Owned>(count: u32) {
    for value in some::<T>(count).into_iter().inspect(T::look) {
        drop(value);
    }
}

pub(super) fn partitioned<T: Owned>(count: u32) {
    let mut turn = 0;
    let (few, many): (Vec<T>, Vec<T>) = some::<T>(count).into_iter().partition(|value| {
        value.look();
        turn += 1;
        turn % 2 == 0
    });
    drop((few, many));
}

pub(super) fn unzipped<T: Owned>(count: u32) {
    let pairs = some::<T>(count).into_iter().map(|value| {
        value.look();
        (value, T::new())
    });
    let (some, others): (Vec<T>, Vec<T>) = pairs.unzip();
    drop((some, others));
}

pub(super) fn dynamic<T: Owned>(count: u32) {
    let values: Box<dyn Iterator<Item = T>> = Box::new(some::<T>(count).into_iter());
    for value in values {
        value.eat();
    }
}

pub(super) fn mapped_to_results<T: Owned>(count: u32) {
    let results = some::<T>(count).into_iter().map(|value| {
        value.look();
        Ok(value)
    });
    let all: Result<Vec<T>, T> = results.collect();
    drop(all);
}
