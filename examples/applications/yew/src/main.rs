//! An application on yew.

use yew::prelude::*;

fn main() {
    #[cfg(feature = "bulkhead")]
    wasm_bulkhead::Bulkhead::new()
        .on_fault(|fault| common::heard(fault.kind.as_str(), &fault.boundary, &fault.message))
        .silence_after_end(true)
        .install();

    yew::Renderer::<App>::new().render();
}

#[function_component]
fn App() -> Html {
    let clicks = use_state(|| 0);
    let fails = use_state(|| false);
    assert!(!*fails, "in render");
    let live = {
        let clicks = clicks.clone();
        move |_: MouseEvent| clicks.set(*clicks + 1)
    };
    let task = |_: MouseEvent| yew::platform::spawn_local(async { panic!("in a task") });
    html! {
        <>
            <output id="count">{ *clicks }</output>
            <button id="live" onclick={live}>{ "live" }</button>
            <button id="handler" onclick={|_: MouseEvent| panic!("in a handler")}>{ "handler" }</button>
            <button id="timer" onclick={|_: MouseEvent| common::fail_in_timer()}>{ "timer" }</button>
            <button id="frame" onclick={|_: MouseEvent| common::fail_in_frame()}>{ "frame" }</button>
            <button id="task" onclick={task}>{ "task" }</button>
            <button id="render" onclick={move |_: MouseEvent| fails.set(true)}>{ "render" }</button>
        </>
    }
}
