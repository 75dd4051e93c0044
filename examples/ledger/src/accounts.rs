//! The accounts, which know nothing of JavaScript.

/// What the payer has at first.
pub const START: i64 = 1_000_000;

/// More the payee's account cannot hold.
const LIMIT: i64 = START / 2;

/// Three accounts that money moves between, and none is made or lost.
#[derive(Clone, Debug)]
pub struct Accounts {
    payer: i64,
    payee: i64,
    bank: i64,
    journal: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    amount: i64,
    fee: i64,
}

impl Accounts {
    /// All is the payer's.
    pub fn new() -> Accounts {
        Accounts {
            payer: START,
            payee: 0,
            bank: 0,
            journal: Vec::new(),
        }
    }

    /// Takes `amount` from the payer, and gives it to the payee but for the fee.
    pub fn transfer(&mut self, amount: i64, country: &str) {
        assert!(amount > 0, "a transfer of nothing");
        self.take(amount);
        self.give(amount, country);
    }

    /// The first half.
    pub fn take(&mut self, amount: i64) {
        self.payer -= amount;
    }

    /// The second half, which fails in two places.
    pub fn give(&mut self, amount: i64, country: &str) {
        let fee = fee(country);
        self.payee += amount - fee;
        assert!(self.payee <= LIMIT, "the payee's account is full");
        self.bank += fee;
        self.journal.push(Entry { amount, fee });
    }

    /// All the money there is.
    pub fn total(&self) -> i64 {
        self.payer + self.payee + self.bank
    }

    /// What the journal says, to which an entry is the last thing that a transfer adds.
    pub fn recompute(&mut self) {
        let amounts: i64 = self.journal.iter().map(|entry| entry.amount).sum();
        let fees: i64 = self.journal.iter().map(|entry| entry.fee).sum();
        self.payer = START - amounts;
        self.payee = amounts - fees;
        self.bank = fees;
    }
}

impl Default for Accounts {
    fn default() -> Self {
        Self::new()
    }
}

/// What a transfer into `country` costs.
fn fee(country: &str) -> i64 {
    match country {
        "France" => 1,
        "Japan" => 4,
        _ => panic!("no fee is known for {country}"),
    }
}
