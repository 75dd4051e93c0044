//! `PoisonCell` by itself, and beside a `RefCell` with panics at random points.

use std::cell::RefCell;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe, RefUnwindSafe, UnwindSafe};
use std::rc::Rc;

use wasm_bulkhead::poison::{Ref, RefMut, TryBorrowError};
use wasm_bulkhead::PoisonCell;

/// Begins a change, and panics without a word on standard error. Answers with
/// the line of the borrow.
fn tear<T: ?Sized>(cell: &PoisonCell<T>, change: impl FnOnce(&mut T)) -> u32 {
    let line = line!() + 2;
    unwind(|| {
        let mut value = cell.borrow_mut();
        change(&mut value);
        resume_unwind(Box::new(()))
    });
    line
}

fn unwind(body: impl FnOnce()) {
    let body = AssertUnwindSafe(body);
    assert!(catch_unwind(body).is_err(), "the body should panic");
}

/// Runs `body` in a destructor, while a panic unwinds.
fn while_unwinding(body: impl FnOnce()) {
    struct Destructor<F: FnOnce()>(Option<F>);
    impl<F: FnOnce()> Drop for Destructor<F> {
        fn drop(&mut self) {
            assert!(std::thread::panicking());
            let body = self.0.take().expect("dropped once");
            body();
        }
    }
    unwind(|| {
        let _destructor = Destructor(Some(body));
        resume_unwind(Box::new(()))
    });
}

/// What `body` panics with.
fn message_of<R>(body: impl FnOnce() -> R) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(body()))) else {
        panic!("the body should panic");
    };
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic
            .downcast::<&str>()
            .expect("panics carry text")
            .to_string(),
    }
}

mod size {
    use super::*;

    #[test]
    fn it_is_no_larger_than_a_ref_cell() {
        macro_rules! compare {
            ($($ty:ty),* $(,)?) => {$(
                let (ours, theirs) = (size_of::<PoisonCell<$ty>>(), size_of::<RefCell<$ty>>());
                assert!(ours <= theirs, "{}: {ours} > {theirs}", stringify!($ty));
                let (ours, theirs) = (align_of::<PoisonCell<$ty>>(), align_of::<RefCell<$ty>>());
                assert!(ours <= theirs, "{}: {ours} > {theirs}", stringify!($ty));
            )*};
        }
        use std::collections::HashMap;
        use std::mem::{align_of, size_of};
        compare!(
            (), bool, u8, [u8; 3], u16, u32, [u8; 5], f32, f64, u64, u128, usize, char, String,
            Vec<u64>, Option<Box<str>>, Rc<str>, HashMap<String, u8>, [u64; 100],
        );
    }
}

mod unwind_safety {
    use super::*;
    use std::cell::Cell;

    fn unwind_safe<T: UnwindSafe + ?Sized>() {}
    fn ref_unwind_safe<T: RefUnwindSafe + ?Sized>() {}

    #[test]
    fn a_cell_is_unwind_safe_whatever_is_in_it() {
        unwind_safe::<PoisonCell<Rc<RefCell<u8>>>>();
        ref_unwind_safe::<PoisonCell<Rc<RefCell<u8>>>>();
        unwind_safe::<PoisonCell<dyn FnMut()>>();
        ref_unwind_safe::<PoisonCell<dyn FnMut()>>();
        unwind_safe::<Rc<PoisonCell<&mut u8>>>();
    }

    #[test]
    fn borrows_are_when_nothing_can_be_torn_unseen() {
        unwind_safe::<Ref<'_, u8>>();
        ref_unwind_safe::<Ref<'_, u8>>();
        unwind_safe::<RefMut<'_, Cell<u8>>>();
        ref_unwind_safe::<RefMut<'_, u8>>();
    }

    #[test]
    fn a_borrow_that_is_moved_into_what_unwinds_poisons() {
        let cell = PoisonCell::new(0);
        let mut value = cell.borrow_mut();
        let outcome = catch_unwind(move || {
            *value = 1;
            resume_unwind(Box::new(()))
        });
        assert!(outcome.is_err() && cell.is_poisoned());
    }
}

