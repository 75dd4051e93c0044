//! Objects behind guarded entries. What `#[bulkhead]` emits is written out here
//! by hand, for natively wasm-bindgen exports nothing, and the boundary that
//! catches is `catch_unwind`.

use std::cell::RefCell;
use std::future::Future;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe, RefUnwindSafe, UnwindSafe};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use wasm_bulkhead::__private as rt;
use wasm_bulkhead::{Poison, PoisonCell};

/// How a call ended for JavaScript.
#[derive(Debug, PartialEq)]
enum Ended<R> {
    Returned(R),
    Panicked,
    Refused(String),
}

/// Stops a body without a word on standard error.
fn strike() -> ! {
    resume_unwind(Box::new(()))
}

fn call<R>(entry: impl FnOnce() -> rt::Answer<R>) -> Ended<R> {
    match catch_unwind(AssertUnwindSafe(entry)) {
        Ok(rt::Answer(Ok(value))) => Ended::Returned(value),
        Ok(rt::Answer(Err(refusal))) => Ended::Refused(refusal.to_string()),
        Err(_) => Ended::Panicked,
    }
}

/// Polls an entry once more; `None` when it is pending.
fn poll_entry<F, R>(future: Pin<&mut F>) -> Option<Ended<R>>
where
    F: Future<Output = rt::Answer<R>>,
{
    let ended = call(|| match poll(future) {
        Poll::Ready(rt::Answer(Ok(value))) => rt::Answer(Ok(Some(value))),
        Poll::Ready(rt::Answer(Err(refusal))) => rt::Answer(Err(refusal)),
        Poll::Pending => rt::Answer(Ok(None)),
    });
    match ended {
        Ended::Returned(value) => value.map(Ended::Returned),
        Ended::Refused(said) => Some(Ended::Refused(said)),
        Ended::Panicked => Some(Ended::Panicked),
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    struct Nobody;
    impl Wake for Nobody {
        fn wake(self: Arc<Self>) {}
    }
    future.poll(&mut Context::from_waker(&Waker::from(Arc::new(Nobody))))
}

/// Pending once.
async fn pause() {
    let mut is_over = false;
    std::future::poll_fn(|_| match std::mem::replace(&mut is_over, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}

/// What the attribute on a struct emits.
macro_rules! subject {
    ($ty:ident { $($field:ident: $field_ty:ty),* } $($policy:tt)*) => {
        const _: () = {
            #[allow(dead_code)]
            const HAS_POISON: bool = {
                #[allow(unused_imports)]
                use rt::AnyField as _;
                false $(|| rt::Field::<$field_ty>::IS_POISON)*
            };
            impl rt::Subject for $ty {
                const INTERIOR: bool = {
                    #[allow(unused_imports)]
                    use rt::AnyField as _;
                    false $(|| rt::Field::<$field_ty>::INTERIOR)*
                };
                const HAS_POISON: bool = HAS_POISON;
                const IS_GUARDED: bool = HAS_POISON || subject!(@has_policy $($policy)*);
                subject!(@policy $ty $($policy)*);
                fn poison(&self) -> Option<&Poison> {
                    #[allow(unused_imports)]
                    use rt::AnyField as _;
                    None$(.or(rt::Field::<$field_ty>::poison(&self.$field)))*
                }
            }
            subject!(@safe $ty, ($($field_ty,)*); $($policy)*);
        };
    };
    (@has_policy) => { false };
    (@has_policy $($policy:tt)+) => { true };
    // Nobody sees anything after a panic, whatever it was.
    (@safe $ty:ident, $fields:ty; abort) => {
        impl UnwindSafe for $ty {}
        impl RefUnwindSafe for $ty {}
    };
    (@safe $ty:ident, $fields:ty; $($policy:tt)*) => {
        impl RefUnwindSafe for $ty where
            for<'a> rt::Owner<'a, HAS_POISON, $fields>: RefUnwindSafe
        {
        }
    };
    (@policy $ty:ident) => {
        type Undo = ();
        #[inline(always)]
        fn snapshot(&self) {}
    };
    (@policy $ty:ident abort) => {
        const ON_PANIC: rt::OnPanic = rt::OnPanic::Abort;
        subject!(@policy $ty);
    };
    (@policy $ty:ident rollback) => {
        const ON_PANIC: rt::OnPanic = rt::OnPanic::Rollback;
        type Undo = rt::PutBack<Self>;
        fn snapshot(&self) -> Self::Undo {
            rt::PutBack::of(self)
        }
    };
    (@policy $ty:ident rollback($function:path)) => {
        const ON_PANIC: rt::OnPanic = rt::OnPanic::Rollback;
        type Undo = Box<dyn FnOnce(&mut Self)>;
        fn snapshot(&self) -> Self::Undo {
            rt::boxed($function(self))
        }
    };
}

/// The name of a boundary.
macro_rules! name {
    ($name:literal) => {
        rt::Name::new(concat!($name, "\0"))
    };
}

/// What an entry that lets its caller in returns.
fn answer<R>(body: impl FnOnce() -> R) -> rt::Answer<R> {
    rt::Answer(Ok(body()))
}

/// What the attribute on an `impl` block emits for one method.
macro_rules! entry {
    ($target:path, $object:expr $(, $argument:expr)*; $boundary:literal) => {{
        #[allow(unused_imports)]
        use rt::AnyObject as _;
        if let Some(refusal) = rt::Object(&*$object).check(name!($boundary)) {
            return rt::Answer(Err(refusal));
        }
        entry!(admit $target, $object $(, $argument)*; $boundary)
    }};
    (admit $target:path, $object:expr $(, $argument:expr)*; $boundary:literal) => {
        answer(move || {
            #[allow(unused_imports)]
            use rt::AnyObject as _;
            let mut guard = rt::Object($object).arm(name!($boundary));
            let value = $target(guard.get() $(, $argument)*);
            guard.leave();
            value
        })
    };
}

type Moved = Result<i64, String>;

/// Two accounts; what leaves one has to arrive in the other.
#[derive(Clone, Debug, Default, PartialEq)]
struct Accounts {
    left: i64,
    right: i64,
    moves: Vec<i64>,
}

impl Accounts {
    fn with(left: i64) -> Self {
        Accounts {
            left,
            ..Accounts::default()
        }
    }

    /// Panics before step `fails_at`; there are three.
    fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
        if amount < 0 {
            return Err("a transfer goes one way".into());
        }
        let reach = |step| {
            if step == fails_at {
                strike();
            }
        };
        reach(0);
        self.left -= amount;
        reach(1);
        self.moves.push(amount);
        reach(2);
        self.right += amount;
        Ok(self.left)
    }

    fn is_whole(&self, total: i64) -> bool {
        self.left + self.right == total && self.right == self.moves.iter().sum::<i64>()
    }

    fn repair(&mut self, total: i64) {
        self.right = self.moves.iter().sum();
        self.left = total - self.right;
    }
}

/// With a `Poison`.
#[derive(Clone, Debug, Default)]
struct Ledger {
    accounts: Accounts,
    poison: Poison,
}

subject!(Ledger {
    accounts: Accounts,
    poison: Poison
});

impl Ledger {
    fn with(left: i64) -> Self {
        Ledger {
            accounts: Accounts::with(left),
            ..Ledger::default()
        }
    }
    fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
        self.accounts.transfer(amount, fails_at)
    }
    async fn save(&mut self, amount: i64, fails_at: u8) -> Moved {
        self.accounts.left -= amount;
        pause().await;
        self.accounts.left += amount;
        self.accounts.transfer(amount, fails_at)
    }
    fn look(&self, fails: bool) -> Accounts {
        if fails {
            strike();
        }
        self.accounts.clone()
    }
    fn repair(&mut self, total: i64) {
        self.accounts.repair(total);
        self.poison.clear_poison();
    }
    fn close(self) -> Accounts {
        self.accounts
    }

    fn __bulkhead_transfer(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
        entry!(Self::transfer, self, amount, fails_at; "Ledger.transfer")
    }
    async fn __bulkhead_save(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
        #[allow(unused_imports)]
        use rt::AnyObject as _;
        if let Some(refusal) = rt::Object(&*self).check(name!("Ledger.save")) {
            return rt::Answer(Err(refusal));
        }
        let mut guard = rt::Object(self).arm(name!("Ledger.save"));
        let value = Self::save(guard.get(), amount, fails_at).await;
        guard.leave();
        rt::Answer(Ok(value))
    }
    fn __bulkhead_look(&self, fails: bool) -> rt::Answer<Accounts> {
        entry!(Self::look, self, fails; "Ledger.look")
    }
    fn __bulkhead_repair(&mut self, total: i64) -> rt::Answer<()> {
        entry!(admit Self::repair, self, total; "Ledger.repair")
    }
    fn __bulkhead_close(self) -> rt::Answer<Accounts> {
        #[allow(unused_imports)]
        use rt::AnyObject as _;
        if let Some(refusal) = rt::Object(&self).check(name!("Ledger.close")) {
            return rt::Answer(Err(refusal));
        }
        answer(move || {
            let guard = rt::Object(&self).arm_consumed(name!("Ledger.close"));
            let value = Self::close(self);
            guard.leave();
            value
        })
    }
}

/// A free function whose arguments are objects.
fn merge(into: &mut Ledger, from: &Ledger, others: Vec<Ledger>, fails: bool) -> usize {
    into.accounts.left += from.accounts.left;
    if fails {
        strike();
    }
    into.accounts.right += from.accounts.right;
    others.len()
}

fn __bulkhead_merge(
    into: &mut Ledger,
    from: &Ledger,
    others: Vec<Ledger>,
    fails: bool,
) -> rt::Answer<usize> {
    #[allow(unused_imports)]
    use rt::AnyObject as _;
    if let Some(refusal) = rt::Object(&*into)
        .check(name!("merge"))
        .or_else(|| rt::Object(&*from).check(name!("merge")))
        .or_else(|| rt::Object(&others).check(name!("merge")))
        .or_else(|| rt::Object(&fails).check(name!("merge")))
    {
        return rt::Answer(Err(refusal));
    }
    answer(move || {
        let mut guard0 = rt::Object(into).arm(name!("merge"));
        let mut guard1 = rt::Object(from).arm(name!("merge"));
        let guard2 = rt::Object(&others).arm_consumed(name!("merge"));
        let guard3 = rt::Object(&fails).arm_consumed(name!("merge"));
        let value = merge(guard0.get(), guard1.get(), others, fails);
        guard0.leave();
        guard1.leave();
        guard2.leave();
        guard3.leave();
        value
    })
}

fn refused(boundary: &str, by: &str) -> String {
    format!(
        "`{boundary}` was refused: the object was left torn by `{by}` at {}:",
        file!()
    )
}

/// Whether a call was refused for what `by` has done.
fn is_refused<R>(ended: &Ended<R>, boundary: &str, by: &str) -> bool {
    matches!(ended, Ended::Refused(said) if said.starts_with(&refused(boundary, by)))
}

mod poisoned {
    use super::*;

    fn torn() -> Ledger {
        let mut ledger = Ledger::with(100);
        assert_eq!(call(|| ledger.__bulkhead_transfer(30, 1)), Ended::Panicked);
        ledger
    }

    #[test]
    fn a_panic_poisons_that_object_alone() {
        let mut ledger = torn();
        let by = ledger.poison.torn_by().expect("torn");
        assert_eq!(by.boundary, "Ledger.transfer");
        assert_eq!(by.location.file, file!());
        let ended = call(|| ledger.__bulkhead_look(false));
        assert!(is_refused(&ended, "Ledger.look", "Ledger.transfer"));
        let ended = call(|| ledger.__bulkhead_transfer(1, 9));
        assert!(is_refused(&ended, "Ledger.transfer", "Ledger.transfer"));

        let mut other = Ledger::with(50);
        let ended = call(|| other.__bulkhead_transfer(1, 9));
        assert_eq!(ended, Ended::Returned(Ok(49)));
    }

    #[test]
    fn an_error_does_not() {
        let mut ledger = Ledger::with(100);
        let ended = call(|| ledger.__bulkhead_transfer(-1, 9));
        assert!(matches!(ended, Ended::Returned(Err(_))));
        assert!(!ledger.poison.is_poisoned());
    }

    #[test]
    fn a_method_that_only_reads_does_not() {
        let ledger = Ledger::with(100);
        assert_eq!(call(|| ledger.__bulkhead_look(true)), Ended::Panicked);
        assert!(!ledger.poison.is_poisoned());
    }

    #[test]
    fn what_rust_calls_is_not_guarded() {
        let mut ledger = torn();
        assert_eq!(ledger.look(false).left, 70);
        let ended = call(|| rt::Answer(Ok(ledger.transfer(1, 1))));
        assert_eq!(ended, Ended::Panicked);
    }

    #[test]
    fn a_repaired_object_goes_on() {
        let mut ledger = torn();
        assert_eq!(call(|| ledger.__bulkhead_repair(100)), Ended::Returned(()));
        let ended = call(|| ledger.__bulkhead_transfer(10, 9));
        assert_eq!(ended, Ended::Returned(Ok(90)));
    }

    #[test]
    fn a_consuming_call_is_refused_and_the_object_gone() {
        let ledger = torn();
        let ended = call(move || ledger.__bulkhead_close());
        assert!(is_refused(&ended, "Ledger.close", "Ledger.transfer"));
        let ended = call(|| Ledger::with(1).__bulkhead_close());
        assert_eq!(ended, Ended::Returned(Accounts::with(1)));
    }

    #[test]
    fn a_panic_after_an_await_poisons() {
        let mut ledger = Ledger::with(100);
        let mut future = Box::pin(ledger.__bulkhead_save(10, 1));
        assert_eq!(poll_entry(future.as_mut()), None);
        assert_eq!(poll_entry(future.as_mut()), Some(Ended::Panicked));
        drop(future);
        let by = ledger.poison.torn_by().expect("torn");
        assert_eq!(by.boundary, "Ledger.save");
    }

    #[test]
    fn a_future_that_is_dropped_part_way_poisons() {
        let mut ledger = Ledger::with(100);
        drop(ledger.__bulkhead_save(10, 9));
        assert!(!ledger.poison.is_poisoned(), "it had not begun");
        let mut future = Box::pin(ledger.__bulkhead_save(10, 9));
        assert_eq!(poll_entry(future.as_mut()), None);
        drop(future);
        let by = ledger.poison.torn_by().expect("torn");
        assert_eq!(by.boundary, "Ledger.save");
    }

    #[test]
    fn a_future_that_ends_does_not() {
        let mut ledger = Ledger::with(100);
        for amount in [10, -1] {
            let mut future = Box::pin(ledger.__bulkhead_save(amount, 9));
            assert_eq!(poll_entry(future.as_mut()), None);
            assert!(matches!(
                poll_entry(future.as_mut()),
                Some(Ended::Returned(_))
            ));
            drop(future);
            assert!(!ledger.poison.is_poisoned());
        }
    }

    #[test]
    fn arguments_are_objects_too() {
        let mut ledger = Ledger::with(100);
        let ended = call(|| __bulkhead_merge(&mut ledger, &Ledger::with(1), vec![], true));
        assert_eq!(ended, Ended::Panicked);
        let by = ledger.poison.torn_by().expect("torn");
        assert_eq!(by.boundary, "merge");

        let fresh = || Ledger::with(1);
        let ended = call(|| __bulkhead_merge(&mut fresh(), &ledger, vec![], false));
        assert!(is_refused(&ended, "merge", "merge"));
        let ended = call(|| __bulkhead_merge(&mut fresh(), &fresh(), vec![ledger], false));
        assert!(is_refused(&ended, "merge", "merge"));
        let ended = call(|| __bulkhead_merge(&mut fresh(), &fresh(), vec![fresh()], false));
        assert_eq!(ended, Ended::Returned(1));
    }
}

mod rolled_back {
    use super::*;

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Copied {
        accounts: Accounts,
    }

    subject!(Copied { accounts: Accounts } rollback);

    impl Copied {
        fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
            self.accounts.transfer(amount, fails_at)
        }
        fn __bulkhead_transfer(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
            entry!(Self::transfer, self, amount, fails_at; "Copied.transfer")
        }
    }

    /// Remembers no more than it has to.
    #[derive(Debug, Default)]
    struct Journal {
        accounts: Accounts,
        poison: Poison,
    }

    subject!(Journal { accounts: Accounts, poison: Poison } rollback(Journal::snapshot));

    impl Journal {
        fn snapshot(&self) -> impl FnOnce(&mut Journal) {
            let Accounts { left, right, moves } = &self.accounts;
            let (left, right, length) = (*left, *right, moves.len());
            move |journal| {
                let accounts = &mut journal.accounts;
                accounts.left = left;
                accounts.right = right;
                accounts.moves.truncate(length);
                assert_ne!(left, 13, "cannot be put back");
            }
        }
        fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
            self.accounts.transfer(amount, fails_at)
        }
        fn __bulkhead_transfer(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
            entry!(Self::transfer, self, amount, fails_at; "Journal.transfer")
        }
    }

    #[test]
    fn a_panic_leaves_the_object_as_it_was() {
        let mut copied = Copied {
            accounts: Accounts::with(100),
        };
        let mut journal = Journal {
            accounts: Accounts::with(100),
            ..Journal::default()
        };
        for step in 0..3 {
            assert_eq!(
                call(|| copied.__bulkhead_transfer(5, step)),
                Ended::Panicked
            );
            assert_eq!(
                call(|| journal.__bulkhead_transfer(5, step)),
                Ended::Panicked
            );
        }
        assert_eq!(copied.accounts, Accounts::with(100));
        assert_eq!(journal.accounts, Accounts::with(100));
        let ended = call(|| copied.__bulkhead_transfer(5, 9));
        assert_eq!(ended, Ended::Returned(Ok(95)));
        let ended = call(|| journal.__bulkhead_transfer(5, 9));
        assert_eq!(ended, Ended::Returned(Ok(95)));
        assert!(!journal.poison.is_poisoned());
    }

    #[test]
    fn an_object_that_cannot_be_put_back_is_poisoned() {
        let mut journal = Journal {
            accounts: Accounts::with(13),
            ..Journal::default()
        };
        assert_eq!(call(|| journal.__bulkhead_transfer(5, 1)), Ended::Panicked);
        assert!(journal.poison.is_poisoned());
    }

    #[test]
    fn one_method_can_be_rolled_back() {
        let mut ledger = Ledger::with(100);
        let object = &mut ledger;
        let ended = call(|| {
            if let Some(refusal) = rt::Object(&*object).check(name!("Ledger.transfer")) {
                return rt::Answer(Err(refusal));
            }
            answer(move || {
                let undo = rt::PutBack::of(&*object);
                let mut guard = rt::Object(object).arm_rollback(name!("Ledger.transfer"), undo);
                let value = Ledger::transfer(guard.get(), 30, 1);
                guard.leave();
                value
            })
        });
        assert_eq!(ended, Ended::Panicked);
        assert_eq!(ledger.accounts, Accounts::with(100));
        assert!(!ledger.poison.is_poisoned());
    }
}

