//! A core dump, in the format of WebAssembly's tool conventions: what `bulkhead.coredump()` gives, or
//! another runtime wrote.

use std::ops::Range;

use anyhow::{Context, Result};
use serde_json::Value;
use wasmparser::{ConstExpr, DataKind, KnownCustom, Operator, Parser, Payload};

use super::companion::Companion;

/// The section that has what the format has no place for, as JSON.
const OWN: &str = "wasm-bulkhead";

/// A core dump.
#[derive(Debug)]
pub(super) struct Core {
    bytes: Vec<u8>,
    /// What our own section says; nothing where another runtime wrote the dump.
    pub(super) told: Value,
    frames: Vec<Frame>,
    /// What is known of memory: the address, and where the bytes are in the dump.
    segments: Vec<(u64, Range<usize>)>,
    /// The size of memory in bytes.
    pub(super) memory: u64,
    /// By index, as far as they are integers.
    globals: Vec<Option<i64>>,
}

/// A frame, in the words of the format.
#[derive(Debug)]
struct Frame {
    function: u32,
    /// Counted from where the function begins; 0 where that is not known.
    offset: u64,
}

impl Core {
    /// Whether these bytes are to be read as one: they are a module.
    pub(super) fn is(bytes: &[u8]) -> bool {
        Parser::is_core_wasm(bytes)
    }

    /// Reads a core dump.
    ///
    /// # Errors
    ///
    /// It is broken, or a module that is no core dump.
    pub(super) fn parse(bytes: Vec<u8>) -> Result<Core> {
        let mut is_core = false;
        let mut told = Value::Null;
        let mut frames = Vec::new();
        let mut segments = Vec::new();
        let mut memory = 0;
        let mut globals = Vec::new();
        for payload in Parser::new(0).parse_all(&bytes) {
            match payload.context("the core dump is broken")? {
                Payload::CustomSection(section) if section.name() == OWN => {
                    let words = serde_json::from_slice(section.data());
                    told = words.with_context(|| format!("the section {OWN} is no JSON"))?;
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::CoreDump(_) => is_core = true,
                    KnownCustom::CoreDumpStack(stack) => {
                        frames.extend(stack.frames.iter().map(|frame| Frame {
                            function: frame.funcidx,
                            offset: frame.codeoffset.into(),
                        }));
                    }
                    _ => {}
                },
                Payload::MemorySection(section) => {
                    for ty in section {
                        memory += ty?.initial * PAGE;
                    }
                }
                Payload::GlobalSection(section) => {
                    for global in section {
                        globals.push(integer(&global?.init_expr));
                    }
                }
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data?;
                        let DataKind::Active { offset_expr, .. } = &data.kind else {
                            continue;
                        };
                        let address = integer(offset_expr).context("a segment is nowhere")?;
                        // As wasm does, by the bits.
                        let address = u64::from(address as u32);
                        segments.push((address, data.range.end - data.data.len()..data.range.end));
                    }
                }
                _ => {}
            }
        }
        is_core
            .then_some(())
            .context("it is a module, and no core dump")?;
        Ok(Core {
            bytes,
            told,
            frames,
            segments,
            memory,
            globals,
        })
    }

    /// The stack as text: what the engine wrote, or else what the frames of the format come down to.
    pub(super) fn stack(&self, companion: &Companion<'_>) -> String {
        if let Some(stack) = self.told["fault"]["stack"].as_str() {
            return stack.to_owned();
        }
        let lines = self.frames.iter().map(|frame| {
            let function = frame.function;
            match companion.beginning_of(function) {
                Some(begin) if frame.offset > 0 => {
                    format!("at wasm-function[{function}]:{:#x}\n", begin + frame.offset)
                }
                _ => format!("at wasm-function[{function}]\n"),
            }
        });
        lines.collect()
    }

    pub(super) fn build_id(&self) -> Option<String> {
        self.told["buildId"].as_str().map(str::to_owned)
    }

    /// The globals that have a name, with their values.
    pub(super) fn globals(&self) -> impl Iterator<Item = (&str, i64)> {
        let names = self.told["globals"].as_array().into_iter().flatten();
        let named = names.zip(&self.globals);
        named.filter_map(|(name, value)| Some((name.as_str()?, (*value)?)))
    }

    /// Bytes of memory, if all of them are in the dump.
    pub(super) fn read(&self, address: u64, size: u64) -> Option<&[u8]> {
        self.segments.iter().find_map(|(begin, range)| {
            let at = usize::try_from(address.checked_sub(*begin)?).ok()?;
            let end = at.checked_add(usize::try_from(size).ok()?)?;
            self.bytes.get(range.clone())?.get(at..end)
        })
    }

    /// The dump as it was written.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

const PAGE: u64 = 64 * 1024;

/// The value of a constant expression, if it is an integer.
fn integer(expression: &ConstExpr<'_>) -> Option<i64> {
    let first = expression.get_operators_reader().into_iter().next()?;
    match first.ok()? {
        Operator::I32Const { value } => Some(value.into()),
        Operator::I64Const { value } => Some(value),
        _ => None,
    }
}
