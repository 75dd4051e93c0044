//! The names of functions, from the module itself or from its companion.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wasmparser::{BinaryReader, KnownCustom, Name, NameSectionReader, Parser, Payload};

use super::module::Module;
use crate::sections::BuildId;

/// The names by function; none where the module has none, and no companion beside it does.
pub(super) fn names(bytes: &[u8], path: &Path) -> BTreeMap<u32, String> {
    let own = read(bytes);
    if !own.is_empty() {
        return own;
    }
    let companion = fs::read(path.with_extension("debug.wasm")).unwrap_or_default();
    let id = BuildId::of(bytes);
    match id.is_some() && id == BuildId::of(&companion) {
        true => read(&companion),
        false => own,
    }
}

fn read(bytes: &[u8]) -> BTreeMap<u32, String> {
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(bytes).map_while(Result::ok) {
        let Payload::CustomSection(section) = payload else {
            continue;
        };
        if !matches!(section.as_known(), KnownCustom::Name(_)) {
            continue;
        }
        let reader = BinaryReader::new(section.data(), section.data_offset());
        for subsection in NameSectionReader::new(reader).map_while(Result::ok) {
            if let Name::Function(map) = subsection {
                let named = map.into_iter().map_while(Result::ok);
                names.extend(named.map(|naming| (naming.index, naming.name.to_owned())));
            }
        }
    }
    names
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