mod interior {
    use super::*;

    /// `&self` is enough to change it.
    #[derive(Default)]
    struct Register {
        accounts: RefCell<Accounts>,
        flag: Poison,
    }

    subject!(Register { accounts: RefCell<Accounts>, flag: Poison });

    impl Register {
        fn transfer(&self, amount: i64, fails_at: u8) -> Moved {
            self.accounts.borrow_mut().transfer(amount, fails_at)
        }
        fn __bulkhead_transfer(&self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
            entry!(Self::transfer, self, amount, fails_at; "Register.transfer")
        }
    }

    #[test]
    fn a_shared_reference_is_enough_to_tear_and_to_poison() {
        let register = Register::default();
        assert_eq!(call(|| register.__bulkhead_transfer(5, 1)), Ended::Panicked);
        assert!(register.flag.is_poisoned());
        let ended = call(|| register.__bulkhead_transfer(5, 9));
        assert!(is_refused(&ended, "Register.transfer", "Register.transfer"));
    }
}

mod unwind_safety {
    use super::*;
    use rt::Subject;

    /// Another library's; no business of ours.
    mod game {
        #[derive(Default)]
        pub(super) struct Poison(pub(super) i32);
    }

    use wasm_bulkhead::Poison as Venom;

    #[derive(Default)]
    struct Monster {
        health: i32,
        poison: game::Poison,
        brood: Vec<Monster>,
    }
    subject!(Monster { health: i32, poison: game::Poison, brood: Vec<Monster> });

