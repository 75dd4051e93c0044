//! The vault, which JavaScript keeps.

use crate::state::instance;
use crate::vault::Error;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/js/vault.js")]
    extern "C" {
        #[wasm_bindgen(js_name = __wbh_vault_put)]
        pub(crate) fn vault_put(id: u32, key: &str, bytes: &[u8]) -> u32;
        #[wasm_bindgen(js_name = __wbh_vault_get)]
        pub(crate) fn vault_get(id: u32, key: &str) -> Option<Vec<u8>>;
        #[wasm_bindgen(js_name = __wbh_vault_remove)]
        pub(crate) fn vault_remove(id: u32, key: &str) -> bool;
        #[wasm_bindgen(js_name = __wbh_vault_limit)]
        pub(crate) fn vault_limit(id: u32, bytes: f64);
    }
}

pub(crate) fn vault_put(key: &str, bytes: &[u8]) -> Result<(), Error> {
    match js::vault_put(instance(), key, bytes) {
        0 => Ok(()),
        1 => Err(Error::Full),
        _ => Err(Error::Closed),
    }
}

pub(crate) fn vault_get(key: &str) -> Option<Vec<u8>> {
    js::vault_get(instance(), key)
}

pub(crate) fn vault_remove(key: &str) -> bool {
    js::vault_remove(instance(), key)
}

pub(crate) fn vault_limit(bytes: usize) {
    js::vault_limit(instance(), bytes as f64);
}
