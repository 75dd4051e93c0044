//! What the applications share: faults in places that are no framework's own, and how the page is told.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Tells the page of a fault that the hook has heard of.
    pub fn heard(kind: &str, boundary: &str, message: &str);
}

/// Fails in a timer.
pub fn fail_in_timer() {
    gloo_timers::callback::Timeout::new(0, || panic!("in a timer")).forget();
}

/// Fails in an animation frame.
pub fn fail_in_frame() {
    fn fail() {
        panic!("in a frame");
    }
    let callback = Closure::once_into_js(fail);
    let window = web_sys::window().expect("there is a page");
    let frame = window.request_animation_frame(callback.unchecked_ref());
    frame.expect("there are frames");
}
