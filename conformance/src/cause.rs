//! The ways to fail, by name.

use std::error::Error;
use std::hint::black_box;
use std::panic::panic_any;

use wasm_bindgen::prelude::*;

use crate::conversions;
use crate::faults;
use crate::hooks;
use crate::imports;
use crate::memory;
use crate::probe::INTACT;
use crate::restart;
use crate::settings;

type Deed = fn() -> i32;

/// Name and deed of each cause. A new cause is a new row.
const CAUSES: &[(&str, Deed)] = &[
    ("unreachable", unreachable),
    ("access out of bounds", memory::access_out_of_bounds),
    ("bad indirect call", memory::call_what_is_not_there),
    ("overflow of the shadow stack", overflow_shadow_stack),
    ("overflow of the engine's stack", overflow_engine_stack),
    ("process::abort", || std::process::abort()),
    ("abort for a reason", abort_for_a_reason),
    ("out of memory", memory::ask_for_too_much),
    ("out of all memory", memory::use_up),
    ("refused memory", memory::be_refused),
    ("refused memory and trap", memory::be_refused_and_trap),
    ("refused memory and give back", memory::be_refused_and_free),
    ("panic", panic_site),
    ("panic with a lock", faults::panic_with_a_lock),
    ("panic with a hook", faults::panic_with_a_hook),
    ("trap with a hook", faults::trap_with_a_hook),
    ("panic that ends its call", || {
        settings::panics_end_calls(true);
        panic_site()
    }),
    ("panic twice", faults::panic_twice),
    ("panic and visit", faults::panic_and_visit),
    (
        "panic and visit unannotated",
        faults::panic_and_visit_unannotated,
    ),
    ("long panic", long_panic),
    ("payload &str", payload_str),
    ("payload String", || {
        panic_any(String::from("an owned payload"))
    }),
    ("payload JsValue", payload_js_value),
    ("payload boxed error", payload_boxed_error),
    ("payload number", || panic_any(0x2a_u32)),
    ("payload struct", || panic_any(Unspeakable)),
    (
        "payload that panics when dropped",
        conversions::panic_with_the_fragile,
    ),
    (
        "payload that visits when dropped",
        conversions::panic_with_a_visitor,
    ),
    ("payload without end", conversions::panic_with_the_endless),
    (
        "payload without words",
        conversions::panic_with_the_speechless,
    ),
    ("error", || FAILED),
    ("hook that panics", hooks::chain_panicking),
    ("hook that visits", hooks::chain_visiting),
    (
        "hook that visits by an annotated import",
        hooks::chain_visiting_annotated,
    ),
    ("hook that overflows", hooks::chain_overflowing),
    ("visit", imports::visit_annotated),
    ("visit and go on", imports::visit_and_go_on),
    ("visit by method", imports::visit_by_method),
    ("visit unannotated", imports::visit_unannotated),
    ("knock", imports::knock_annotated),
    ("knock unannotated", imports::knock_unannotated),
    ("lend", imports::lend_closure),
    ("lend borrowed", imports::lend_borrowed),
    ("lend borrowed mut", imports::lend_borrowed_mut),
    ("lend unannotated", imports::lend_unannotated),
    ("restart from the start", restart::restart_from_the_start),
];

/// The number by which JavaScript arms the cause called `name`; 0, which is none, for an unknown one.
#[wasm_bindgen]
pub fn cause_number(name: &str) -> u32 {
    let row = CAUSES.iter().position(|(known, _)| *known == name);
    row.map_or(0, |row| row as u32 + 1)
}

/// Does what the cause of this number does; nothing for 0.
pub fn meet(number: u32) -> i32 {
    match number {
        0 => INTACT,
        number => CAUSES[number as usize - 1].1(),
    }
}

/// What a cause returns that is an error and no failure.
const FAILED: i32 = -1;

/// The same where an error can be returned, which is one of JavaScript's choice.
pub fn meet_or_err(number: u32) -> Result<(), JsValue> {
    match meet(number) {
        FAILED => Err(imports::gift()),
        _ => Ok(()),
    }
}

/// Where ordinary panics come from. Never inlined, so that its frame has a name in the stack.
#[inline(never)]
pub fn panic_site() -> i32 {
    if black_box(true) {
        panic!("struck"); // site: panic
    }
    INTACT
}

/// Traps.
pub fn unreachable() -> i32 {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort()
}

fn abort_for_a_reason() -> i32 {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::abort("for a reason");
    #[cfg(not(feature = "bulkhead"))]
    std::process::abort()
}

/// Panics with a message of a megabyte.
fn long_panic() -> i32 {
    panic!("{}", "long ".repeat((1 << 20) / 5))
}

/// Few frames, each with much of Rust's own stack.
#[inline(never)]
pub fn overflow_shadow_stack() -> i32 {
    let ballast = black_box([1_u8; 16 * 1024]);
    if ballast[0] == 0 {
        return 0;
    }
    overflow_shadow_stack() + i32::from(black_box(&ballast)[0])
}

/// Many frames, none of which uses Rust's own stack.
fn overflow_engine_stack() -> i32 {
    #[inline(never)]
    fn descend(depth: i32) -> i32 {
        if depth == i32::MIN {
            return depth;
        }
        // Neither a tail call nor an accumulation, either of which would become a loop.
        descend(depth.wrapping_add(1)).rotate_left(3) ^ depth
    }
    descend(1)
}

/// A payload that tells nothing of itself.
struct Unspeakable;

fn payload_str() -> i32 {
    panic_any("a borrowed payload") // site: payload
}

fn payload_js_value() -> i32 {
    let gift: JsValue = imports::gift();
    #[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
    panic_any(gift);
    #[cfg(not(all(target_arch = "wasm32", not(target_feature = "atomics"))))]
    panic!("{gift:?} is not Send here")
}

fn payload_boxed_error() -> i32 {
    let error: Box<dyn Error + Send + Sync> = "a boxed error".into();
    panic_any(error)
}
