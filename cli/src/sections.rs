//! The sections of a module, as the bytes that they are.

use std::fmt;

use anyhow::{Context, Result};
use wasmparser::{BinaryReader, Parser, Payload};

/// The name of the section with the build id.
pub(crate) const BUILD_ID: &str = "build_id";

/// What ties a module to its companion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuildId(pub(crate) Vec<u8>);

impl fmt::Display for BuildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl BuildId {
    /// Reads that of a module.
    pub(crate) fn of(module: &[u8]) -> Option<BuildId> {
        let all = sections(module).map_while(Result::ok);
        let mut found = all.filter(|section| section.custom_name() == Some(BUILD_ID));
        let Payload::CustomSection(section) = found.next()?.payload else {
            return None;
        };
        let mut reader = BinaryReader::new(section.data(), 0);
        let length = reader.read_var_u32().ok()?;
        let bytes = reader.read_bytes(usize::try_from(length).ok()?).ok()?;
        Some(BuildId(bytes.to_vec()))
    }
}

/// One section with its header.
pub(crate) struct RawSection<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) payload: Payload<'a>,
}

impl RawSection<'_> {
    /// The name, of a custom section.
    pub(crate) fn custom_name(&self) -> Option<&str> {
        match &self.payload {
            Payload::CustomSection(section) => Some(section.name()),
            _ => None,
        }
    }
}

/// The sections of a module in their order. The first error is the last item.
pub(crate) fn sections(module: &[u8]) -> impl Iterator<Item = Result<RawSection<'_>>> {
    let mut end = 8;
    let mut failed = false;
    Parser::new(0).parse_all(module).filter_map(move |payload| {
        if failed {
            return None;
        }
        match payload {
            Ok(payload) => {
                let (_, range) = payload.as_section()?;
                let start = std::mem::replace(&mut end, range.end);
                let bytes = module.get(start..range.end)?;
                Some(Ok(RawSection { bytes, payload }))
            }
            Err(error) => {
                failed = true;
                Some(Err(error).context("the module is broken"))
            }
        }
    })
}
