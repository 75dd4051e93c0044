//! The names of functions, from the module itself or from its companion.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::module::Module;
use crate::functions;
use crate::sections::BuildId;

/// The names by function; none where the module has none, and no companion beside it does.
pub(super) fn names(bytes: &[u8], path: &Path) -> BTreeMap<u32, String> {
    let own = functions::names(bytes);
    if !own.is_empty() {
        return own;
    }
    let companion = fs::read(path.with_extension("debug.wasm")).unwrap_or_default();
    let id = BuildId::of(bytes);
    match id.is_some() && id == BuildId::of(&companion) {
        true => functions::names(&companion),
        false => own,
    }
}

/// How many bytes of code are wasm-bulkhead's own. What has a body of the user's inlined, as
/// boundaries do, does not count.
pub(super) fn own_bytes(module: &Module<'_>, names: &BTreeMap<u32, String>) -> usize {
    let is_own = |name: &str| {
        let name = name.trim_start_matches('<');
        name.starts_with("__wasm_bulkhead_")
            || name.starts_with("wasm_bulkhead") && !name.contains("::<")
    };
    let own = names.iter().filter(|(_, name)| is_own(name));
    own.map(|(index, _)| module.body_bytes(*index)).sum()
}