    #[derive(Default)]
    struct Renamed {
        state: RefCell<u8>,
        inner: Option<Box<Renamed>>,
        venom: Venom,
    }
    subject!(Renamed { state: RefCell<u8>, inner: Option<Box<Renamed>>, venom: Venom });

    struct Sharing {
        state: Rc<PoisonCell<u8>>,
        poison: Poison,
    }
    subject!(Sharing { state: Rc<PoisonCell<u8>>, poison: Poison });

    struct Leaking {
        state: Rc<RefCell<u8>>,
        poison: Poison,
    }
    subject!(Leaking { state: Rc<RefCell<u8>>, poison: Poison });

    struct Unprotected {
        state: RefCell<u8>,
        poison: game::Poison,
    }
    subject!(Unprotected { state: RefCell<u8>, poison: game::Poison });

    /// Whether a type has a trait, by the means of `rt::Field`.
    macro_rules! is {
        ($ty:ty: $trait:ident) => {{
            struct Probe<T>(std::marker::PhantomData<T>);
            #[allow(dead_code)]
            trait Otherwise {
                const IS: bool = false;
            }
            impl<T> Otherwise for Probe<T> {}
            #[allow(dead_code)]
            impl<T: $trait> Probe<T> {
                const IS: bool = true;
            }
            Probe::<$ty>::IS
        }};
    }