mod poisoning {
    use super::*;

    #[test]
    fn an_unwound_mutable_borrow_poisons() {
        let cell = PoisonCell::new(vec![1]);
        let line = tear(&cell, |value| value.push(2));
        assert!(cell.is_poisoned());
        let at = cell.torn_at().expect("poisoned");
        assert_eq!((at.file(), at.line()), (file!(), line));
    }

    #[test]
    fn an_unwound_shared_borrow_does_not() {
        let cell = PoisonCell::new(1);
        unwind(|| {
            let _value = cell.borrow();
            resume_unwind(Box::new(()))
        });
        assert_eq!(*cell.borrow_mut(), 1);
    }

    #[test]
    fn a_borrow_that_ended_before_the_panic_does_not() {
        let cell = PoisonCell::new(1);
        unwind(|| {
            *cell.borrow_mut() = 2;
            resume_unwind(Box::new(()))
        });
        assert_eq!(*cell.borrow(), 2);
    }

    #[test]
    fn a_borrow_in_a_destructor_during_another_panic_does_not() {
        let cell = PoisonCell::new(1);
        while_unwinding(|| *cell.borrow_mut() += 1);
        assert_eq!(*cell.borrow(), 2);
    }

    #[test]
    fn a_borrow_made_before_the_panic_does_though_it_ends_in_a_destructor() {
        let cell = PoisonCell::new(1);
        let value = cell.borrow_mut();
        while_unwinding(move || drop(value));
        assert!(cell.is_poisoned());
    }

    #[test]
    fn a_panic_that_is_caught_within_the_borrow_does_not() {
        let cell = PoisonCell::new(1);
        {
            let mut value = cell.borrow_mut();
            unwind(|| {
                *value = 2;
                resume_unwind(Box::new(()))
            });
        }
        assert_eq!(*cell.borrow(), 2);
    }

    #[test]
    fn parts_poison_the_whole() {
        let cell = PoisonCell::new((1, 2));
        unwind(|| {
            let (_first, _second) = RefMut::map_split(cell.borrow_mut(), |(a, b)| (a, b));
            resume_unwind(Box::new(()))
        });
        assert!(cell.is_poisoned());

        cell.clear_poison();
        unwind(|| {
            RefMut::map(cell.borrow_mut(), |_| -> &mut u8 {
                resume_unwind(Box::new(()))
            });
        });
        assert!(cell.is_poisoned());

        cell.clear_poison();
        unwind(|| {
            RefMut::map_split(cell.borrow_mut(), |_| -> (&mut u8, &mut u8) {
                resume_unwind(Box::new(()))
            });
        });
        assert!(cell.is_poisoned());
        cell.clear_poison();
        assert_eq!(*cell.borrow_mut(), (1, 2));
    }

    #[test]
    fn what_tore_it_first_is_kept() {
        let cell = PoisonCell::new(1);
        let line = tear(&cell, |_| ());
        unwind(|| {
            let _torn = cell.try_borrow_mut();
            resume_unwind(Box::new(()))
        });
        assert_eq!(cell.torn_at().map(|at| at.line()), Some(line));
    }

    #[test]
    fn it_can_be_cleared_while_it_is_borrowed_and_torn_again() {
        let cell = PoisonCell::new(1);
        tear(&cell, |value| *value = 2);
        let Err(TryBorrowError::Poisoned(torn)) = cell.try_borrow_mut() else {
            panic!("should be poisoned");
        };
        let mut value = torn.into_inner();
        *value = 3;
        cell.clear_poison();
        assert!(matches!(cell.try_borrow(), Err(TryBorrowError::Borrowed)));
        drop(value);
        assert_eq!(*cell.borrow(), 3);
        tear(&cell, |value| *value = 4);
        assert!(cell.is_poisoned());
    }

    #[test]
    fn replace_with_poisons_when_its_function_panics() {
        let cell = PoisonCell::new(1);
        assert_eq!(cell.replace_with(|value| *value + 1), 1);
        unwind(|| {
            cell.replace_with(|_| resume_unwind(Box::new(())));
        });
        assert!(cell.is_poisoned());
    }
}

