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
    assert_eq!(by.location.file, LEDGER_FILE);
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
