//! The names of a module's functions.

use std::collections::BTreeMap;

use wasmparser::{BinaryReader, KnownCustom, Name, NameSectionReader, Parser, Payload};

/// The names by function, as far as a module has any.
pub(crate) fn names(module: &[u8]) -> BTreeMap<u32, String> {
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module).map_while(Result::ok) {
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

/// Takes the crates' hashes out of a name: `core[0123456789abcdef]::fmt` is `core::fmt`.
pub(crate) fn without_hashes(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        short.push_str(before);
        let hash = after.split_once(']');
        let is_hash = |text: &str| {
            text.len() >= 8 && text.len() <= 16 && text.bytes().all(|it| it.is_ascii_hexdigit())
        };
        match hash.filter(|(hash, _)| is_hash(hash)) {
            Some((_, after)) => rest = after,
            None => {
                short.push('[');
                rest = after;
            }
        }
    }
    short + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_left_out_and_slices_stay() {
        assert_eq!(
            without_hashes("<a[0123456789abcdef]::B as core[5f1e2d3c4b]::C>::d"),
            "<a::B as core::C>::d"
        );
        assert_eq!(without_hashes("f::<[u8]>"), "f::<[u8]>");
        assert_eq!(without_hashes("f::<[u8; 4]>::[1]["), "f::<[u8; 4]>::[1][");
    }
}
