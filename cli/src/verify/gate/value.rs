//! What is known at a place: of the gate, and of values.

use std::collections::BTreeMap;
use std::ops::{BitOr, BitOrAssign};

/// What may be known of the gate, on the ways that lead to a place: a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Checked(u8);

impl Checked {
    pub(super) const NONE: Checked = Checked(0);
    /// Nothing was checked, and nothing happened.
    pub(super) const NOT: Checked = Checked(1);
    /// Nothing was checked, and something happened that may be a body.
    pub(super) const SKIPPED: Checked = Checked(2);
    /// It was found open, before anything happened.
    pub(super) const OPEN: Checked = Checked(4);
    /// It was found open, after something had happened.
    pub(super) const LATE: Checked = Checked(8);
    /// It was found closed.
    pub(super) const CLOSED: Checked = Checked(16);
    pub(super) const ALL: Checked = Checked(31);

    /// Whether one of these may be.
    pub(super) fn may_be(self, others: Checked) -> bool {
        self.0 & others.0 != 0
    }

    fn without(self, others: Checked) -> Checked {
        Checked(self.0 & !others.0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is known after a call, of which `after` is known if nothing was checked before it.
    pub(super) fn then(self, after: Checked) -> Checked {
        let mut all = self.without(Checked::NOT | Checked::SKIPPED);
        if self.may_be(Checked::NOT) {
            all |= after;
        }
        if self.may_be(Checked::SKIPPED) {
            all |= after.but_late();
        }
        all
    }

    /// After something that may be a body.
    pub(super) fn after_body(self) -> Checked {
        match self.may_be(Checked::NOT) {
            true => self.without(Checked::NOT) | Checked::SKIPPED,
            false => self,
        }
    }

    /// Where it is found open now.
    fn found_open(self) -> Checked {
        self.then(Checked::OPEN).without(Checked::CLOSED)
    }

    /// The same after something that may be a body.
    fn but_late(self) -> Checked {
        match self.may_be(Checked::OPEN) {
            true => self.after_body().without(Checked::OPEN) | Checked::LATE,
            false => self.after_body(),
        }
    }
}

impl BitOr for Checked {
    type Output = Checked;

    fn bitor(self, other: Checked) -> Checked {
        Checked(self.0 | other.0)
    }
}

impl BitOrAssign for Checked {
    fn bitor_assign(&mut self, other: Checked) {
        self.0 |= other.0;
    }
}

/// What is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Unknown,
    Number(u32),
    /// A place in the frame of this call on the stack in memory.
    Frame,
    /// What came from somewhere, with this added to it.
    From(Origin, u32),
    Gate(Gate),
}

/// Where a value comes from that is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// An argument of this call.
    Argument(u32),
    /// What the instruction at this place has read from memory.
    Load(usize),
}

/// A value that tells of the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gate {
    /// Whether it is another number than 0 where the gate is open, else 0.
    is_open_if_set: bool,
    /// Whether it tells of nothing but the gate, so that the other case means closed.
    is_exact: bool,
}

impl Gate {
    /// The word itself: 0 as long as the gate is open.
    pub(super) const WORD: Gate = Gate {
        is_open_if_set: false,
        is_exact: true,
    };

    /// What is known where it is found to be 0 or not, if `before` was known before.
    pub(super) fn found(self, is_set: bool, before: Checked) -> Checked {
        match (is_set == self.is_open_if_set, self.is_exact) {
            (true, _) => before.found_open(),
            (false, true) => Checked::CLOSED,
            (false, false) => before,
        }
    }

    /// The other way around.
    pub(super) fn not(self) -> Gate {
        Gate {
            is_open_if_set: !self.is_open_if_set,
            ..self
        }
    }

    /// Together with something else by `or`: 0 only if both are.
    pub(super) fn or_other(self) -> Value {
        match self.is_open_if_set {
            true => Value::Unknown,
            false => Value::Gate(Gate {
                is_exact: false,
                ..self
            }),
        }
    }

    /// Together with something else by `and`: set only if both are.
    pub(super) fn and_other(self) -> Value {
        match self.is_open_if_set {
            true => Value::Gate(Gate {
                is_exact: false,
                ..self
            }),
            false => Value::Unknown,
        }
    }
}

/// Of how many locals something is kept at a place; more are forgotten.
const LOCALS: usize = 64;

/// What is known at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) checked: Checked,
    /// The locals of which something is known.
    locals: BTreeMap<u32, Value>,
}

impl State {
    /// At the beginning of a function with so many parameters.
    pub(super) fn start(parameters: u32) -> State {
        let mut state = State {
            checked: Checked::NOT,
            locals: BTreeMap::new(),
        };
        for index in 0..parameters {
            state.set_local(index, Value::From(Origin::Argument(index), 0));
        }
        state
    }

    pub(super) fn local(&self, index: u32) -> Value {
        self.locals.get(&index).copied().unwrap_or(Value::Unknown)
    }

    pub(super) fn set_local(&mut self, index: u32, value: Value) {
        if value == Value::Unknown {
            self.locals.remove(&index);
        } else if self.locals.len() < LOCALS || self.locals.contains_key(&index) {
            self.locals.insert(index, value);
        } else {
            self.locals.remove(&index);
        }
    }

    pub(super) fn forget_locals(&mut self) {
        self.locals.clear();
    }

    /// With `checked` in place of what was known of the gate.
    pub(super) fn with(&self, checked: Checked) -> State {
        State {
            checked,
            locals: self.locals.clone(),
        }
    }
}

/// Has `place` also hold what comes from another way. Returns whether that changed anything.
pub(super) fn join(place: &mut Option<State>, other: &State) -> bool {
    let Some(known) = place else {
        *place = Some(other.clone());
        return true;
    };
    let checked = known.checked | other.checked;
    let before = known.locals.len();
    known
        .locals
        .retain(|index, value| other.locals.get(index) == Some(value));
    let is_changed = checked != known.checked || known.locals.len() != before;
    known.checked = checked;
    is_changed
}
