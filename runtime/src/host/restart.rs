//! How JavaScript replaces an instance that ended.

use crate::state::{self, instance, Task};

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/restart.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_renewable)]
        pub(crate) fn renewable(id: u32, module: Option<&Variable>);
        #[wasm_bindgen(js_name = __wbh_restart)]
        pub(crate) fn restart(id: u32, at_most: f64, within: f64);
    }

    #[wasm_bindgen]
    extern "C" {
        /// The variable of the glue that has what an instance is made of, if it has one.
        #[wasm_bindgen(thread_local_v2, js_name = wasmModule)]
        pub(crate) static MODULE: Option<Variable>;
        /// What a variable of the glue holds.
        pub(crate) type Variable;
    }
}

/// Has wasm-bindgen write what it takes to make a second instance, which it does for modules that
/// import its intrinsic. A module that does not call this does not pay for it.
pub(crate) fn renewable() {
    state::set_task(Task::Restart, |_| {
        wasm_bindgen::handler::schedule_reinit();
        0
    });
    js::MODULE.with(|module| js::renewable(instance(), module.as_ref()));
}

/// Has an instance that ended replaced, so many times within so many milliseconds.
pub(crate) fn restart(at_most: f64, within: f64) {
    renewable();
    js::restart(instance(), at_most, within);
}
