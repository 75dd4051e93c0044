//! The glue beside a module, and whether the guard is in it.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_bulkhead_finish::Delivery;

/// The glue of a module `NAME_bg.wasm`.
pub(super) struct Glue {
    pub(super) file: PathBuf,
    /// `None` if it is no JavaScript.
    pub(super) delivery: Option<Delivery>,
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
                delivery: wasm_bulkhead_finish::delivery(&text),
                file,
            })
        })
    }
}

/// How the guard is delivered, in one word.
pub(super) fn word(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Plain => "plain",
        Delivery::Finished => "finished",
        _ => "none",
    }
}
