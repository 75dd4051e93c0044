use wasm_bindgen::prelude::*;

pub fn timeout<F>(callback: F) -> Closure<dyn FnMut()>
where
    F: 'static + FnOnce(),
{
    // Once, and never again.
    let closure   =   Closure::once(callback); // kept as it is
    closure
}
