//! Objects that a call can leave torn.

use super::*;

/// Where the entries of the ledger are.
pub(super) const LEDGER_FILE: &str = file!();

pub(super) type Moved = Result<i64, String>;

/// Two accounts; what leaves one has to arrive in the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Accounts {
    pub(super) left: i64,
    pub(super) right: i64,
    pub(super) moves: Vec<i64>,
}

impl Accounts {
    pub(super) fn with(left: i64) -> Self {
        Accounts {
            left,
            ..Accounts::default()
        }
    }

    /// Panics before step `fails_at`; there are three.
    pub(super) fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
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

    pub(super) fn is_whole(&self, total: i64) -> bool {
        self.left + self.right == total && self.right == self.moves.iter().sum::<i64>()
    }

    pub(super) fn repair(&mut self, total: i64) {
        self.right = self.moves.iter().sum();
        self.left = total - self.right;
    }
}

/// With a `Poison`.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) accounts: Accounts,
    pub(super) poison: Poison,
}

subject!(Ledger {
    accounts: Accounts,
    poison: Poison
});

impl Ledger {
    pub(super) fn with(left: i64) -> Self {
        Ledger {
            accounts: Accounts::with(left),
            ..Ledger::default()
        }
    }
    pub(super) fn transfer(&mut self, amount: i64, fails_at: u8) -> Moved {
        self.accounts.transfer(amount, fails_at)
    }
    pub(super) async fn save(&mut self, amount: i64, fails_at: u8) -> Moved {
        self.accounts.left -= amount;
        pause().await;
        self.accounts.left += amount;
        self.accounts.transfer(amount, fails_at)
    }
    pub(super) fn look(&self, fails: bool) -> Accounts {
        if fails {
            strike();
        }
        self.accounts.clone()
    }
    pub(super) fn repair(&mut self, total: i64) {
        self.accounts.repair(total);
        self.poison.clear_poison();
    }
    pub(super) fn close(self) -> Accounts {
        self.accounts
    }

    pub(super) fn __bulkhead_transfer(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
        entry!(Self::transfer, self, amount, fails_at; "Ledger.transfer")
    }
    pub(super) async fn __bulkhead_save(&mut self, amount: i64, fails_at: u8) -> rt::Answer<Moved> {
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
    pub(super) fn __bulkhead_look(&self, fails: bool) -> rt::Answer<Accounts> {
        entry!(Self::look, self, fails; "Ledger.look")
    }
    pub(super) fn __bulkhead_repair(&mut self, total: i64) -> rt::Answer<()> {
        entry!(admit Self::repair, self, total; "Ledger.repair")
    }
    pub(super) fn __bulkhead_close(self) -> rt::Answer<Accounts> {
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
pub(super) fn merge(into: &mut Ledger, from: &Ledger, others: Vec<Ledger>, fails: bool) -> usize {
    into.accounts.left += from.accounts.left;
    if fails {
        strike();
    }
    into.accounts.right += from.accounts.right;
    others.len()
}

pub(super) fn __bulkhead_merge(
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
