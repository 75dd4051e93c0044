//! An application on dioxus.

use dioxus::prelude::*;

fn main() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(|fault| common::heard(fault.kind.as_str(), &fault.boundary, &fault.message))
        .silence_after_end(true)
        .install();

    dioxus::launch(App);
}

fn fail(_: MouseEvent) {
    panic!("in a handler");
}

#[component]
fn App() -> Element {
    let mut clicks = use_signal(|| 0);
    let mut fails = use_signal(|| false);
    assert!(!fails(), "in render");
    rsx! {
        output { id: "count", "{clicks}" }
        button { id: "live", onclick: move |_| clicks += 1, "live" }
        button { id: "handler", onclick: fail, "handler" }
        button { id: "timer", onclick: |_| common::fail_in_timer(), "timer" }
        button { id: "frame", onclick: |_| common::fail_in_frame(), "frame" }
        button { id: "task", onclick: |_| { spawn(async { panic!("in a task") }); }, "task" }
        button { id: "render", onclick: move |_| fails.set(true), "render" }
    }
}
