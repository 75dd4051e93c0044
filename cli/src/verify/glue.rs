//! The glue beside a module, and whether the guard is in it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// How the guard comes to the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Delivery {
    /// The glue imports our module, which guards by itself.
    Plain,
    /// It is written into the glue.
    Finished,
    /// The glue does not import our module: the gates in Rust are all there is.
    None,
}

/// The glue of a module `NAME_bg.wasm`.
pub(super) struct Glue {
    pub(super) file: PathBuf,
    pub(super) delivery: Delivery,
}

impl Glue {
    /// Reads the glue, where there is some: `NAME_bg.js` of the target bundler, or `NAME.js`.
    pub(super) fn beside(module: &Path) -> Option<Glue> {
        let stem = module.file_stem()?.to_str()?.strip_suffix("_bg")?;
        let names = [format!("{stem}_bg.js"), format!("{stem}.js")];
        names.into_iter().find_map(|name| {
            let file = module.with_file_name(name);
            let text = fs::read_to_string(&file).ok()?;
            Some(Glue {
                delivery: delivery(&text),
                file,
            })
        })
    }
}

fn delivery(glue: &str) -> Delivery {
    if !glue.contains("/snippets/wasm-bulkhead-") {
        return Delivery::None;
    }
    // The name that the finisher binds our module to, which wasm-bindgen gives to nothing.
    match glue.contains("__wasm_bulkhead.") {
        true => Delivery::Finished,
        false => Delivery::Plain,
    }
}