mod refusals {
    use super::*;

    #[test]
    fn each_access_says_where_it_was_torn() {
        let cell = PoisonCell::new(1);
        let line = tear(&cell, |value| *value = 2);
        let at = cell.torn_at().expect("poisoned");
        let said = format!("poisoned: the mutable borrow made at {at} was unwound");
        assert!(said.contains(&format!("{}:{line}:", file!())));

        assert_eq!(message_of(|| drop(cell.borrow())), said);
        assert_eq!(message_of(|| drop(cell.borrow_mut())), said);
        assert_eq!(message_of(|| cell.replace(3)), said);
        assert_eq!(message_of(|| cell.take()), said);
        assert_eq!(message_of(|| cell.swap(&PoisonCell::new(3))), said);
        assert_eq!(message_of(|| cell.clone()), said);
        assert_eq!(message_of(|| cell == cell), said);
        let mut cell = cell;
        assert_eq!(message_of(|| *cell.get_mut()), said);
        assert_eq!(message_of(|| cell.into_inner()), said);
    }

    #[test]
    fn a_refused_borrow_leaves_the_cell_as_it_was() {
        let cell = PoisonCell::new(1);
        let line = tear(&cell, |value| *value = 2);
        message_of(|| drop(cell.borrow_mut()));
        assert_eq!(cell.torn_at().map(|at| at.line()), Some(line));
        cell.clear_poison();
        assert_eq!(*cell.borrow_mut(), 2);
    }

    #[test]
    fn panics_are_located_at_the_caller() {
        let cell = PoisonCell::new(1);
        tear(&cell, |_| ());
        let line = std::sync::atomic::AtomicU32::new(0);
        let relaxed = std::sync::atomic::Ordering::Relaxed;
        let line = std::sync::Arc::new(line);
        let seen = std::sync::Arc::clone(&line);
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let here = info.location().filter(|at| at.file() == file!());
            seen.store(here.map_or(0, |at| at.line()), relaxed);
        }));
        let expected = line!() + 1;
        let outcome = catch_unwind(|| drop(cell.borrow()));
        std::panic::set_hook(previous);
        assert!(outcome.is_err());
        assert_eq!(line.load(relaxed), expected);
    }

    #[test]
    fn errors_tell_borrowed_from_poisoned() {
        let cell = PoisonCell::new(1);
        let value = cell.borrow_mut();
        let error = cell.try_borrow().unwrap_err();
        assert!(matches!(error, TryBorrowError::Borrowed));
        assert_eq!(error.to_string(), "already borrowed");
        assert_eq!(format!("{error:?}"), "Borrowed");
        assert_eq!(message_of(|| drop(cell.borrow())), "already borrowed");
        drop(value);

        tear(&cell, |value| *value = 2);
        let error = cell.try_borrow().unwrap_err();
        assert!(format!("{error:?}").starts_with("Poisoned(PoisonError { torn_at: Some("));
        let TryBorrowError::Poisoned(error) = error else {
            panic!("should be poisoned");
        };
        assert_eq!(error.torn_at(), cell.torn_at());
        assert_eq!(**error.get_ref(), 2);
        // The access is a borrow like any other.
        assert!(matches!(
            cell.try_borrow_mut(),
            Err(TryBorrowError::Borrowed)
        ));
        drop(error);
        cell.clear_poison();
        assert!(cell.try_borrow_mut().is_ok());
    }

    #[test]
    fn the_value_can_be_had_all_the_same() {
        let mut cell = PoisonCell::new(String::from("a"));
        tear(&cell, |value| value.push('b'));
        let mut error = cell.try_get_mut().unwrap_err();
        error.get_mut().push('c');
        let error = cell.try_into_inner().unwrap_err();
        assert!(error.torn_at().is_some());
        assert_eq!(error.into_inner(), "abc");

        let mut whole = PoisonCell::new(1);
        *whole.get_mut() += 1;
        assert_eq!(whole.try_get_mut().copied().unwrap(), 2);
        assert_eq!(whole.try_into_inner().unwrap(), 2);
    }
}

