//! Walks through one function, following what is known on each way.

use std::collections::BTreeMap;

use super::value::{join, Checked, Gate, Origin, State, Value};
use super::{Judge, Summary};
use crate::verify::code::{Code, Instruction, Op};
use crate::verify::module::Module;

/// How often a function is walked through before locals are forgotten at its loops, and before it
/// is given up.
const WALKS: usize = 4;
const MOST_WALKS: usize = 12;

/// Something that happens before the gate is passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verify) struct Early {
    what: What,
    /// Where in the module, 0 where that is not known.
    offset: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Import(u32),
    Recursion(u32),
    Table,
    Memory,
    Other(&'static str),
    Global(u32),
    GivenUp(u32),
}

impl Early {
    pub(super) fn import(function: u32) -> Early {
        What::Import(function).at(0)
    }

    pub(super) fn recursion(function: u32) -> Early {
        What::Recursion(function).at(0)
    }

    /// Whether what happens is known.
    pub(super) fn is_followed(&self) -> bool {
        !matches!(self.what, What::Recursion(_) | What::GivenUp(_))
    }

    /// What happens, for the beginning of a sentence.
    pub(super) fn describe(&self, module: &Module<'_>) -> String {
        let what = match &self.what {
            What::Import(function) => {
                let import = usize::try_from(*function).ok();
                let import = import.and_then(|index| module.imports.get(index));
                format!(
                    "import `{}` is called",
                    import.map_or("?", |(_, name)| name)
                )
            }
            What::Recursion(function) => format!("function {function} calls itself"),
            What::Table => "a function is called through a table".into(),
            What::Memory => "memory is written".into(),
            What::Other(what) => format!("{what} is changed"),
            What::Global(index) => format!("global {index} is written"),
            What::GivenUp(function) => format!("function {function} is too tangled to follow"),
        };
        match self.offset {
            0 => what,
            offset => format!("{what} at {offset:#x}"),
        }
    }
}

impl What {
    fn at(self, offset: usize) -> Early {
        Early { what: self, offset }
    }
}

/// Finds out what a call of this function means.
pub(super) fn walk(code: &Code, function: u32, judge: &Judge<'_, '_>) -> Summary {
    let mut loops = BTreeMap::new();
    for walks in 0..MOST_WALKS {
        let mut walk = Walk {
            judge,
            frames: Vec::new(),
            stack: Vec::new(),
            state: Some(State::start(code.parameters)),
            loads: BTreeMap::new(),
            loops,
            is_settled: true,
            forgets: walks >= WALKS,
            summary: Summary {
                early: None,
                writes: BTreeMap::new(),
                returns: Checked::NONE,
                throws: Checked::NONE,
                result: None,
            },
        };
        walk.open(Kind::Block, 0, 0, 0);
        for (at, instruction) in code.instructions.iter().enumerate() {
            walk.step(at, instruction);
        }
        if walk.is_settled {
            return walk.summary;
        }
        loops = walk.loops;
    }
    Summary::unknown(What::GivenUp(function).at(0))
}

/// A block that is open.
struct Frame {
    kind: Kind,
    /// How high the stack is below it.
    height: usize,
    /// What is known behind it, from the branches so far.
    behind: Option<State>,
    /// What is known where its `else` begins, or its handlers.
    beside: Option<State>,
    /// Its index in the code, which names a loop.
    at: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Block,
    Loop,
    If,
    /// The part of a `try` before its handlers; with whether these take everything, and where it
    /// sends exceptions instead.
    Try(bool, Option<u32>),
    /// With where its clauses lead, counted from outside of it.
    TryTable(Vec<(u32, bool)>),
    /// A handler; further ones get what is `beside`.
    Handler,
}

