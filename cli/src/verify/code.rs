//! The body of a function, reduced to what matters to the analyses: where control goes, what is
//! called, what is written, and where numbers come from.

use anyhow::{Context, Result};
use wasmparser::{
    Catch, FuncValidator, FunctionBody, ModuleArity, Operator, TryTable, WasmModuleResources,
};

/// A body.
pub(super) struct Code {
    pub(super) parameters: u32,
    pub(super) instructions: Vec<Instruction>,
}

impl Code {
    /// The functions that it calls by their index.
    pub(super) fn callees(&self) -> impl Iterator<Item = u32> + '_ {
        self.instructions
            .iter()
            .filter_map(|instruction| match instruction.op {
                Op::Call(function) | Op::ReturnCall(function) => Some(function),
                _ => None,
            })
    }
}

/// One instruction, and where it is in the module.
pub(super) struct Instruction {
    pub(super) offset: usize,
    pub(super) op: Op,
    /// How many values it takes from the stack, and how many it leaves there.
    pub(super) pops: usize,
    pub(super) pushes: usize,
}

/// What an instruction does, as far as it matters.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Op {
    Const(u32),
    LocalGet(u32),
    LocalSet(u32),
    LocalTee(u32),
    GlobalGet(u32),
    GlobalSet(u32),
    /// Reads a number from memory at a place on the stack and an offset.
    Load(u64),
    /// Writes a number to memory at a place on the stack, which is below it, and an offset.
    Store(u64),
    Or,
    And,
    Add,
    Sub,
    EqualsZero,
    Equal,
    NotEqual,
    Call(u32),
    /// Through a table or a reference.
    CallIndirect,
    ReturnCall(u32),
    ReturnCallIndirect,
    /// Changes the state of the instance in another way.
    Effect(&'static str),
    Block,
    Loop,
    If,
    Else,
    /// With whether its handlers take everything, and where it sends exceptions instead.
    Try(bool, Option<u32>),
    /// With where each clause leads, and whether it takes everything.
    TryTable(Vec<(u32, bool)>),
    /// With whether it takes everything.
    Catch(bool),
    Delegate,
    End,
    Br(u32),
    BrIf(u32),
    BrTable(Vec<u32>),
    Return,
    Unreachable,
    /// `throw`, `throw_ref` and `rethrow`.
    Throw,
    /// Nothing that matters.
    Other,
}

/// The first byte of the instructions for shared memory.
const ATOMIC: u8 = 0xfe;

/// Simplifies a body that is known to be valid.
pub(super) fn simplify<R: WasmModuleResources>(
    mut validator: FuncValidator<R>,
    body: &FunctionBody<'_>,
) -> Result<Code> {
    let parameters = validator.len_locals();
    let mut reader = body.get_binary_reader();
    validator.read_locals(&mut reader)?;
    let mut operators = wasmparser::OperatorsReader::new(reader);
    let mut instructions: Vec<Instruction> = Vec::new();
    // Where the open blocks began.
    let mut open = vec![usize::MAX];
    while !operators.eof() {
        let is_atomic = operators.get_binary_reader().read_u8()? == ATOMIC;
        let (operator, offset) = operators.read_with_offset()?;
        let (pops, pushes) = arity(&operator, &validator)
            .with_context(|| format!("an instruction at {offset:#x} is not known"))?;
        validator.op(offset, &operator)?;
        nest(&operator, &mut open, &mut instructions);
        instructions.push(Instruction {
            offset,
            op: op(operator, pops, pushes, is_atomic),
            pops,
            pushes,
        });
    }
    Ok(Code {
        parameters,
        instructions,
    })
}

/// Has each `try` know what its handlers do, which come after it.
fn nest(operator: &Operator<'_>, open: &mut Vec<usize>, instructions: &mut [Instruction]) {
    let is_opened = matches!(
        operator,
        Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Try { .. }
            | Operator::TryTable { .. }
    );
    if is_opened {
        open.push(instructions.len());
    }
    let innermost = open.last().and_then(|at| instructions.get_mut(*at));
    match (operator, innermost.map(|instruction| &mut instruction.op)) {
        (Operator::CatchAll, Some(Op::Try(takes_all, _))) => *takes_all = true,
        (Operator::Delegate { relative_depth }, Some(Op::Try(_, delegates))) => {
            *delegates = Some(*relative_depth);
        }
        _ => {}
    }
    if matches!(operator, Operator::End | Operator::Delegate { .. }) {
        open.pop();
    }
}