mod api {
    use super::*;

    #[test]
    fn values_are_exchanged() {
        let (a, b) = (PoisonCell::new(1), PoisonCell::from(2));
        a.swap(&b);
        assert_eq!(a.replace(5), 2);
        assert_eq!(a.take(), 5);
        assert_eq!((a.into_inner(), b.into_inner()), (0, 1));
        assert_eq!(PoisonCell::<u8>::default(), PoisonCell::new(0));
    }

    #[test]
    fn a_swap_that_is_refused_poisons_nothing() {
        let (a, b) = (PoisonCell::new(1), PoisonCell::new(2));
        assert_eq!(message_of(|| a.swap(&a)), "already borrowed");
        tear(&b, |_| ());
        assert!(message_of(|| a.swap(&b)).starts_with("poisoned"));
        assert!(message_of(|| b.swap(&a)).starts_with("poisoned"));
        assert_eq!(*a.borrow_mut(), 1);
    }

    #[test]
    fn parts_are_borrowed() {
        let cell = PoisonCell::new((1, String::from("a")));
        {
            let both = cell.borrow();
            let text = Ref::map(Ref::clone(&both), |both| both.1.as_str());
            let (number, more) = Ref::map_split(both, |both| (&both.0, &both.1));
            assert_eq!((*number, &*text, &**more), (1, "a", "a"));
            assert!(matches!(
                cell.try_borrow_mut(),
                Err(TryBorrowError::Borrowed)
            ));
            let none = Ref::filter_map(number, |_| None::<&u8>);
            assert_eq!(*none.unwrap_err(), 1);
            let some = Ref::filter_map(text, |text| text.get(..1));
            assert_eq!(&*some.unwrap(), "a");
        }
        {
            let (mut number, text) =
                RefMut::map_split(cell.borrow_mut(), |both| (&mut both.0, &mut both.1));
            *number += 1;
            RefMut::map(text, |text| text.as_mut_str()).make_ascii_uppercase();
            assert!(matches!(cell.try_borrow(), Err(TryBorrowError::Borrowed)));
        }
        let none = RefMut::filter_map(cell.borrow_mut(), |_| None::<&mut u8>);
        none.unwrap_err().0 += 1;
        let some = RefMut::filter_map(cell.borrow_mut(), |both| Some(&mut both.0));
        *some.unwrap() += 1;
        assert_eq!(*cell.borrow(), (4, String::from("A")));
        assert!(cell.try_borrow_mut().is_ok());
    }

    #[test]
    fn it_can_hold_what_has_no_size() {
        let cell: Rc<PoisonCell<dyn Fn(i32) -> i32>> = Rc::new(PoisonCell::new(|n| n + 1));
        assert_eq!((cell.borrow())(1), 2);
        let cell: Rc<PoisonCell<[u8]>> = Rc::new(PoisonCell::new([1, 2, 3]));
        tear(&cell, |bytes| bytes.reverse());
        assert!(cell.is_poisoned());
        cell.clear_poison();
        assert_eq!(*cell.borrow(), [3, 2, 1]);
    }

    #[test]
    fn it_has_the_traits_of_a_ref_cell() {
        let (a, b) = (PoisonCell::new(1), PoisonCell::new(2));
        assert!(a < b && a != b && a == a.clone());
        assert_eq!(a.cmp(&b), std::cmp::Ordering::Less);
        assert_eq!(format!("{a:?}"), "PoisonCell { value: 1, poisoned: false }");
        assert_eq!(format!("{} {:?}", a.borrow(), b.borrow_mut()), "1 2");
        {
            let _value = a.borrow_mut();
            let said = "PoisonCell { value: <borrowed>, poisoned: false }";
            assert_eq!(format!("{a:?}"), said);
        }
        tear(&a, |value| *value = 3);
        assert_eq!(format!("{a:?}"), "PoisonCell { value: 3, poisoned: true }");
        // SAFETY: nothing borrows the value.
        assert_eq!(unsafe { *a.as_ptr() }, 3);
    }

