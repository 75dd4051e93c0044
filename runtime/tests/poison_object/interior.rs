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
