//! What the exports of a module are for.

use serde::Serialize;

/// What JavaScript calls an exported function for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Class {
    /// A body of the user's.
    Entry,
    /// The closures of the user's, which it calls through the table.
    Closures,
    /// The destructor of a class.
    Free,
    /// wasm-bindgen's or our own: no body of the user's is behind it.
    Runtime,
}

impl Class {
    /// By its name, as wasm-bindgen 0.2.130 gives them.
    pub(super) fn of(export: &str) -> Class {
        const RUNTIME: &[&str] = &[
            "__wbindgen_",
            "__externref_",
            "__wbh_",
            "__wasm_",
            "__tls_",
            "__wbgt_",
            "__wbg_reset_",
            "__wbg_upcast_",
            "__wbg_dynamic_union_",
            "__wbg_jspi_",
        ];
        if export.starts_with("wasm_bindgen_") && export.contains("convert__closures") {
            return Class::Closures;
        }
        if RUNTIME.iter().any(|prefix| export.starts_with(prefix)) {
            return Class::Runtime;
        }
        match export.strip_prefix("__wbg_") {
            Some(of_class) if is_field(of_class) => Class::Entry,
            Some(of_class) if of_class.ends_with("_free") => Class::Free,
            Some(of_class) if of_class.ends_with("_unwrap") => Class::Runtime,
            _ => Class::Entry,
        }
    }
}

/// Whether it reads or writes a field: `get_account_limit`, which a class `Get` has not.
fn is_field(of_class: &str) -> bool {
    let field = of_class.strip_prefix("get_");
    let field = field.or(of_class.strip_prefix("set_"));
    field.is_some_and(|field| field.contains('_'))
}

#[cfg(test)]
mod tests {
    use super::Class::{self, Closures, Entry, Free, Runtime};

    #[test]
    fn exports_have_a_class() {
        for (class, names) in [
            (
                Entry,
                "divide account_new __wbg_get_account_limit __wbg_set_account_is_free",
            ),
            (Free, "__wbg_account_free __wbg_get_free"),
            (Runtime, "__wbindgen_malloc __wbh_2 __wbg_account_unwrap"),
            (
                Closures,
                "wasm_bindgen_0a___convert__closures_____invoke___i32__true_",
            ),
        ] {
            for name in names.split(' ') {
                assert_eq!(Class::of(name), class, "{name}");
            }
        }
    }
}
