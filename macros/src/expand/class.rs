use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::attrs::Attrs;
use crate::model::fields::ExportedStruct;

/// An exported static whose name tells the guard how the user spells the class.
///
/// `wasm-bindgen` puts class names into symbols in lower case, and the guard has
/// nothing else to name `Type.free` by.
pub(super) fn expand_marker(exported: &ExportedStruct) -> TokenStream {
    let cfgs = Attrs::new(&exported.item.attrs).cfgs();
    let symbol = format!(
        "__wasm_bulkhead_class_{:016x}_{}",
        package(),
        exported.class
    );
    quote! {
        #cfgs
        const _: () = {
            #[cfg(target_family = "wasm")]
            #[export_name = #symbol]
            static CLASS: u8 = 0;
        };
    }
}

/// A number for the package that is compiled. Two packages may have classes of
/// one name, as long as they do not export them both.
fn package() -> u64 {
    let mut hasher = DefaultHasher::new();
    for variable in ["CARGO_PKG_NAME", "CARGO_PKG_VERSION"] {
        env::var(variable).ok().hash(&mut hasher);
    }
    hasher.finish()
}