    #[test]
    fn it_can_be_sent_and_its_borrows_cannot() {
        fn sent<T: Send>(_: &T) {}
        let cell = PoisonCell::new(1);
        sent(&cell);
        tear(&cell, |value| *value = 2);
        let at = cell.torn_at();
        let cell = std::thread::spawn(move || {
            assert!(cell.is_poisoned());
            cell
        });
        assert_eq!(cell.join().unwrap().torn_at(), at);
    }

    #[test]
    fn values_are_dropped_once() {
        let value = Rc::new(());
        let cell = PoisonCell::new(Rc::clone(&value));
        drop(cell.replace(Rc::clone(&value)));
        tear(&cell, |_| ());
        assert_eq!(Rc::strong_count(&value), 2);
        drop(cell.try_into_inner());
        assert_eq!(Rc::strong_count(&value), 1);
    }

    #[test]
    fn a_forgotten_borrow_lasts() {
        let cell = PoisonCell::new(1);
        std::mem::forget(cell.borrow());
        assert!(cell.try_borrow().is_ok() && cell.try_borrow_mut().is_err());
    }
}

/// A `RefCell` and a flag are the model; the cell must behave as they do.
mod model {
    use super::*;
    use proptest::prelude::*;
    use std::cell;

    #[derive(Clone, Debug)]
    enum Step {
        Share,
        Exclude,
        /// Writes through a held borrow, if it is an exclusive one.
        Write(usize, u8),
        Split(usize),
        Release(usize),
        /// Ends a held borrow by a panic, after a write.
        Unwind(usize, u8),
        /// Borrows and writes in a destructor, while something else unwinds.
        WriteInDestructor(u8),
        Replace(u8),
        /// Panics after some of the bytes.
        ReplaceWith(Vec<u8>, bool),
        Clear,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            3 => Just(Step::Share),
            3 => Just(Step::Exclude),
            2 => (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Step::Write(at, byte)),
            1 => any::<usize>().prop_map(Step::Split),
            4 => any::<usize>().prop_map(Step::Release),
            2 => (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Step::Unwind(at, byte)),
            1 => any::<u8>().prop_map(Step::WriteInDestructor),
            1 => any::<u8>().prop_map(Step::Replace),
            1 => (prop::collection::vec(any::<u8>(), 0..4), any::<bool>())
                .prop_map(|(bytes, panics)| Step::ReplaceWith(bytes, panics)),
            2 => Just(Step::Clear),
        ];
        prop::collection::vec(step, 0..60)
    }

    type Value = (Vec<u8>, Vec<u8>);

    /// The same borrow of both.
    enum Held<'a> {
        Shared(Ref<'a, Value>, cell::Ref<'a, Value>),
        Exclusive(RefMut<'a, Value>, cell::RefMut<'a, Value>),
        Part(RefMut<'a, Vec<u8>>, cell::RefMut<'a, Vec<u8>>),
    }

    impl Held<'_> {
        fn write(&mut self, byte: u8) {
            match self {
                Held::Shared(..) => {}
                Held::Exclusive(ours, model) => {
                    ours.0.push(byte);
                    model.0.push(byte);
                }
                Held::Part(ours, model) => {
                    ours.push(byte);
                    model.push(byte);
                }
            }
        }

        fn agrees(&self) -> bool {
            match self {
                Held::Shared(ours, model) => **ours == **model,
                Held::Exclusive(ours, model) => **ours == **model,
                Held::Part(ours, model) => **ours == **model,
            }
        }
    }

    /// What was asked for, and whether the cell called itself poisoned.
    fn access<G>(outcome: Result<G, TryBorrowError<G>>) -> (Option<G>, bool) {
        match outcome {
            Ok(access) => (Some(access), false),
            Err(TryBorrowError::Poisoned(error)) => (Some(error.into_inner()), true),
            Err(TryBorrowError::Borrowed) => (None, false),
        }
    }

    fn run(steps: Vec<Step>) {
        let ours: PoisonCell<Value> = PoisonCell::default();
        let model: RefCell<Value> = RefCell::default();
        let mut is_poisoned = false;
        let mut held: Vec<Held<'_>> = Vec::new();
        for step in steps {
            let pick = |at: usize| (!held.is_empty()).then(|| at % held.len());
            match step {
                Step::Share => {
                    let (access, said_poisoned) = access(ours.try_borrow());
                    let expected = model.try_borrow().ok();
                    assert_eq!(access.is_some(), expected.is_some());
                    assert_eq!(said_poisoned, is_poisoned && access.is_some());
                    held.extend(access.zip(expected).map(|(a, b)| Held::Shared(a, b)));
                }
                Step::Exclude => {
                    let (access, said_poisoned) = access(ours.try_borrow_mut());
                    let expected = model.try_borrow_mut().ok();
                    assert_eq!(access.is_some(), expected.is_some());
                    assert_eq!(said_poisoned, is_poisoned && access.is_some());
                    held.extend(access.zip(expected).map(|(a, b)| Held::Exclusive(a, b)));
                }
                Step::Write(at, byte) => {
                    if let Some(at) = pick(at) {
                        held[at].write(byte);
                    }
                }
                Step::Split(at) => {
                    if let Some(at) = pick(at) {
                        match held.swap_remove(at) {
                            Held::Exclusive(a, b) => {
                                let (a1, a2) = RefMut::map_split(a, |(x, y)| (x, y));
                                let (b1, b2) = cell::RefMut::map_split(b, |(x, y)| (x, y));
                                held.extend([Held::Part(a1, b1), Held::Part(a2, b2)]);
                            }
                            other => held.push(other),
                        }
                    }
                }
                Step::Release(at) => {
                    if let Some(at) = pick(at) {
                        held.swap_remove(at);
                    }
                }
                Step::Unwind(at, byte) => {
                    if let Some(at) = pick(at) {
                        let mut torn = held.swap_remove(at);
                        is_poisoned |= !matches!(torn, Held::Shared(..));
                        unwind(|| {
                            torn.write(byte);
                            let _torn = torn;
                            resume_unwind(Box::new(()))
                        });
                    }
                }
                Step::WriteInDestructor(byte) => while_unwinding(|| {
                    let access = access(ours.try_borrow_mut()).0;
                    let expected = model.try_borrow_mut().ok();
                    assert_eq!(access.is_some(), expected.is_some());
                    if let Some((access, expected)) = access.zip(expected) {
                        Held::Exclusive(access, expected).write(byte);
                    }
                }),
                Step::Replace(byte) => {
                    let value = || (vec![byte], vec![]);
                    if is_poisoned || model.try_borrow_mut().is_err() {
                        message_of(|| ours.replace(value()));
                    } else {
                        assert_eq!(ours.replace(value()), model.replace(value()));
                    }
                }
                Step::ReplaceWith(bytes, panics) => {
                    let is_free = !is_poisoned && model.try_borrow_mut().is_ok();
                    let change = |value: &mut Value| {
                        value.1.extend(&bytes);
                        if panics {
                            resume_unwind(Box::new(()));
                        }
                        Value::default()
                    };
                    let outcome = catch_unwind(AssertUnwindSafe(|| ours.replace_with(change)));
                    let expected = is_free.then(|| {
                        catch_unwind(AssertUnwindSafe(|| model.replace_with(change))).ok()
                    });
                    assert_eq!(outcome.ok(), expected.flatten());
                    is_poisoned |= is_free && panics;
                }
                Step::Clear => {
                    ours.clear_poison();
                    is_poisoned = false;
                }
            }
            assert!(held.iter().all(Held::agrees));
            assert_eq!(ours.is_poisoned(), is_poisoned);
            assert_eq!(ours.torn_at().is_some(), is_poisoned);
        }
        drop(held);
        let value = match ours.try_into_inner() {
            Ok(value) => (value, false),
            Err(error) => (error.into_inner(), true),
        };
        assert_eq!(value, (model.into_inner(), is_poisoned));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 10 } else { 1000 }))]

        #[test]
        fn it_is_a_ref_cell_that_knows_when_it_is_torn(steps in steps()) {
            run(steps);
        }
    }
}