struct Walk<'j, 'm, 'a> {
    judge: &'j Judge<'m, 'a>,
    frames: Vec<Frame>,
    stack: Vec<Value>,
    /// What is known here; `None` where nothing comes.
    state: Option<State>,
    /// What instructions have read from: where the place came from, what was added to it, and the
    /// offset.
    loads: BTreeMap<usize, (Origin, u32, u64)>,
    /// What is known at the beginning of loops, from all walks.
    loops: BTreeMap<usize, Option<State>>,
    /// Whether nothing new was found at the beginning of a loop.
    is_settled: bool,
    forgets: bool,
    summary: Summary,
}

/// What comes of two values; of one, `right` is it.
fn combine(op: &Op, left: Value, right: Value) -> Value {
    use Value::{Frame, From, Number};
    match (op, left, right) {
        (Op::Or, Number(left), Number(right)) => Number(left | right),
        (Op::And, Number(left), Number(right)) => Number(left & right),
        (Op::Add, Number(left), Number(right)) => Number(left.wrapping_add(right)),
        (Op::Sub, Number(left), Number(right)) => Number(left.wrapping_sub(right)),
        (Op::Add | Op::Sub, Frame, Number(_)) | (Op::Add, Number(_), Frame) => Frame,
        (Op::Add, From(origin, more), Number(number))
        | (Op::Add, Number(number), From(origin, more)) => From(origin, more.wrapping_add(number)),
        (Op::Sub, From(origin, more), Number(number)) => From(origin, more.wrapping_sub(number)),
        (Op::EqualsZero, _, Number(number)) => Number(u32::from(number == 0)),
        (Op::EqualsZero, _, Value::Gate(gate)) => Value::Gate(gate.not()),
        (Op::Equal, Value::Gate(gate), Number(0)) | (Op::Equal, Number(0), Value::Gate(gate)) => {
            Value::Gate(gate.not())
        }
        (Op::NotEqual, Value::Gate(gate), Number(0))
        | (Op::NotEqual, Number(0), Value::Gate(gate)) => Value::Gate(gate),
        // The word is 0 or 1.
        (Op::And, Value::Gate(gate), Number(1 | 0xff))
        | (Op::And, Number(1 | 0xff), Value::Gate(gate)) => Value::Gate(gate),
        (Op::Or, Value::Gate(gate), _) | (Op::Or, _, Value::Gate(gate)) => gate.or_other(),
        (Op::And, Value::Gate(gate), _) | (Op::And, _, Value::Gate(gate)) => gate.and_other(),
        _ => Value::Unknown,
    }
}

/// The count of an object that is borrowed by `&mut`.
const EXCLUSIVE: u32 = u32::MAX;

