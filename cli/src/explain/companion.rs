//! A companion: where its functions are, their names, and the lines that their code is of.

use std::collections::BTreeMap;
use std::ops::Range;

use addr2line::Context as Lines;
use anyhow::{bail, Result};
use gimli::{Dwarf, EndianSlice, LittleEndian};
use wasmparser::{Parser, Payload, TypeRef};

use super::stack::{Function, WasmFrame};
use crate::functions;

type Slice<'a> = EndianSlice<'a, LittleEndian>;

/// What a companion has to tell.
pub(crate) struct Companion<'a> {
    imports: u32,
    /// Where bodies are in the module, in their order.
    bodies: Vec<Range<u64>>,
    /// Where the code begins, which the addresses of line numbers count from.
    code: u64,
    names: BTreeMap<u32, String>,
    lines: Option<Lines<Slice<'a>>>,
}

/// A place in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) function: Option<String>,
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) column: Option<u32>,
}

/// What a frame comes down to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Explained {
    /// The function, before it those that are inlined at the place, the innermost first.
    Places(Vec<Place>),
    /// The function alone, and where it begins: the engine does not tell more.
    Function(Place),
    /// There is no such place in this companion.
    Elsewhere,
}

impl<'a> Companion<'a> {
    /// Reads a companion.
    ///
    /// # Errors
    ///
    /// It is no module, or one that has lost its names and lines.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Companion<'a>> {
        let mut imports = 0;
        let mut bodies = Vec::new();
        let mut code = 0;
        let mut sections = BTreeMap::new();
        if !Parser::is_core_wasm(bytes) {
            bail!("it is no WebAssembly module");
        }
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let is_function =
                            matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_));
                        imports += u32::from(is_function);
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = wide(range.start),
                Payload::CodeSectionEntry(body) => {
                    let range = body.range();
                    bodies.push(wide(range.start)..wide(range.end));
                }
                Payload::CustomSection(section) => {
                    sections.insert(section.name(), section.data());
                }
                _ => {}
            }
        }
        let names = functions::names(bytes);
        let has_lines = sections.contains_key(".debug_line");
        if names.is_empty() && !has_lines {
            bail!("it has no names and no line numbers; the companion ends in .debug.wasm");
        }
        let dwarf = Dwarf::load(|id| {
            let data = sections.get(id.name()).copied().unwrap_or_default();
            Ok::<_, gimli::Error>(EndianSlice::new(data, LittleEndian))
        })?;
        Ok(Companion {
            imports,
            bodies,
            code,
            names,
            // Without lines, or with some that are broken, there still are names.
            lines: has_lines.then(|| Lines::from_dwarf(dwarf).ok()).flatten(),
        })
    }

    /// Explains a frame.
    pub(super) fn explain(&self, frame: &WasmFrame<'_>) -> Explained {
        let index = match frame.function {
            Function::Index(index) => index,
            Function::Name(name) => match self.names.iter().find(|(_, own)| *own == name) {
                Some((index, _)) => *index,
                None => return Explained::Elsewhere,
            },
        };
        let Some(body) = self.body(index) else {
            return Explained::Elsewhere;
        };
        let name = self
            .names
            .get(&index)
            .map(|name| functions::without_hashes(name));
        match frame.offset {
            None => Explained::Function(Place {
                function: name.or_else(|| Some(format!("function {index}"))),
                ..self.beginning(&body)
            }),
            Some(offset) if body.contains(&offset) => {
                let mut places = self.places(offset - self.code);
                match places.last_mut() {
                    // The name is that of the code; line tables may not tell one.
                    Some(outermost) => outermost.function = name.or(outermost.function.take()),
                    None => places.push(Place {
                        function: name.or_else(|| Some(format!("function {index}"))),
                        ..Place::default()
                    }),
                }
                Explained::Places(places)
            }
            Some(_) => Explained::Elsewhere,
        }
    }

    /// How many functions are imported, and how many are not.
    pub(super) fn functions(&self) -> (u32, usize) {
        (self.imports, self.bodies.len())
    }

    /// Where the body of a function begins in the module.
    pub(super) fn beginning_of(&self, function: u32) -> Option<u64> {
        self.body(function).map(|body| body.start)
    }

    /// A place in the module as one in the code.
    pub(super) fn place_in_code(&self, offset: u64) -> Option<u64> {
        offset.checked_sub(self.code)
    }

    /// The line that the code at an offset in the module is of.
    pub(crate) fn line(&self, offset: usize) -> Option<Place> {
        let address = wide(offset).checked_sub(self.code)?;
        let mut places = self.places(address).into_iter();
        places.find(|place| place.line.is_some())
    }

    fn body(&self, index: u32) -> Option<Range<u64>> {
        let index = usize::try_from(index.checked_sub(self.imports)?).ok()?;
        self.bodies.get(index).cloned()
    }

    /// The first line that some code of a function is of.
    fn beginning(&self, body: &Range<u64>) -> Place {
        let Some(lines) = &self.lines else {
            return Place::default();
        };
        let range = lines.find_location_range(body.start - self.code, body.end - self.code);
        let first = range.ok().and_then(|mut locations| locations.next());
        first.map_or_else(Place::default, |(_, _, location)| of_location(&location))
    }

    fn places(&self, address: u64) -> Vec<Place> {
        let mut places = Vec::new();
        let Some(lines) = &self.lines else {
            return places;
        };
        let Ok(mut frames) = lines.find_frames(address).skip_all_loads() else {
            return places;
        };
        while let Ok(Some(frame)) = frames.next() {
            let place = frame.location.as_ref().map(of_location).unwrap_or_default();
            let name = frame.function.as_ref().and_then(|function| {
                let name = function.demangle().ok()?;
                Some(functions::without_hashes(&name))
            });
            places.push(Place {
                function: name,
                ..place
            });
        }
        places
    }
}

fn of_location(location: &addr2line::Location<'_>) -> Place {
    Place {
        function: None,
        file: location.file.map(str::to_owned),
        line: location.line,
        column: location.column,
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