    #[test]
    fn it_is_granted_for_what_a_poison_protects() {
        assert!(is!(Ledger: RefUnwindSafe) && is!(Ledger: UnwindSafe));
        assert!(is!(Renamed: RefUnwindSafe) && is!(Renamed: UnwindSafe));
        assert!(is!(Sharing: RefUnwindSafe) && is!(Sharing: UnwindSafe));
    }

    #[test]
    fn it_is_not_for_what_others_can_see() {
        assert!(!is!(Leaking: RefUnwindSafe) && !is!(Leaking: UnwindSafe));
    }

    #[test]
    fn without_a_poison_the_compiler_decides() {
        assert!(is!(Monster: RefUnwindSafe) && is!(Monster: UnwindSafe));
        assert!(!is!(Unprotected: RefUnwindSafe) && is!(Unprotected: UnwindSafe));
    }

    #[test]
    fn a_poison_is_found_under_any_name() {
        assert!(Renamed::default().poison().is_some());
        assert!(Monster::default().poison().is_none());
        let leaking = Leaking {
            state: Rc::default(),
            poison: Poison::new(),
        };
        assert!(leaking.poison().is_some() && *leaking.state.borrow() == 0);
        let sharing = Sharing {
            state: Rc::default(),
            poison: Poison::new(),
        };
        assert!(sharing.poison().is_some() && *sharing.state.borrow() == 0);
        let monster = Monster::default();
        let unprotected = Unprotected {
            state: RefCell::default(),
            poison: monster.poison,
        };
        assert!(unprotected.poison().is_none() && *unprotected.state.borrow() == 0);
        assert!(monster.health == 0 && monster.brood.is_empty() && unprotected.poison.0 == 0);
        let Renamed { state, inner, .. } = Renamed::default();
        assert!(state.into_inner() == 0 && inner.is_none());
    }

