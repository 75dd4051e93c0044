//! The names of functions, from the module itself or from its companion.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::module::Module;
use crate::functions;
use crate::sections::BuildId;

/// The companion beside a module, if it is of the same build.
pub(super) fn companion(bytes: &[u8], path: &Path) -> Option<Vec<u8>> {
    let companion = fs::read(path.with_extension("debug.wasm")).ok()?;
    let id = BuildId::of(bytes)?;
    (BuildId::of(&companion) == Some(id)).then_some(companion)
}

/// How many bytes of code are wasm-bulkhead's own. What has a body of the user's inlined, as
/// boundaries do, does not count.
pub(super) fn own_bytes(module: &Module<'_>, names: &BTreeMap<u32, String>) -> usize {
    let is_own = |name: &str| {
        let name = functions::without_hashes(name.trim_start_matches('<'));
        name.starts_with("__wbh_") || name.starts_with("wasm_bulkhead::") && !name.contains("::<")
    };
    let own = names.iter().filter(|(_, name)| is_own(name));
    own.map(|(index, _)| module.body_bytes(*index)).sum()
}
