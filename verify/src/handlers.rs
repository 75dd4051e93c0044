//! Handlers that read what is not there.

use std::collections::BTreeSet;
use std::fmt;

use wasmparser::BinaryReaderError;

use crate::flow::Flow;
use crate::module::{Function, Module};

/// A local that is read after an exception was caught, and is assigned only behind the call that threw.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unassigned {
    /// The index of the function, imports counted.
    pub function: u32,
    /// Its name, by the name section or by an export.
    pub name: Option<String>,
    /// The index of the local, parameters counted.
    pub local: u32,
    /// Where in the module it is read first, in bytes.
    pub offset: usize,
}

impl fmt::Display for Unassigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "`{name}`")?,
            None => write!(f, "function {}", self.function)?,
        }
        let Unassigned { local, offset, .. } = self;
        write!(
            f,
            " reads local {local} at {offset:#x} after an exception, and assigns it behind the call \
             that threw"
        )
    }
}

/// The bytes are no module, or use what is not known here.
#[derive(Debug)]
pub struct Error(BinaryReaderError);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the module cannot be read: {}", self.0)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<BinaryReaderError> for Error {
    fn from(error: BinaryReaderError) -> Error {
        Error(error)
    }
}

/// Finds what is read after an exception was caught, and is not assigned on every way to the call that
/// threw but right behind it. Each local of a function is told once.
///
/// LLVM 22.1.8 makes such code of loops that consume what they iterate over
/// (`docs/upstream/unwind-edges.md`), in the legacy encoding of exceptions and in that with `exnref`.
///
/// # Example
///
/// ```
/// let module = wat::parse_str(
///     r#"(module
///         (tag $panic)
///         (func $f (import "env" "f"))
///         (func $each (param $at i32) (local $next i32)
///             (block $caught
///                 (try_table (catch_all $caught)
///                     call $f
///                     (local.set $next (i32.add (local.get $at) (i32.const 4))))
///                 return)
///             (i32.store (i32.const 0) (local.get $next)))
///         (memory 1))"#,
/// )?;
/// let found = wasm_bulkhead_verify::unassigned_in_handlers(&module)?;
/// assert_eq!(found[0].name.as_deref(), Some("each"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If the bytes are no module.
///
/// # Caveats
///
/// A module in which nothing is found may be wrong all the same: a local that held an older value is
/// assigned, and read too soon. Of loops that are miscompiled by the dozen some are found.
///
/// It is for modules as the compiler wrote them, or wasm-bindgen after it. An optimiser such as
/// `wasm-opt` may lay several locals into one. Which functions of the allocator do not unwind is told
/// by their names; where those were stripped, a call of them may count as one that throws.
pub fn unassigned_in_handlers(module: &[u8]) -> Result<Vec<Unassigned>, Error> {
    let module = Module::parse(module)?;
    let mut all = Vec::new();
    for function in &module.functions {
        all.extend(unassigned_in(&module, function)?);
    }
    Ok(all)
}

fn unassigned_in(module: &Module<'_>, function: &Function<'_>) -> Result<Vec<Unassigned>, Error> {
    let mut locals = function.parameters;
    for declared in function.body.get_locals_reader()? {
        locals += declared?.0;
    }
    let instructions = function.body.get_operators_reader()?;
    let instructions = instructions.into_iter_with_offsets();
    let instructions = instructions.collect::<Result<Vec<_>, _>>()?;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    Flow::new(function.parameters, locals).walk(&instructions, module, |local, offset| {
        if seen.insert(local) {
            found.push(Unassigned {
                function: function.index,
                name: module.name(function.index).map(str::to_owned),
                local,
                offset,
            });
        }
    })?;
    Ok(found)
}