    #[test]
    fn interior_mutability_is_known() {
        const { assert!(Renamed::INTERIOR && Unprotected::INTERIOR && Leaking::INTERIOR) };
        const { assert!(!Ledger::INTERIOR && !Monster::INTERIOR && !Sharing::INTERIOR) };
    }
}

/// A struct without the attribute, in an annotated `impl` and as an argument.
mod unannotated {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Plain(i64);

    impl Plain {
        fn add(&mut self, amount: i64, bytes: &mut [u8], text: &str) -> i64 {
            self.0 += amount + text.len() as i64;
            bytes[0] += 1;
            self.0
        }
        fn __bulkhead_add(&mut self, amount: i64, bytes: &mut [u8], text: &str) -> rt::Answer<i64> {
            #[allow(unused_imports)]
            use rt::AnyObject as _;
            if let Some(refusal) = rt::Object(&*self)
                .check(name!("Plain.add"))
                .or_else(|| rt::Object(&amount).check(name!("Plain.add")))
                .or_else(|| rt::Object(&*bytes).check(name!("Plain.add")))
                .or_else(|| rt::Object(&*text).check(name!("Plain.add")))
            {
                return rt::Answer(Err(refusal));
            }
            answer(move || {
                let mut guard0 = rt::Object(self).arm(name!("Plain.add"));
                let guard1 = rt::Object(&amount).arm_consumed(name!("Plain.add"));
                let mut guard2 = rt::Object(bytes).arm(name!("Plain.add"));
                let mut guard3 = rt::Object(text).arm(name!("Plain.add"));
                let value = Self::add(guard0.get(), amount, guard2.get(), guard3.get());
                guard0.leave();
                guard1.leave();
                guard2.leave();
                guard3.leave();
                value
            })
        }
    }

