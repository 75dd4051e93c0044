use super::*;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Copied {
    pub(super) accounts: Accounts,
}

subject!(Copied { accounts: Accounts } rollback);

impl Copied {
    fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
        self.accounts.transfer(amount, fails_at)
    }
    pub(super) fn __bulkhead_transfer(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
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
