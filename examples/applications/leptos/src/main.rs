//! An application on leptos.

use leptos::prelude::*;

fn main() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(|fault| common::heard(fault.kind.as_str(), &fault.boundary, &fault.message))
        .silence_after_end(true)
        .install();

    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let (clicks, set_clicks) = signal(0);
    let (fails, set_fails) = signal(false);
    let draw = move || {
        assert!(!fails.get(), "in render");
        clicks.get()
    };
    view! {
        <output id="count">{draw}</output>
        <button id="live" on:click=move |_| set_clicks.update(|it| *it += 1)>"live"</button>
        <button id="handler" on:click=|_| panic!("in a handler")>"handler"</button>
        <button id="timer" on:click=|_| common::fail_in_timer()>"timer"</button>
        <button id="frame" on:click=|_| common::fail_in_frame()>"frame"</button>
        <button id="task" on:click=|_| leptos::task::spawn_local(async { panic!("in a task") })>"task"</button>
        <button id="render" on:click=move |_| set_fails.set(true)>"render"</button>
    }
}
