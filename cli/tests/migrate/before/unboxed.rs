use wasm_bindgen::prelude::*;

pub fn listen(name: String) -> Closure<dyn FnMut(JsValue)> {
    Closure::wrap(Box::new(move |value| {
        // The captures are strings.
        let _ = (&name, value);
    }) as Box<dyn FnMut(JsValue)>)
}
