//! What becomes of objects that a panic left torn (B023).

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, Poison as Venom, PoisonCell};

#[bulkhead(on_panic = poison)]
#[wasm_bindgen]
pub struct Ledger {
    pub total: i64,
    entries: RefCell<Vec<i64>>,
    shared: Rc<PoisonCell<i64>>,
    #[cfg(any())]
    nothing: Nothing,
    inner: Option<Box<Self>>,
    #[cfg(all())]
    poison: wasm_bulkhead::Poison,
}

#[bulkhead]
#[wasm_bindgen]
impl Ledger {
    #[wasm_bindgen(constructor)]
    pub fn new(total: i64) -> Self {
        Ledger {
            total,
            entries: RefCell::default(),
            shared: Rc::default(),
            inner: None,
            poison: wasm_bulkhead::Poison::new(),
        }
    }

    pub fn transfer(&mut self, to: &mut Ledger, amount: i64) -> Result<i64, JsError> {
        self.total -= amount;
        to.total += amount;
        self.entries.borrow_mut().push(amount);
        *self.shared.borrow_mut() += amount;
        Ok(self.total)
    }

    #[bulkhead(on_panic = rollback(Ledger::snapshot))]
    pub async fn save(&mut self, undo: i64, mirror: &Ledger) -> Option<Self> {
        self.total += undo + mirror.total;
        self.inner.take().map(|inner| *inner)
    }

    #[bulkhead(poisoned = admit)]
    pub fn repair(&mut self) {
        self.poison.clear_poison();
    }

    #[bulkhead(poisoned = admit)]
    #[wasm_bindgen(getter)]
    pub fn torn(&self) -> bool {
        self.poison.is_poisoned()
    }

    pub fn merge(self, others: Vec<Ledger>) -> i64 {
        self.total + others.iter().map(|other| other.total).sum::<i64>()
    }

    fn snapshot(&self) -> impl FnOnce(&mut Ledger) {
        let total = self.total;
        move |ledger| ledger.total = total
    }
}

#[bulkhead(on_panic = rollback)]
#[wasm_bindgen]
#[derive(Clone)]
pub struct Copied(pub u32, Vec<u8>);

#[bulkhead(on_panic = rollback(remember))]
#[wasm_bindgen]
pub struct Remembered {
    entries: Vec<u8>,
    venom: Venom,
}

fn remember(object: &Remembered) -> impl FnOnce(&mut Remembered) + use<> {
    let length = object.entries.len();
    move |object| object.entries.truncate(length)
}

#[bulkhead(on_panic = abort)]
#[wasm_bindgen]
pub struct Reactor {
    rods: Rc<RefCell<u8>>,
}

#[bulkhead]
#[wasm_bindgen]
impl Reactor {
    pub fn lower(&mut self) {
        *self.rods.borrow_mut() += 1;
    }

    pub fn end(self) {}
}

/// Found by its type, and not by its name.
#[bulkhead(on_panic = poison)]
#[wasm_bindgen]
pub struct Renamed {
    venom: Venom,
}

/// A unit struct has nothing to tear.
#[bulkhead]
#[wasm_bindgen]
pub struct Unit;

fn main() {
    let (mut a, mut b) = (Ledger::new(3), Ledger::new(0));
    assert_eq!(a.transfer(&mut b, 1).ok(), Some(2));
    a.repair();
    assert!(!a.torn());
    assert_eq!(a.merge(vec![b]), 3);
    let mut remembered = Remembered {
        entries: vec![],
        venom: Venom::new(),
    };
    let undo = remember(&remembered);
    remembered.entries.push(1);
    undo(&mut remembered);
    assert!(remembered.entries.is_empty() && !remembered.venom.is_poisoned());
    let mut reactor = Reactor { rods: Rc::default() };
    reactor.lower();
    reactor.end();
    let _ = (Renamed { venom: Venom::new() }.venom, Copied(1, vec![]).clone().1, Unit);
}