    #[test]
    fn it_is_left_alone() {
        let (mut plain, mut bytes) = (Plain(1), [1]);
        assert_eq!(
            call(|| plain.__bulkhead_add(2, &mut bytes, "abc")),
            Ended::Returned(6)
        );
        assert_eq!((plain, bytes), (Plain(6), [2]));
    }

    #[test]
    fn its_guard_takes_no_room() {
        use rt::AnyObject as _;
        let mut plain = Plain(1);
        let guard = rt::Object(&mut plain).arm(name!(""));
        assert_eq!(size_of_val(&guard), size_of::<&mut Plain>());
        guard.leave();
    }
}

/// The process ends with the first of them, so each runs in one of its own.
mod aborting {
    use super::*;
    use std::process::Command;

    #[derive(Default)]
    struct Vault {
        accounts: Rc<RefCell<Accounts>>,
    }

    subject!(Vault { accounts: Rc<RefCell<Accounts>> } abort);

    impl Vault {
        fn set(&mut self) {
            self.accounts.borrow_mut().left = 1;
            strike();
        }
        fn look(&self) {
            strike();
        }
        async fn wait(&mut self) {
            pause().await;
        }
        fn consume(self) {
            strike();
        }
        fn __bulkhead_set(&mut self) -> rt::Answer<()> {
            entry!(Self::set, self; "Vault.set")
        }
        fn __bulkhead_look(&self) -> rt::Answer<()> {
            entry!(Self::look, self; "Vault.look")
        }
        async fn __bulkhead_wait(&mut self) -> rt::Answer<()> {
            let mut guard = rt::Object(self).arm(name!("Vault.wait"));
            Self::wait(guard.get()).await;
            guard.leave();
            rt::Answer(Ok(()))
        }
        fn __bulkhead_consume(self) -> rt::Answer<()> {
            let guard = rt::Object(&self).arm_consumed(name!("Vault.consume"));
            Self::consume(self);
            guard.leave();
            rt::Answer(Ok(()))
        }
    }

