//! A module, validated and taken apart.

use std::collections::BTreeMap;

use anyhow::{bail, Context, Result};
use wasmparser::{
    ConstExpr, ExternalKind, FuncToValidate, FunctionBody, Operator, Parser, Payload, TypeRef,
    ValidPayload, Validator, ValidatorResources, WasmFeatures,
};

use super::code::{self, Code};

/// What there is to know of a module.
pub(super) struct Module<'a> {
    /// The functions that are imported: from where, and their names.
    pub(super) imports: Vec<(&'a str, &'a str)>,
    functions: Vec<Function<'a>>,
    /// Exported functions, by name.
    pub(super) exports: BTreeMap<&'a str, u32>,
    /// The values of exported globals that are constant numbers, by name.
    pub(super) constants: BTreeMap<&'a str, u32>,
    /// The values of all globals that are constant numbers, by index.
    pub(super) globals: BTreeMap<u32, u32>,
    /// The global that is the stack pointer: the first number that can change.
    pub(super) stack_pointer: Option<u32>,
    /// Custom sections, by name and content.
    pub(super) custom: Vec<(&'a str, &'a [u8])>,
    pub(super) has_tags: bool,
    pub(super) has_shared_memory: bool,
    pub(super) code_bytes: usize,
    pub(super) data_bytes: usize,
}

/// A function with a body, and what it takes to validate that again.
struct Function<'a> {
    resources: ValidatorResources,
    index: u32,
    ty: u32,
    features: WasmFeatures,
    body: FunctionBody<'a>,
}

/// What is counted and kept while a module is read.
#[derive(Default)]
struct Reading<'a> {
    globals: u32,
    exported_globals: Vec<(&'a str, u32)>,
}

impl<'a> Module<'a> {
    /// Reads and validates a module.
    ///
    /// # Errors
    ///
    /// It is no module, or a broken one.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Module<'a>> {
        if !Parser::is_core_wasm(bytes) {
            match Parser::is_component(bytes) {
                true => bail!("it is a component, and not a module"),
                false => bail!("it is no WebAssembly module"),
            }
        }
        let mut module = Module {
            imports: Vec::new(),
            functions: Vec::new(),
            exports: BTreeMap::new(),
            constants: BTreeMap::new(),
            globals: BTreeMap::new(),
            stack_pointer: None,
            custom: Vec::new(),
            has_tags: false,
            has_shared_memory: false,
            code_bytes: 0,
            data_bytes: 0,
        };
        let mut reading = Reading::default();
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload.context("it is broken")?;
            let valid = validator.payload(&payload).context("it is invalid")?;
            if let ValidPayload::Func(to_validate, body) = valid {
                module.add_function(to_validate, body)?;
            }
            module.add(payload, &mut reading)?;
        }
        for (name, index) in reading.exported_globals {
            if let Some(value) = module.globals.get(&index) {
                module.constants.insert(name, *value);
            }
        }
        Ok(module)
    }

    /// Keeps a function, whose body is found to be valid.
    fn add_function(
        &mut self,
        to_validate: FuncToValidate<ValidatorResources>,
        body: FunctionBody<'a>,
    ) -> Result<()> {
        let function = Function {
            resources: to_validate.resources,
            index: to_validate.index,
            ty: to_validate.ty,
            features: to_validate.features,
            body,
        };
        let mut validator = function.to_validate().into_validator(Default::default());
        validator
            .validate(&function.body)
            .context("it is invalid")?;
        self.code_bytes += function.body.range().len();
        self.functions.push(function);
        Ok(())
    }

    fn add(&mut self, payload: Payload<'a>, reading: &mut Reading<'a>) -> Result<()> {
        match payload {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Func(_) | TypeRef::FuncExact(_) => {
                            self.imports.push((import.module, import.name));
                        }
                        TypeRef::Global(_) => reading.globals += 1,
                        TypeRef::Memory(memory) => self.has_shared_memory |= memory.shared,
                        TypeRef::Tag(_) => self.has_tags = true,
                        TypeRef::Table(_) => {}
                    }
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    let index = reading.globals;
                    reading.globals += 1;
                    match (constant(&global.init_expr), global.ty.mutable) {
                        (Some(value), false) => {
                            self.globals.insert(index, value);
                        }
                        (Some(_), true) if self.stack_pointer.is_none() => {
                            self.stack_pointer = Some(index);
                        }
                        _ => {}
                    }
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        self.exports.insert(export.name, export.index);
                    } else if export.kind == ExternalKind::Global {
                        reading.exported_globals.push((export.name, export.index));
                    }
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    self.has_shared_memory |= memory?.shared;
                }
            }
            Payload::TagSection(_) => self.has_tags = true,
            Payload::DataSection(section) => self.data_bytes = section.range().len(),
            Payload::CustomSection(section) => self.custom.push((section.name(), section.data())),
            _ => {}
        }
        Ok(())
    }

    /// How many functions there are, imported ones included.
    pub(super) fn function_count(&self) -> usize {
        self.imports.len() + self.functions.len()
    }

    /// The body of a function, simplified; `None` for an import.
    pub(super) fn code(&self, index: u32) -> Result<Option<Code>> {
        let Some(function) = self.function(index) else {
            return Ok(None);
        };
        let validator = function.to_validate().into_validator(Default::default());
        code::simplify(validator, &function.body).map(Some)
    }

    /// How many bytes the body of a function has.
    pub(super) fn body_bytes(&self, index: u32) -> usize {
        self.function(index)
            .map_or(0, |function| function.body.range().len())
    }

    fn function(&self, index: u32) -> Option<&Function<'a>> {
        let index = usize::try_from(index).ok()?;
        self.functions.get(index.checked_sub(self.imports.len())?)
    }
}

impl Function<'_> {
    fn to_validate(&self) -> FuncToValidate<ValidatorResources> {
        FuncToValidate {
            resources: self.resources.clone(),
            index: self.index,
            ty: self.ty,
            features: self.features,
        }
    }
}

/// The value of an expression that is one number.
fn constant(expression: &ConstExpr<'_>) -> Option<u32> {
    let mut operators = expression.get_operators_reader();
    match (operators.read().ok()?, operators.read().ok()?) {
        (Operator::I32Const { value }, Operator::End) => Some(value as u32),
        _ => None,
    }
}
