//! Random operations with panics at random points.

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
    let mut model = Accounts::with(TOTAL);
    let mut copied = super::rolled_back::Copied {
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