    #[test]
    fn it_is_unwind_safe_whatever_it_shares() {
        fn both<T: UnwindSafe + RefUnwindSafe>() {}
        both::<Vault>();
    }

    const CASE: &str = "POISON_TEST_CASE";

    #[test]
    fn nobody_sees_it_torn() {
        for case in ["set", "look", "wait", "consume"] {
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.args(["--exact", "aborting::child", "--nocapture"]);
            let output = child.env(CASE, case).output().unwrap();
            assert!(!output.status.success(), "{case} went on");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                said.contains(&format!("aborted: `Vault.{case}` at ")),
                "{said}"
            );
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(!said.contains("goes on"), "{said}");
        }
    }

    #[test]
    fn child() {
        let Ok(case) = std::env::var(CASE) else {
            return;
        };
        let mut vault = Vault::default();
        let _ = match case.as_str() {
            "set" => call(|| vault.__bulkhead_set()),
            "look" => call(|| vault.__bulkhead_look()),
            "wait" => {
                let mut future = Box::pin(vault.__bulkhead_wait());
                assert_eq!(poll_entry(future.as_mut()), None);
                drop(future);
                Ended::Panicked
            }
            "consume" => call(|| vault.__bulkhead_consume()),
            _ => unreachable!("no such case"),
        };
        println!("goes on");
    }
}

/// Random operations with panics at random points.
mod model {
    use super::*;
    use proptest::prelude::*;

    const TOTAL: i64 = 1000;

    #[derive(Clone, Debug)]
    enum Step {
        Transfer(i64, u8),
        /// An async transfer, polled so many times and then dropped.
        Save(i64, u8, u8),
        Look(bool),
        Repair,
        /// Sends the other ledger's clone in as an argument.
        Merge(bool),
        /// Puts another object in its place.
        Close,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let amount = -3..50_i64;
        // Mostly beyond the last step.
        let fails_at = 0..8_u8;
        let step = prop_oneof![
            4 => (amount.clone(), fails_at.clone()).prop_map(|(a, at)| Step::Transfer(a, at)),
            3 => (amount, fails_at, 0..3_u8).prop_map(|(a, at, polls)| Step::Save(a, at, polls)),
            3 => any::<bool>().prop_map(Step::Look),
            2 => Just(Step::Repair),
            1 => any::<bool>().prop_map(Step::Merge),
            1 => Just(Step::Close),
        ];
        prop::collection::vec(step, 0..40)
    }

