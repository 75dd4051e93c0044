//! The ways through one function, in one pass over its instructions.
//!
//! A local that was assigned stays so. What holds at the start of a loop therefore holds on every
//! way back to it, and no pass has to be repeated.

use wasmparser::{BinaryReaderError, BrTable, Catch, Operator};

use crate::locals::Locals;
use crate::module::Module;
use crate::moved::assigned_behind;

/// What is known at a place that some way leads to.
#[derive(Clone)]
struct State {
    /// Assigned on every way.
    assigned: Locals,
    /// Missing on a way that begins with a call behind which they are assigned.
    missing: Locals,
}

/// The same at any place.
type Reached = Option<State>;

/// Takes one more way into account.
fn meet(place: &mut Reached, way: &Reached) {
    match (place.as_mut(), way) {
        (_, None) => {}
        (None, Some(_)) => place.clone_from(way),
        (Some(place), Some(way)) => {
            place.assigned.intersect(&way.assigned);
            place.missing.unite(&way.missing);
        }
    }
}

/// A label that branches lead to, and what becomes of exceptions below it.
struct Frame {
    kind: Kind,
    /// At its start.
    start: Reached,
    /// On the branches to its end.
    end: Reached,
}

enum Kind {
    Block,
    Loop,
    If,
    /// The protected part of a `try`, with what holds when something is thrown.
    Try {
        thrown: Reached,
        handling: Handling,
    },
    /// The handlers of a `try`.
    Handler {
        thrown: Reached,
    },
    /// Its targets are frames, by their places from the outermost.
    TryTable {
        targets: Vec<usize>,
        takes_all: bool,
    },
}

/// What a `try` does with exceptions, which is only said at its end.
#[derive(Clone, Copy)]
enum Handling {
    /// It has a handler for some of them.
    Some,
    /// It has a handler for all.
    All,
    /// It passes them to this label outside of it.
    Delegate(u32),
}

/// The walk through one function.
pub(crate) struct Flow {
    now: Reached,
    frames: Vec<Frame>,
}

impl Flow {
    pub(crate) fn new(parameters: u32, locals: u32) -> Flow {
        let now = Some(State {
            assigned: Locals::first(parameters, locals),
            missing: Locals::first(0, locals),
        });
        let mut flow = Flow {
            now,
            frames: Vec::new(),
        };
        flow.enter(Kind::Block);
        flow
    }

    /// Walks over all instructions, and hands each read of a missing local to `found`.
    ///
    /// What calls do is asked of the `module`.
    pub(crate) fn walk(
        mut self,
        instructions: &[(Operator<'_>, usize)],
        module: &Module<'_>,
        mut found: impl FnMut(u32, usize),
    ) -> Result<(), BinaryReaderError> {
        let handling = handling_of(instructions);
        for (at, (instruction, offset)) in instructions.iter().enumerate() {
            if module.may_throw(instruction) {
                self.throw(behind(
                    &instructions[at + 1..],
                    module.has_result(instruction),
                ));
            }
            match instruction {
                Operator::LocalGet { local_index } if self.misses(*local_index) => {
                    found(*local_index, *offset);
                }
                Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                    self.assign(*local_index);
                }
                Operator::Try { .. } => self.enter(Kind::Try {
                    thrown: None,
                    handling: handling[at],
                }),
                Operator::BrTable { targets } => self.branch_by(targets)?,
                other => self.step(other),
            }
        }
        Ok(())
    }

    fn misses(&self, local: u32) -> bool {
        let now = self.now.as_ref();
        now.is_some_and(|now| now.missing.contains(local))
    }

    fn assign(&mut self, local: u32) {
        if let Some(now) = &mut self.now {
            now.assigned.insert(local);
            now.missing.remove(local);
        }
    }

    /// Follows control, where the instruction has to do with it.
    fn step(&mut self, instruction: &Operator<'_>) {
        match instruction {
            Operator::Block { .. } => self.enter(Kind::Block),
            Operator::Loop { .. } => self.enter(Kind::Loop),
            Operator::If { .. } => self.enter(Kind::If),
            Operator::Else => self.begin_else(),
            Operator::TryTable { try_table } => self.enter_table(&try_table.catches),
            Operator::Catch { .. } | Operator::CatchAll => self.begin_handler(),
            Operator::Delegate { .. } | Operator::End => self.leave(),
            Operator::Br { relative_depth } => {
                self.branch(*relative_depth);
                self.now = None;
            }
            Operator::BrIf { relative_depth }
            | Operator::BrOnNull { relative_depth }
            | Operator::BrOnNonNull { relative_depth }
            | Operator::BrOnCast { relative_depth, .. }
            | Operator::BrOnCastFail { relative_depth, .. } => self.branch(*relative_depth),
            Operator::Return
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. }
            | Operator::Throw { .. }
            | Operator::Rethrow { .. }
            | Operator::ThrowRef
            | Operator::Unreachable => self.now = None,
            _ => {}
        }
    }