impl Walk<'_, '_, '_> {
    fn step(&mut self, at: usize, instruction: &Instruction) {
        let Instruction {
            op, pops, pushes, ..
        } = instruction;
        match op {
            Op::Block => self.open(Kind::Block, at, *pops, *pushes),
            Op::Loop => self.open_loop(at, *pops, *pushes),
            Op::If => self.open_if(at, *pops, *pushes),
            Op::Try(takes_all, delegates) => {
                self.open(Kind::Try(*takes_all, *delegates), at, *pops, *pushes);
            }
            Op::TryTable(clauses) => {
                self.open(Kind::TryTable(clauses.clone()), at, *pops, *pushes);
            }
            Op::Else => self.switch(Kind::Block, *pushes),
            Op::Catch(_) => self.switch(Kind::Handler, *pushes),
            Op::Delegate | Op::End => self.close(*pushes),
            _ if self.state.is_none() => {}
            _ => self.run(instruction),
        }
    }

    /// An instruction that is reached and opens or closes nothing.
    fn run(&mut self, instruction: &Instruction) {
        let Instruction {
            offset,
            op,
            pops,
            pushes,
        } = instruction;
        match op {
            Op::Br(depth) => {
                self.branch(*depth);
                self.state = None;
            }
            Op::BrIf(depth) => {
                let condition = self.pop(*pops, 0).first().copied();
                self.push_unknown(*pushes);
                self.branch_if(*depth, condition.unwrap_or(Value::Unknown));
            }
            Op::BrTable(depths) => {
                for depth in depths {
                    self.branch(*depth);
                }
                self.state = None;
            }
            Op::Return => self.leave(),
            Op::Unreachable => self.state = None,
            Op::Throw => {
                self.throw();
                self.state = None;
            }
            Op::Call(function) => self.call(*function, *offset, *pops, *pushes),
            Op::ReturnCall(function) => {
                self.call(*function, *offset, *pops, 1);
                self.leave();
            }
            Op::CallIndirect => self.call_unknown(*offset, *pops, *pushes),
            Op::ReturnCallIndirect => {
                self.call_unknown(*offset, *pops, 1);
                self.leave();
            }
            _ => self.compute(instruction),
        }
    }

    /// An instruction that stays in line.
    fn compute(&mut self, instruction: &Instruction) {
        let Instruction {
            offset,
            op,
            pops,
            pushes,
        } = instruction;
        let taken = self.pop(*pops, 2);
        let value = |at: usize| taken.get(at).copied().unwrap_or(Value::Unknown);
        let result = match op {
            Op::Const(number) => Value::Number(*number),
            Op::LocalGet(index) => self.local(*index),
            Op::LocalSet(index) | Op::LocalTee(index) => {
                self.set_local(*index, value(0));
                value(0)
            }
            Op::GlobalGet(index) if self.judge.module.stack_pointer == Some(*index) => Value::Frame,
            Op::GlobalGet(index) => match self.judge.module.globals.get(index) {
                Some(number) => Value::Number(*number),
                None => Value::Unknown,
            },
            Op::GlobalSet(index) => {
                if self.judge.module.stack_pointer != Some(*index) {
                    self.happens(What::Global(*index).at(*offset));
                }
                Value::Unknown
            }
            Op::Load(from) => self.load(*offset, value(0), *from),
            Op::Store(place) => {
                // The place is below the value.
                if !self.is_count(value(1), *place, value(0)) {
                    self.write(value(1), What::Memory.at(*offset));
                }
                Value::Unknown
            }
            Op::Effect(what) => {
                self.happens(What::Other(what).at(*offset));
                Value::Unknown
            }
            _ => combine(op, value(1), value(0)),
        };
        if *pushes == 1 {
            self.stack.push(result);
        } else {
            self.push_unknown(*pushes);
        }
    }

    fn load(&mut self, at: usize, place: Value, offset: u64) -> Value {
        match place {
            Value::Number(number) if u64::from(number) + offset == u64::from(self.judge.word) => {
                Value::Gate(Gate::WORD)
            }
            Value::From(origin, more) => {
                self.loads.insert(at, (origin, more, offset));
                Value::From(Origin::Load(at), 0)
            }
            _ => Value::From(Origin::Load(at), 0),
        }
    }

    /// Whether what is written is a count of borrows, which wasm-bindgen takes before it calls an
    /// async function, and gives back if that is refused.
    fn is_count(&self, place: Value, offset: u64, value: Value) -> bool {
        let Value::From(origin, more) = place else {
            return false;
        };
        match value {
            Value::Number(EXCLUSIVE) => true,
            Value::From(Origin::Load(at), 1 | u32::MAX) => {
                self.loads.get(&at) == Some(&(origin, more, offset))
            }
            _ => false,
        }
    }

    fn local(&self, index: u32) -> Value {
        self.state
            .as_ref()
            .map_or(Value::Unknown, |state| state.local(index))
    }

    fn set_local(&mut self, index: u32, value: Value) {
        if let Some(state) = &mut self.state {
            state.set_local(index, value);
        }
    }

    fn checked(&self) -> Checked {
        self.state
            .as_ref()
            .map_or(Checked::NONE, |state| state.checked)
    }

    /// Something that somebody could see.
    fn happens(&mut self, early: Early) {
        if self.is_unchecked() {
            self.tell(early);
            self.know(self.checked().after_body());
        }
    }

    /// The first is told, or else what cannot be followed.
    fn tell(&mut self, early: Early) {
        if self
            .summary
            .early
            .as_ref()
            .is_none_or(|known| !known.is_followed())
        {
            self.summary.early = Some(early);
        }
    }

    /// Whether there is a way on which the gate was not checked.
    fn is_unchecked(&self) -> bool {
        self.checked().may_be(Checked::NOT | Checked::SKIPPED)
    }

    /// Memory is written at this place.
    fn write(&mut self, place: Value, early: Early) {
        match place {
            Value::Frame => {}
            Value::From(Origin::Argument(index), _) if self.is_unchecked() => {
                self.summary.writes.entry(index).or_insert(early);
            }
            _ => self.happens(early),
        }
    }

    fn call(&mut self, function: u32, offset: usize, pops: usize, pushes: usize) {
        let arguments = self.pop(pops, pops);
        let summary = self.judge.summary(function);
        for (index, early) in summary.writes {
            let index = usize::try_from(index).ok();
            let place = index.and_then(|index| arguments.iter().rev().nth(index));
            self.write(place.copied().unwrap_or(Value::Unknown), early);
        }
        if let Some(early) = summary.early {
            let offset = if early.offset == 0 {
                offset
            } else {
                early.offset
            };
            if self.is_unchecked() {
                self.tell(Early { offset, ..early });
            }
        }
        let before = self.checked();
        let throws = before.then(summary.throws);
        if !summary.throws.is_empty() {
            self.throw_with(throws);
        }
        match summary.returns.is_empty() {
            true => self.state = None,
            false => self.know(before.then(summary.returns)),
        }
        match summary.result {
            Some(result) if pushes == 1 => self.stack.push(result),
            _ => self.push_unknown(pushes),
        }
    }

    fn call_unknown(&mut self, offset: usize, pops: usize, pushes: usize) {
        self.pop(pops, 0);
        self.happens(What::Table.at(offset));
        self.throw();
        self.push_unknown(pushes);
    }

    fn know(&mut self, checked: Checked) {
        if let Some(state) = &mut self.state {
            state.checked = checked;
        }
    }

    /// The function returns here.
    fn leave(&mut self) {
        if let Some(state) = self.state.take() {
            self.return_from(state.checked);
        }
    }

    fn return_from(&mut self, checked: Checked) {
        let result = match self.stack.last() {
            Some(value @ (Value::Number(_) | Value::Gate(_))) => *value,
            _ => Value::Unknown,
        };
        let before = self.summary.result.unwrap_or(result);
        self.summary.result = Some(if before == result {
            result
        } else {
            Value::Unknown
        });
        self.summary.returns |= checked;
    }

    fn branch(&mut self, depth: u32) {
        if let Some(state) = self.state.clone() {
            self.branch_with(depth, &state);
        }
    }

    fn branch_if(&mut self, depth: u32, condition: Value) {
        let Some(state) = self.state.clone() else {
            return;
        };
        let found = |is_set| match condition {
            Value::Gate(gate) => gate.found(is_set, state.checked),
            _ => state.checked,
        };
        self.branch_with(depth, &state.with(found(true)));
        self.know(found(false));
    }

    fn branch_with(&mut self, depth: u32, state: &State) {
        let Some(at) = self.target(depth) else { return };
        if at == 0 {
            self.return_from(state.checked);
            return;
        }
        match self.frames[at].kind {
            Kind::Loop => {
                let entry = self.loops.entry(self.frames[at].at).or_default();
                let mut state = state.clone();
                if self.forgets {
                    state.forget_locals();
                }
                if join(entry, &state) {
                    self.is_settled = false;
                }
            }
            _ => {
                join(&mut self.frames[at].behind, state);
            }
        }
    }

    fn target(&self, depth: u32) -> Option<usize> {
        let depth = usize::try_from(depth).ok()?;
        self.frames.len().checked_sub(depth.checked_add(1)?)
    }

    fn throw(&mut self) {
        self.throw_with(self.checked());
    }

    /// An exception goes to the handlers around, as far as they do not take all there are.
    fn throw_with(&mut self, checked: Checked) {
        let Some(state) = self.state.as_ref().map(|state| state.with(checked)) else {
            return;
        };
        self.throw_from(self.frames.len(), &state);
    }

    /// As from within the innermost of so many frames.
    fn throw_from(&mut self, mut inside: usize, state: &State) {
        while let Some(at) = inside.checked_sub(1) {
            inside = at;
            match self.frames[at].kind.clone() {
                Kind::Try(_, Some(depth)) => {
                    inside = at.saturating_sub(usize::try_from(depth).unwrap_or(usize::MAX));
                }
                Kind::Try(takes_all, None) => {
                    join(&mut self.frames[at].beside, state);
                    if takes_all {
                        return;
                    }
                }
                Kind::TryTable(clauses) => {
                    self.throw_to(at, &clauses, state);
                    if clauses.iter().any(|(_, takes_all)| *takes_all) {
                        return;
                    }
                }
                _ => {}
            }
        }
        self.summary.throws |= state.checked;
    }

    /// To the clauses of a `try_table`, which count their depth from outside of it.
    fn throw_to(&mut self, at: usize, clauses: &[(u32, bool)], state: &State) {
        for (depth, _) in clauses {
            let inwards = u32::try_from(self.frames.len() - at).unwrap_or(u32::MAX);
            self.branch_with(depth.saturating_add(inwards), state);
        }
    }

    fn open(&mut self, kind: Kind, at: usize, pops: usize, pushes: usize) {
        // Where nothing comes there may be nothing on the stack.
        if self.state.is_some() {
            self.pop(pops, 0);
        }
        let height = self.stack.len();
        self.push_unknown(pushes);
        self.frames.push(Frame {
            kind,
            height,
            behind: None,
            beside: None,
            at,
        });
    }

    fn open_loop(&mut self, at: usize, pops: usize, pushes: usize) {
        self.open(Kind::Loop, at, pops, pushes);
        let Some(state) = &mut self.state else { return };
        if self.forgets {
            state.forget_locals();
        }
        let entry = self.loops.entry(at).or_default();
        join(entry, state);
        self.state = entry.clone();
    }

    fn open_if(&mut self, at: usize, pops: usize, pushes: usize) {
        let condition = self.stack.last().copied().unwrap_or(Value::Unknown);
        self.open(Kind::If, at, pops, pushes);
        let Some(state) = self.state.clone() else {
            return;
        };
        let found = |is_set| match condition {
            Value::Gate(gate) => gate.found(is_set, state.checked),
            _ => state.checked,
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.beside = Some(state.with(found(false)));
        }
        self.know(found(true));
    }

    /// The part before is left, and what is beside it begins.
    fn switch(&mut self, kind: Kind, pushes: usize) {
        let state = self.state.take();
        let Some(frame) = self.frames.last_mut() else {
            return;
        };
        if let Some(state) = &state {
            join(&mut frame.behind, state);
        }
        self.state = match kind {
            Kind::Handler => frame.beside.clone(),
            _ => frame.beside.take(),
        };
        frame.kind = kind;
        let height = frame.height;
        self.stack.truncate(height);
        self.push_unknown(pushes);
    }

    fn close(&mut self, results: usize) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        if self.frames.is_empty() {
            return self.leave();
        }
        let mut behind = frame.behind;
        if let Some(state) = &self.state {
            join(&mut behind, state);
        }
        // An `if` without an `else`.
        if let (Kind::If, Some(beside)) = (&frame.kind, &frame.beside) {
            join(&mut behind, beside);
        }
        self.state = behind;
        self.stack.truncate(frame.height);
        self.push_unknown(results);
    }

    /// Takes values from the stack, and returns the topmost of them, the top first.
    fn pop(&mut self, count: usize, wanted: usize) -> Vec<Value> {
        let from = self.stack.len().saturating_sub(count);
        let taken = self.stack.split_off(from);
        taken.into_iter().rev().take(wanted.max(1)).collect()
    }

    fn push_unknown(&mut self, count: usize) {
        self.stack
            .extend(std::iter::repeat_n(Value::Unknown, count));
    }
}
