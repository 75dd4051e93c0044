//! Ways to consume many values.

mod adaptors;
mod collections;
mod dropping;
mod flows;
mod vectors;

use std::marker::PhantomData;

use crate::owned::Owned;

/// One way to loop over `count` values.
pub struct Way {
    /// Where it is.
    pub name: &'static str,
    /// Makes the values and loops over them.
    pub run: fn(u32),
}

/// All ways for one kind of value.
pub struct All<T>(PhantomData<T>);

macro_rules! ways {
    ($($group:ident: $($way:ident)*;)*) => {
        impl<T: Owned> All<T> {
            /// In the order of the groups.
            pub const WAYS: &'static [Way] = &[$($(Way {
                name: concat!(stringify!($group), "::", stringify!($way)),
                run: $group::$way::<T>,
            },)*)*];
        }
    };
}

ways! {
    vectors:
        looped looked_at drained drained_in_part drained_backwards popped removed swap_removed split_off
        taken_next taken_from_both_ends boxed_slice retained deduplicated replaced spliced extended
        collected_in_place indexed_boxes;
    adaptors:
        mapped enumerated zipped chained filtered skipped stepped taken_while flattened folded tried
        for_each reversed peeked by_ref scanned inspected partitioned unzipped dynamic mapped_to_results;
    collections:
        deque_looped deque_drained deque_popped deque_reversed array_looped array_mapped array_from_fn
        array_of_options map_looped map_values map_popped map_retained hashed hash_drained list_looped
        list_popped options_taken options_in_a_slice chain_taken;
    dropping:
        vector slice boxes options pairs vectors objects deque map rest array cleared;
    flows:
        nested nested_drains nested_while_let two_calls call_before_and_after caught_and_gone_on
        caught_around recursive broken labelled functions awaited held_across guarded shared;
}

/// Values to consume.
fn some<T: Owned>(count: u32) -> Vec<T> {
    (0..count).map(|_| T::new()).collect()
}
