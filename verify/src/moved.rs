//! Which assignments stand where LLVM moves them.

use wasmparser::Operator;

/// The locals that are assigned by the instructions right behind a call, to what neither memory nor
/// another call has a say in.
///
/// Only such a value can have been moved past the call. Others that a handler reads without their
/// being assigned are undefined to the compiler too: the handler asks a flag first.
pub(crate) fn assigned_behind<'a>(
    follow: &'a [(Operator<'_>, usize)],
) -> impl Iterator<Item = u32> + 'a {
    let pure = follow
        .iter()
        .take_while(|(instruction, _)| is_pure(instruction));
    pure.filter_map(|(instruction, _)| match instruction {
        Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
            Some(*local_index)
        }
        _ => None,
    })
}

/// Whether it computes something out of locals and the operand stack alone, and control goes on to
/// the next.
fn is_pure(instruction: &Operator<'_>) -> bool {
    let (reads, writes) = (reads_memory(instruction), writes_memory(instruction));
    !reads && !writes && !is_control(instruction)
}

fn is_control(instruction: &Operator<'_>) -> bool {
    matches!(
        instruction,
        Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::Try { .. }
            | Operator::TryTable { .. }
            | Operator::Catch { .. }
            | Operator::CatchAll
            | Operator::Delegate { .. }
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Unreachable
            | Operator::Throw { .. }
            | Operator::ThrowRef
            | Operator::Rethrow { .. }
            | Operator::Call { .. }
            | Operator::CallIndirect { .. }
            | Operator::CallRef { .. }
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. }
    )
}

fn reads_memory(instruction: &Operator<'_>) -> bool {
    matches!(
        instruction,
        Operator::I32Load { .. }
            | Operator::I64Load { .. }
            | Operator::F32Load { .. }
            | Operator::F64Load { .. }
            | Operator::I32Load8S { .. }
            | Operator::I32Load8U { .. }
            | Operator::I32Load16S { .. }
            | Operator::I32Load16U { .. }
            | Operator::I64Load8S { .. }
            | Operator::I64Load8U { .. }
            | Operator::I64Load16S { .. }
            | Operator::I64Load16U { .. }
            | Operator::I64Load32S { .. }
            | Operator::I64Load32U { .. }
            | Operator::GlobalGet { .. }
            | Operator::TableGet { .. }
            | Operator::MemorySize { .. }
    )
}

fn writes_memory(instruction: &Operator<'_>) -> bool {
    matches!(
        instruction,
        Operator::I32Store { .. }
            | Operator::I64Store { .. }
            | Operator::F32Store { .. }
            | Operator::F64Store { .. }
            | Operator::I32Store8 { .. }
            | Operator::I32Store16 { .. }
            | Operator::I64Store8 { .. }
            | Operator::I64Store16 { .. }
            | Operator::I64Store32 { .. }
            | Operator::GlobalSet { .. }
            | Operator::TableSet { .. }
            | Operator::MemoryGrow { .. }
            | Operator::MemoryCopy { .. }
            | Operator::MemoryFill { .. }
    )
}
