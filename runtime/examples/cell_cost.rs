//! What a `PoisonCell` and a `Poison` cost, beside `RefCell` and `Mutex`, all in
//! one run: `cargo run --release -p wasm-bulkhead --example cell_cost`.

use std::cell::RefCell;
use std::hint::black_box;
use std::mem::size_of;
use std::sync::Mutex;
use std::time::Instant;

use wasm_bulkhead::__private::{Answer, Field, Name, Object, PutBack, Subject};
use wasm_bulkhead::{Poison, PoisonCell};

fn main() {
    sizes();
    println!();
    borrows();
    println!();
    calls();
}

fn sizes() {
    println!(
        "{:<24}{:>10}{:>10}{:>10}",
        "bytes", "Poison", "RefCell", "Mutex"
    );
    macro_rules! row {
        ($($ty:ty),*) => {$(
            let (ours, cell, mutex) = (
                size_of::<PoisonCell<$ty>>(),
                size_of::<RefCell<$ty>>(),
                size_of::<Mutex<$ty>>(),
            );
            println!("{:<24}{ours:>10}{cell:>10}{mutex:>10}", stringify!($ty));
        )*};
    }
    row!(u8, u32, u64, String, [u64; 16]);
    println!("{:<24}{:>10}", "the field `Poison`", size_of::<Poison>());
}

fn borrows() {
    println!(
        "{:<24}{:>10}{:>10}{:>10}{:>12}{:>12}",
        "ns", "Poison", "RefCell", "Mutex", "to RefCell", "to Mutex"
    );
    let (ours, cell, mutex) = (PoisonCell::new(1), RefCell::new(1), Mutex::new(1));
    let mut read = [
        Contestant::new(|| *black_box(&ours).borrow()),
        Contestant::new(|| *black_box(&cell).borrow()),
        Contestant::new(|| *black_box(&mutex).lock().expect("intact")),
    ];
    report("shared borrow", compare(&mut read));
    let mut write = [
        Contestant::new(|| add(&mut black_box(&ours).borrow_mut())),
        Contestant::new(|| add(&mut black_box(&cell).borrow_mut())),
        Contestant::new(|| add(&mut black_box(&mutex).lock().expect("intact"))),
    ];
    report("mutable borrow", compare(&mut write));
}

fn add(value: &mut u64) -> u64 {
    *value = value.wrapping_add(1);
    *value
}

fn report(what: &str, [ours, cell, mutex]: [f64; 3]) {
    println!(
        "{what:<24}{ours:>10.2}{cell:>10.2}{mutex:>10.2}{:>12.2}{:>12.2}",
        ours / cell,
        ours / mutex
    );
}

/// Rust's side of a guarded call: the check, the guard, the body.
fn calls() {
    println!(
        "{:<24}{:>10}{:>10}{:>10}",
        "ns", "guarded", "plain", "ratio"
    );
    for entries in [0, 10, 1_000, 100_000] {
        let mut poisoned = Ledger::with(entries);
        let mut rolled_back = Ledger::with(entries);
        let mut plain = Ledger::with(entries);
        let mut calls = [
            Contestant::new(|| poisoned_call(black_box(&mut poisoned)).0.unwrap_or(0)),
            Contestant::new(|| rolled_back_call(black_box(&mut rolled_back)).0.unwrap_or(0)),
            Contestant::new(|| Ledger::add(black_box(&mut plain))),
        ];
        let [poison, rollback, plain] = compare(&mut calls);
        if entries == 0 {
            println!(
                "{:<24}{poison:>10.2}{plain:>10.2}{:>10.2}",
                "poison",
                poison / plain
            );
        }
        let what = format!("rollback, {entries} entries");
        println!(
            "{what:<24}{rollback:>10.2}{plain:>10.2}{:>10.2}",
            rollback / plain
        );
    }
}

const ADD: Name = Name::new("Ledger.add\0");

/// What `#[bulkhead]` emits on a type with a `Poison`, but for the boundary.
fn poisoned_call(ledger: &mut Ledger) -> Answer<u64> {
    if let Some(refusal) = Object(&*ledger).check(ADD) {
        return Answer(Err(refusal));
    }
    let mut guard = Object(ledger).arm(ADD);
    let value = Ledger::add(guard.get());
    guard.leave();
    Answer(Ok(value))
}

/// The same with `on_panic = rollback`.
fn rolled_back_call(ledger: &mut Ledger) -> Answer<u64> {
    if let Some(refusal) = Object(&*ledger).check(ADD) {
        return Answer(Err(refusal));
    }
    let undo = PutBack::of(&*ledger);
    let mut guard = Object(ledger).arm_rollback(ADD, undo);
    let value = Ledger::add(guard.get());
    guard.leave();
    Answer(Ok(value))
}

#[derive(Clone)]
struct Ledger {
    total: u64,
    entries: Vec<u64>,
    poison: Poison,
}

impl Ledger {
    fn with(entries: usize) -> Self {
        Ledger {
            total: 0,
            entries: vec![1; entries],
            poison: Poison::new(),
        }
    }

    #[inline(never)]
    fn add(&mut self) -> u64 {
        self.total += 1;
        self.total + self.entries.len() as u64
    }
}

impl Subject for Ledger {
    const INTERIOR: bool = Field::<Vec<u64>>::INTERIOR;
    const HAS_POISON: bool = true;
    const IS_GUARDED: bool = true;
    type Undo = ();

    #[inline(always)]
    fn poison(&self) -> Option<&Poison> {
        Some(&self.poison)
    }

    #[inline(always)]
    fn snapshot(&self) {}
}

/// One of several ways to do a thing.
struct Contestant<'a> {
    run: Box<dyn FnMut(u32) -> u64 + 'a>,
}

impl<'a> Contestant<'a> {
    fn new(mut once: impl FnMut() -> u64 + 'a) -> Self {
        let run = move |times| {
            let mut sum = 0_u64;
            for _ in 0..times {
                sum = sum.wrapping_add(once());
            }
            sum
        };
        Contestant { run: Box::new(run) }
    }

    fn nanoseconds(&mut self, times: u32) -> f64 {
        let started = Instant::now();
        black_box((self.run)(times));
        started.elapsed().as_secs_f64() * 1e9 / f64::from(times)
    }
}

/// The least of many rounds for each, in turns, so that what else the machine
/// does strikes all alike.
fn compare<const N: usize>(contestants: &mut [Contestant<'_>; N]) -> [f64; N] {
    let mut least = [f64::INFINITY; N];
    let once = contestants.iter_mut().map(|c| c.nanoseconds(100));
    let slowest = once.fold(0.0, f64::max).max(1.0);
    // Two milliseconds for each round of the slowest.
    let times = (2e6 / slowest).clamp(20.0, 1e6) as u32;
    for _ in 0..60 {
        for (least, contestant) in least.iter_mut().zip(contestants.iter_mut()) {
            *least = least.min(contestant.nanoseconds(times));
        }
    }
    least
}
