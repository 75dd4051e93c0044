//! What an application sets up for its faults, and what wasm-bindgen has in its place.

use std::sync::Mutex;

use wasm_bindgen::prelude::*;

use crate::cause;
use crate::imports;
use crate::probe::{count, CONFORMANCE_PROBE};

/// Meets the cause that JavaScript names before it could arm one.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(start)]
pub fn begin() -> Result<(), JsValue> {
    let probe = &raw const CONFORMANCE_PROBE as usize;
    cause::meet_or_err(imports::starting(wasm_bindgen::memory(), probe))
}

/// Meets one at once, and another when JavaScript has named it.
#[cfg(feature = "async-start")]
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen(start)]
pub async fn begin_async() -> Result<(), JsValue> {
    cause::meet_or_err(imports::starting_async())?;
    let later = wasm_bindgen_futures::JsFuture::from(imports::starting_later()).await?;
    cause::meet_or_err(later.as_f64().unwrap_or_default() as u32)
}

/// Sets a fault hook that tells JavaScript all it knows, by many calls.
#[wasm_bindgen]
pub fn hook_faults(redact: bool) {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(tell)
        .redact(redact)
        .install();
    #[cfg(not(feature = "bulkhead"))]
    {
        let _ = redact;
        wasm_bindgen::handler::set_on_abort(tell);
    }
}

/// Sets a fault hook that makes a promise.
#[wasm_bindgen]
pub fn hook_promising() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(|_| imports::hand(crate::tasks::pending()))
        .install();
    #[cfg(not(feature = "bulkhead"))]
    wasm_bindgen::handler::set_on_abort(|| imports::hand(crate::tasks::pending()));
}

/// Sets a fault hook that fails in its turn.
#[wasm_bindgen]
pub fn hook_failing() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(|_| {
            count(&CONFORMANCE_PROBE.hook_faults);
            panic!("the hook itself")
        })
        .install();
    #[cfg(not(feature = "bulkhead"))]
    wasm_bindgen::handler::set_on_abort(|| {
        count(&CONFORMANCE_PROBE.hook_faults);
        panic!("the hook itself")
    });
}

/// Sets a fault hook that calls JavaScript through an import that is not annotated.
#[wasm_bindgen]
pub fn hook_visiting() {
    set_hook(|| {
        imports::visit_unannotated();
    });
}

/// Sets a fault hook that calls JavaScript through an annotated import.
#[wasm_bindgen]
pub fn hook_visiting_annotated() {
    set_hook(|| {
        imports::visit_annotated();
    });
}

/// Sets a fault hook that traps.
#[wasm_bindgen]
pub fn hook_trapping() {
    set_hook(|| {
        cause::unreachable();
    });
}

fn set_hook(deed: fn()) {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(move |_| {
            count(&CONFORMANCE_PROBE.hook_faults);
            deed()
        })
        .install();
    #[cfg(not(feature = "bulkhead"))]
    wasm_bindgen::handler::set_on_abort(deed);
}

#[cfg(feature = "bulkhead")]
pub(crate) fn tell(fault: &wasm_bulkhead::Fault) {
    count(&CONFORMANCE_PROBE.hook_faults);
    imports::tell("kind", fault.kind.as_str());
    imports::tell("message", &fault.message);
    imports::tell("boundary", &fault.boundary);
    if let Some(location) = &fault.location {
        imports::tell("location", &location.to_string());
    }
    imports::tell("faultId", &fault.id);
    imports::tell("json", &fault.to_json());
    tell_whether_panicking();
}

/// Hooks of wasm-bindgen's own are not told what happened.
#[cfg(not(feature = "bulkhead"))]
fn tell() {
    count(&CONFORMANCE_PROBE.hook_faults);
    imports::tell("kind", "");
    tell_whether_panicking();
}

fn tell_whether_panicking() {
    imports::tell("panicking", &std::thread::panicking().to_string());
}

/// Guards nothing but itself.
static LOCK: Mutex<()> = Mutex::new(());

/// Panics while it holds a lock.
pub fn panic_with_a_lock() -> i32 {
    let _held = LOCK.lock();
    cause::panic_site()
}

/// Whether somebody panicked while holding the lock.
#[wasm_bindgen]
pub fn lock_is_poisoned() -> bool {
    LOCK.is_poisoned()
}

/// Panics, and once more on the way out.
pub fn panic_twice() -> i32 {
    struct Fragile;
    impl Drop for Fragile {
        fn drop(&mut self) {
            panic!("struck again");
        }
    }
    let _fragile = Fragile;
    cause::panic_site()
}

/// Panics, and while that unwinds a destructor calls JavaScript, which may throw.
pub fn panic_and_visit() -> i32 {
    let _visitor = Visitor(imports::visit_annotated);
    cause::panic_site()
}

/// The same through an import that nobody annotated.
pub fn panic_and_visit_unannotated() -> i32 {
    let _visitor = Visitor(imports::visit_unannotated);
    cause::panic_site()
}

/// Calls JavaScript when it is dropped.
struct Visitor(fn() -> i32);

impl Drop for Visitor {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Panics in a start function, with a hook to be told of it.
pub fn panic_with_a_hook() -> i32 {
    hook_faults(false);
    cause::panic_site()
}

/// Ends the instance by a trap, with a hook to be told of it.
pub fn trap_with_a_hook() -> i32 {
    hook_faults(false);
    cause::unreachable()
}