    /// What JavaScript gets to see must be whole.
    fn check_ledger(steps: &[Step]) {
        let mut ledger = Ledger::with(TOTAL);
        // What `ledger` is as long as it is whole.
        let mut model = Accounts::with(TOTAL);
        let mut is_poisoned = false;
        for step in steps {
            match *step {
                Step::Transfer(amount, fails_at) => {
                    let ended = call(|| ledger.__bulkhead_transfer(amount, fails_at));
                    let strikes = amount >= 0 && fails_at < 3;
                    match (is_poisoned, strikes) {
                        (true, _) => assert!(matches!(ended, Ended::Refused(_))),
                        (false, true) => assert_eq!(ended, Ended::Panicked),
                        (false, false) => {
                            let expected = model.transfer(amount, fails_at);
                            assert_eq!(ended, Ended::Returned(expected));
                        }
                    }
                    is_poisoned |= strikes;
                }
                Step::Save(amount, fails_at, polls) => {
                    let mut future = Box::pin(ledger.__bulkhead_save(amount, fails_at));
                    let strikes = amount >= 0 && fails_at < 3;
                    let mut ended = None;
                    for _ in 0..polls {
                        ended = ended.or_else(|| poll_entry(future.as_mut()));
                    }
                    drop(future);
                    match (ended, is_poisoned) {
                        (None, true) => assert_eq!(polls, 0),
                        (Some(ended), true) => assert!(matches!(ended, Ended::Refused(_))),
                        // What had begun is dropped part-way.
                        (None, false) => is_poisoned = polls > 0,
                        (Some(ended), false) if strikes => {
                            assert_eq!(ended, Ended::Panicked);
                            is_poisoned = true;
                        }
                        (Some(ended), false) => {
                            let expected = model.transfer(amount, fails_at);
                            assert_eq!(ended, Ended::Returned(expected));
                        }
                    }
                }
                Step::Look(fails) => match (is_poisoned, fails) {
                    (true, _) => {
                        let ended = call(|| ledger.__bulkhead_look(fails));
                        assert!(matches!(ended, Ended::Refused(_)));
                    }
                    (false, true) => {
                        assert_eq!(call(|| ledger.__bulkhead_look(true)), Ended::Panicked);
                    }
                    (false, false) => {
                        let ended = call(|| ledger.__bulkhead_look(false));
                        assert_eq!(ended, Ended::Returned(model.clone()));
                        assert!(model.is_whole(TOTAL));
                    }
                },
                Step::Repair => {
                    assert_eq!(
                        call(|| ledger.__bulkhead_repair(TOTAL)),
                        Ended::Returned(())
                    );
                    is_poisoned = false;
                    model = ledger.accounts.clone();
                    assert!(model.is_whole(TOTAL));
                }
                Step::Merge(fails) => {
                    let mut other = Ledger::default();
                    let ended =
                        call(|| __bulkhead_merge(&mut other, &ledger, vec![ledger.clone()], fails));
                    match (is_poisoned, fails) {
                        (true, _) => assert!(matches!(ended, Ended::Refused(_))),
                        (false, true) => assert_eq!(ended, Ended::Panicked),
                        (false, false) => assert_eq!(ended, Ended::Returned(1)),
                    }
                    assert_eq!(other.poison.is_poisoned(), !is_poisoned && fails);
                }
                Step::Close => {
                    let old = std::mem::replace(&mut ledger, Ledger::with(TOTAL));
                    let ended = call(|| old.__bulkhead_close());
                    match is_poisoned {
                        true => assert!(matches!(ended, Ended::Refused(_))),
                        false => assert_eq!(ended, Ended::Returned(model)),
                    }
                    is_poisoned = false;
                    model = Accounts::with(TOTAL);
                }
            }
            assert_eq!(ledger.poison.is_poisoned(), is_poisoned);
        }
    }

    /// What is rolled back behaves as if the failed calls had never been made.
    fn check_rollback(steps: &[Step]) {
        #[derive(Clone)]
        struct Copied {
            accounts: Accounts,
        }
        subject!(Copied { accounts: Accounts } rollback);
        impl Copied {
            fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
                self.accounts.transfer(amount, fails_at)
            }
            fn __bulkhead_transfer(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
                entry!(Self::transfer, self, amount, fails_at; "Copied.transfer")
            }
        }
        let mut model = Accounts::with(TOTAL);
        let mut copied = Copied {
            accounts: model.clone(),
        };
        for step in steps {
            if let Step::Transfer(amount, fails_at) = *step {
                let ended = call(|| copied.__bulkhead_transfer(amount, fails_at));
                match amount >= 0 && fails_at < 3 {
                    true => assert_eq!(ended, Ended::Panicked),
                    false => {
                        let expected = model.transfer(amount, fails_at);
                        assert_eq!(ended, Ended::Returned(expected));
                    }
                }
                assert_eq!(copied.accounts, model);
                assert!(model.is_whole(TOTAL));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 10 } else { 1000 }))]

        #[test]
        fn nothing_torn_is_ever_seen(steps in steps()) {
                check_ledger(&steps);
        }

        #[test]
        fn a_rolled_back_call_has_never_been(steps in steps()) {
            check_rollback(&steps);
        }
    }
}