    fn enter(&mut self, kind: Kind) {
        self.frames.push(Frame {
            kind,
            start: self.now.clone(),
            end: None,
        });
    }

    /// Its labels are counted from outside of it.
    fn enter_table(&mut self, catches: &[Catch]) {
        let outermost = self.frames.len().saturating_sub(1);
        let target = |label: u32| outermost.saturating_sub(label as usize);
        let targets = catches.iter().map(|catch| match catch {
            Catch::One { label, .. } | Catch::OneRef { label, .. } => target(*label),
            Catch::All { label } | Catch::AllRef { label } => target(*label),
        });
        let takes_all = |catch: &Catch| matches!(catch, Catch::All { .. } | Catch::AllRef { .. });
        self.enter(Kind::TryTable {
            targets: targets.collect(),
            takes_all: catches.iter().any(takes_all),
        });
    }

    fn begin_else(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            meet(&mut frame.end, &self.now);
            frame.kind = Kind::Block;
            self.now.clone_from(&frame.start);
        }
    }

    /// What was thrown begins there; nothing else does.
    fn begin_handler(&mut self) {
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        meet(&mut frame.end, &self.now);
        if let Kind::Try { thrown, .. } | Kind::Handler { thrown } = &mut frame.kind {
            let thrown = thrown.take();
            self.now.clone_from(&thrown);
            frame.kind = Kind::Handler { thrown };
        }
    }

    fn leave(&mut self) {
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        if let Kind::If = frame.kind {
            meet(&mut frame.end, &frame.start);
        }
        meet(&mut self.now, &frame.end);
    }

    fn branch(&mut self, label: u32) {
        let frame = self.frames.iter_mut().nth_back(label as usize);
        // Back to the start of a loop leads no way on which less is assigned than on the first.
        if let Some(frame) = frame.filter(|frame| !matches!(frame.kind, Kind::Loop)) {
            meet(&mut frame.end, &self.now);
        }
    }

    fn branch_by(&mut self, targets: &BrTable<'_>) -> Result<(), BinaryReaderError> {
        for label in targets.targets() {
            self.branch(label?);
        }
        self.branch(targets.default());
        self.now = None;
        Ok(())
    }

    /// Takes the way of an exception to each handler that may take it, without what is assigned only
    /// by the instructions that `follow`.
    fn throw(&mut self, follow: &[(Operator<'_>, usize)]) {
        let mut thrown = self.now.clone();
        if let Some(State { assigned, missing }) = &mut thrown {
            let behind = assigned_behind(follow).filter(|&local| !assigned.contains(local));
            behind.for_each(|local| missing.insert(local));
        }
        let mut left = self.frames.len();
        while left > 0 {
            left -= 1;
            match &mut self.frames[left].kind {
                Kind::Try {
                    handling: Handling::Delegate(label),
                    ..
                } => left = left.saturating_sub(*label as usize),
                Kind::Try {
                    thrown: place,
                    handling,
                } => {
                    meet(place, &thrown);
                    if let Handling::All = handling {
                        return;
                    }
                }
                Kind::TryTable { targets, takes_all } => {
                    let (targets, takes_all) = (targets.clone(), *takes_all);
                    for target in targets {
                        meet(&mut self.frames[target].end, &thrown);
                    }
                    if takes_all {
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}

/// What follows a call, without the assignment of its result.
fn behind<'i, 'a>(
    follow: &'i [(Operator<'a>, usize)],
    has_result: bool,
) -> &'i [(Operator<'a>, usize)] {
    match follow {
        [(Operator::LocalSet { .. } | Operator::LocalTee { .. }, _), rest @ ..] if has_result => {
            rest
        }
        _ => follow,
    }
}

/// What each `try` does with exceptions, at its place among the instructions.
fn handling_of(instructions: &[(Operator<'_>, usize)]) -> Vec<Handling> {
    let mut handling = vec![Handling::Some; instructions.len()];
    let mut open = Vec::new();
    for (at, (instruction, _)) in instructions.iter().enumerate() {
        match instruction {
            Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Try { .. }
            | Operator::TryTable { .. } => open.push(at),
            Operator::CatchAll => {
                if let Some(&begin) = open.last() {
                    handling[begin] = Handling::All;
                }
            }
            Operator::Delegate { relative_depth } => {
                if let Some(begin) = open.pop() {
                    handling[begin] = Handling::Delegate(*relative_depth);
                }
            }
            Operator::End => {
                open.pop();
            }
            _ => {}
        }
    }
    handling
}
