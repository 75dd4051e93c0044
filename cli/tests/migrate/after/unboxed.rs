use wasm_bindgen::prelude::*;

pub fn listen(name: String) -> Closure<dyn FnMut(JsValue)> {
    Closure::<dyn FnMut(JsValue)>::new(move |value: JsValue| {
        // The captures are strings.
        let _ = (&name, value);
    })
}
