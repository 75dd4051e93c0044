use wasm_bindgen::prelude::*;

pub fn timeout<F>(callback: F) -> Closure<dyn FnMut()>
where
    F: 'static + FnOnce(),
{
    // Once, and never again.
    // NOT REVIEWED: asserted to leave nothing torn when it panics.
    let closure   =   Closure::once_assert_unwind_safe(callback); // kept as it is
    closure
}
