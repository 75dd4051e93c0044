//! As much of a module as the checks need.

use std::collections::HashMap;

use wasmparser::{
    BinaryReaderError, CompositeInnerType, ExternalKind, FunctionBody, Name, NameSectionReader,
    Operator, Parser, Payload, TypeRef,
};

/// Parts of the names of functions that do not unwind, mangled or not: the allocator's, and those that
/// end the program because something else must not unwind.
const NEVER_UNWINDING: &[&str] = &[
    "__rust_alloc",
    "__rust_dealloc",
    "__rust_realloc",
    "__rdl_dealloc",
    "__rdl_realloc",
    "__rg_dealloc",
    "__rg_realloc",
    "GlobalAlloc>::",
    "panic_cannot_unwind",
    "panic_in_cleanup",
    "panic_nounwind",
];

type Result<T> = std::result::Result<T, BinaryReaderError>;

/// One function with a body.
pub(crate) struct Function<'a> {
    pub(crate) index: u32,
    pub(crate) parameters: u32,
    pub(crate) body: FunctionBody<'a>,
}

/// A module's functions, and what is known of their calls.
#[derive(Default)]
pub(crate) struct Module<'a> {
    pub(crate) functions: Vec<Function<'a>>,
    /// How many parameters and results each function type has.
    types: Vec<(u32, u32)>,
    /// The type of each function, imports included.
    typed: Vec<u32>,
    names: HashMap<u32, &'a str>,
    exports: HashMap<u32, &'a str>,
    /// For each function, imports included, whether an exception may leave it.
    throws: Vec<bool>,
}

impl<'a> Module<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Module<'a>> {
        let mut module = Module::default();
        let mut imports = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(section) => {
                    for ty in section.into_iter().flat_map(|group| match group {
                        Ok(group) => group.into_types().map(Ok).collect(),
                        Err(error) => vec![Err(error)],
                    }) {
                        module.types.push(match &ty?.composite_type.inner {
                            CompositeInnerType::Func(ty) => {
                                (ty.params().len() as u32, ty.results().len() as u32)
                            }
                            _ => (0, 0),
                        });
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        if let TypeRef::Func(ty) | TypeRef::FuncExact(ty) = import?.ty {
                            module.typed.push(ty);
                            imports += 1;
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        module.typed.push(ty?);
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export?;
                        if let ExternalKind::Func = export.kind {
                            module.exports.insert(export.index, export.name);
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let index = imports + module.functions.len() as u32;
                    let parameters = module.arity(index).0;
                    module.functions.push(Function {
                        index,
                        parameters,
                        body,
                    });
                }
                Payload::CustomSection(section) => {
                    if let wasmparser::KnownCustom::Name(names) = section.as_known() {
                        module.read_names(names)?;
                    }
                }
                _ => {}
            }
        }
        module.throws = module.throwing(imports)?;
        Ok(module)
    }

    fn read_names(&mut self, sections: NameSectionReader<'a>) -> Result<()> {
        for section in sections {
            if let Name::Function(names) = section? {
                for naming in names {
                    let naming = naming?;
                    self.names.insert(naming.index, naming.name);
                }
            }
        }
        Ok(())
    }

    /// By the name section, or the name it is exported by.
    pub(crate) fn name(&self, index: u32) -> Option<&'a str> {
        let name = self.names.get(&index).or(self.exports.get(&index));
        name.copied()
    }

    /// How many parameters and results a function has.
    fn arity(&self, index: u32) -> (u32, u32) {
        let ty = self.typed.get(index as usize);
        let arity = ty.and_then(|&ty| self.types.get(ty as usize));
        arity.copied().unwrap_or_default()
    }

    /// Whether the instruction is a call that leaves a value.
    pub(crate) fn has_result(&self, instruction: &Operator<'_>) -> bool {
        let results = match instruction {
            Operator::Call { function_index } => self.arity(*function_index).1,
            Operator::CallIndirect { type_index, .. } | Operator::CallRef { type_index } => {
                self.types.get(*type_index as usize).map_or(0, |ty| ty.1)
            }
            _ => 0,
        };
        results > 0
    }

    /// Whether an exception may leave the instruction. What an import or a function pointer does
    /// is not known.
    pub(crate) fn may_throw(&self, instruction: &Operator<'_>) -> bool {
        match callee(instruction) {
            Some(index) => self.throws.get(index as usize).copied().unwrap_or(true),
            None => throws_itself(instruction),
        }
    }

    /// Which functions throw, or call one that does. A handler that takes all is not thought of.
    fn throwing(&self, imports: u32) -> Result<Vec<bool>> {
        let mut throws = vec![true; imports as usize];
        let mut callers: HashMap<u32, Vec<u32>> = HashMap::new();
        for Function { index, body, .. } in &self.functions {
            let mut throws_here = false;
            for instruction in body.get_operators_reader()? {
                let instruction = instruction?;
                throws_here |= throws_itself(&instruction);
                if let Some(callee) = callee(&instruction) {
                    callers.entry(callee).or_default().push(*index);
                }
            }
            throws.push(throws_here);
        }
        let all = 0..throws.len() as u32;
        let mut left: Vec<u32> = all.filter(|&index| throws[index as usize]).collect();
        while let Some(thrower) = left.pop() {
            if self.never_unwinds(thrower) {
                throws[thrower as usize] = false;
                continue;
            }
            for caller in callers.remove(&thrower).unwrap_or_default() {
                if !std::mem::replace(&mut throws[caller as usize], true) {
                    left.push(caller);
                }
            }
        }
        Ok(throws)
    }

    /// Whether it is a function that rustc declares not to unwind, whatever it calls.
    fn never_unwinds(&self, index: u32) -> bool {
        let name = self.name(index).unwrap_or_default();
        NEVER_UNWINDING.iter().any(|never| name.contains(never))
    }
}

fn callee(instruction: &Operator<'_>) -> Option<u32> {
    match instruction {
        Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
            Some(*function_index)
        }
        _ => None,
    }
}

fn throws_itself(instruction: &Operator<'_>) -> bool {
    matches!(
        instruction,
        Operator::CallIndirect { .. }
            | Operator::CallRef { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. }
            | Operator::Throw { .. }
            | Operator::Rethrow { .. }
            | Operator::ThrowRef
    )
}
