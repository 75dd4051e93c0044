//! The statics of a module, by name: where each lies in memory. The linker tells them, and a companion
//! keeps them in a section of its own.

use anyhow::Result;
use serde::{Deserialize, Serialize};
use wasm_encoder::{CustomSection, Section};
use wasmparser::{Parser, Payload};

const SECTION: &str = "wasm-bulkhead.statics";

/// One static.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Static {
    /// With its path: `ledger::accounts::COUNT`.
    pub(crate) name: String,
    pub(crate) address: u64,
    /// In bytes.
    pub(crate) size: u64,
}

impl Static {
    /// Whether it goes by this name: its path, the end of that, or a part of it, as of a thread local,
    /// whose value has a name of its own below.
    pub(crate) fn is(&self, name: &str) -> bool {
        let parts = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
        let (own, wanted) = (parts(&self.name), parts(name));
        own.windows(wanted.len()).any(|part| part == wanted)
    }
}

/// Appends the section to a companion.
pub(crate) fn append(companion: &mut Vec<u8>, statics: &[Static]) -> Result<()> {
    let section = CustomSection {
        name: SECTION.into(),
        data: serde_json::to_vec(statics)?.into(),
    };
    section.append_to(companion);
    Ok(())
}

/// Those that a companion has; none if it was not made by `cargo bulkhead build`.
pub(crate) fn of(companion: &[u8]) -> Vec<Static> {
    let mut payloads = Parser::new(0).parse_all(companion).map_while(Result::ok);
    let section = payloads.find_map(|payload| match payload {
        Payload::CustomSection(section) if section.name() == SECTION => Some(section.data()),
        _ => None,
    });
    section
        .and_then(|data| serde_json::from_slice(data).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_static_goes_by_the_parts_of_its_path() {
        let one = |name: &str| Static {
            name: name.to_owned(),
            address: 0,
            size: 4,
        };
        let count = one("app::deep::COUNT");
        for name in ["COUNT", "deep::COUNT", "app::deep::COUNT"] {
            assert!(count.is(name), "{name}");
        }
        for name in ["OUNT", "app::COUNT", "other::app::deep::COUNT"] {
            assert!(!count.is(name), "{name}");
        }
        assert!(one("app::DEPTH::{constant#0}::VAL.0").is("DEPTH"));
    }

    #[test]
    fn a_companion_keeps_them() {
        let statics = [Static {
            name: "app::COUNT".to_owned(),
            address: 0x10_03a0,
            size: 4,
        }];
        let mut companion = wat::parse_str("(module)").unwrap();
        assert_eq!(of(&companion), []);
        append(&mut companion, &statics).unwrap();
        assert_eq!(of(&companion), statics);
    }
}
