//! An application on web-sys alone.

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element};

fn main() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(|fault| common::heard(fault.kind.as_str(), &fault.boundary, &fault.message))
        .silence_after_end(true)
        .install();

    let document = web_sys::window().and_then(|window| window.document());
    let document = document.expect("there is a page");
    let count = add(&document, "output", "count");
    count.set_text_content(Some("0"));
    let clicks = Cell::new(0);
    button(&document, "live", move || {
        clicks.set(clicks.get() + 1);
        count.set_text_content(Some(&clicks.get().to_string()));
    });
    button(&document, "handler", || panic!("in a handler"));
    button(&document, "timer", common::fail_in_timer);
    button(&document, "frame", common::fail_in_frame);
    button(&document, "task", || {
        wasm_bindgen_futures::spawn_local(async { panic!("in a task") })
    });
    // Here nothing draws by itself.
    button(&document, "render", || panic!("in render"));
}

fn add(document: &Document, name: &str, id: &str) -> Element {
    let element = document.create_element(name).expect("it has a name");
    element.set_id(id);
    let body = document.body().expect("the page has a body");
    body.append_child(&element).expect("it can be appended");
    element
}

fn button(document: &Document, id: &str, action: impl Fn() + 'static) {
    let element = add(document, "button", id);
    element.set_text_content(Some(id));
    let listener = Closure::<dyn Fn()>::new(action).into_js_value();
    let added = element.add_event_listener_with_callback("click", listener.unchecked_ref());
    added.expect("it takes listeners");
}