/// Of what opens a block the parameters count, which are not on the stack outside of it; of what
/// ends it, its results.
fn arity<R: WasmModuleResources>(
    operator: &Operator<'_>,
    validator: &FuncValidator<R>,
) -> Option<(usize, usize)> {
    let opened = match operator {
        Operator::Block { blockty }
        | Operator::Loop { blockty }
        | Operator::If { blockty }
        | Operator::Try { blockty }
        | Operator::TryTable {
            try_table: TryTable { ty: blockty, .. },
        } => Some(*blockty),
        _ => None,
    };
    let (pops, pushes) = match opened {
        // What the block leaves is counted when it ends.
        Some(blockty) => {
            let (params, _) = validator.block_type_arity(blockty)?;
            let condition = u32::from(matches!(operator, Operator::If { .. }));
            (params + condition, params)
        }
        None => operator.operator_arity(validator)?,
    };
    Some((usize::try_from(pops).ok()?, usize::try_from(pushes).ok()?))
}

fn op(operator: Operator<'_>, pops: usize, pushes: usize, is_atomic: bool) -> Op {
    use Operator as O;
    match operator {
        O::I32Const { value } => Op::Const(value as u32),
        O::LocalGet { local_index } => Op::LocalGet(local_index),
        O::LocalSet { local_index } => Op::LocalSet(local_index),
        O::LocalTee { local_index } => Op::LocalTee(local_index),
        O::GlobalGet { global_index } => Op::GlobalGet(global_index),
        O::GlobalSet { global_index } => Op::GlobalSet(global_index),
        O::I32Load { memarg }
        | O::I32Load8U { memarg }
        | O::I32Load16U { memarg }
        | O::I32AtomicLoad { memarg }
        | O::I32AtomicLoad8U { memarg } => Op::Load(memarg.offset),
        O::I32Store { memarg }
        | O::I64Store { memarg }
        | O::F32Store { memarg }
        | O::F64Store { memarg }
        | O::I32Store8 { memarg }
        | O::I32Store16 { memarg }
        | O::I64Store8 { memarg }
        | O::I64Store16 { memarg }
        | O::I64Store32 { memarg }
        | O::V128Store { memarg }
        | O::I32AtomicStore { memarg }
        | O::I32AtomicStore8 { memarg }
        | O::I32AtomicStore16 { memarg }
        | O::I64AtomicStore { memarg } => Op::Store(memarg.offset),
        O::I32Or => Op::Or,
        O::I32And => Op::And,
        O::I32Add => Op::Add,
        O::I32Sub => Op::Sub,
        O::I32Eqz => Op::EqualsZero,
        O::I32Eq => Op::Equal,
        O::I32Ne => Op::NotEqual,
        O::Block { .. } => Op::Block,
        O::Loop { .. } => Op::Loop,
        O::If { .. } => Op::If,
        O::Else => Op::Else,
        O::Try { .. } => Op::Try(false, None),
        O::TryTable { try_table } => Op::TryTable(try_table.catches.iter().map(clause).collect()),
        O::Catch { .. } => Op::Catch(false),
        O::CatchAll => Op::Catch(true),
        O::Delegate { .. } => Op::Delegate,
        O::End => Op::End,
        O::Br { relative_depth } => Op::Br(relative_depth),
        O::BrIf { relative_depth }
        | O::BrOnNull { relative_depth }
        | O::BrOnNonNull { relative_depth }
        | O::BrOnCast { relative_depth, .. }
        | O::BrOnCastFail { relative_depth, .. } => Op::BrIf(relative_depth),
        O::BrTable { targets } => {
            let all = targets.targets().chain([Ok(targets.default())]);
            Op::BrTable(all.map_while(Result::ok).collect())
        }
        O::Return => Op::Return,
        O::Unreachable => Op::Unreachable,
        O::Throw { .. } | O::ThrowRef | O::Rethrow { .. } => Op::Throw,
        O::Call { function_index } => Op::Call(function_index),
        O::ReturnCall { function_index } => Op::ReturnCall(function_index),
        O::CallIndirect { .. } | O::CallRef { .. } => Op::CallIndirect,
        O::ReturnCallIndirect { .. } | O::ReturnCallRef { .. } => Op::ReturnCallIndirect,
        O::MemoryCopy { .. } | O::MemoryFill { .. } | O::MemoryInit { .. } => Op::Effect("memory"),
        O::MemoryGrow { .. } => Op::Effect("the size of memory"),
        O::Drop | O::TableSet { .. } => Op::Other,
        _ if is_atomic => Op::Effect("shared memory"),
        // What only takes values does something with them.
        _ if pops > 0 && pushes == 0 => Op::Effect("what is no number in memory"),
        _ => Op::Other,
    }
}

fn clause(catch: &Catch) -> (u32, bool) {
    match catch {
        Catch::One { label, .. } | Catch::OneRef { label, .. } => (*label, false),
        Catch::All { label } | Catch::AllRef { label } => (*label, true),
    }
}
