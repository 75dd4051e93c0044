//! T1 to T5: objects and cells that a failure leaves half changed.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::classes::Shed;
use crate::probe::{count, strike, Sentinel, CONFORMANCE_PROBE};

#[cfg(feature = "bulkhead")]
use wasm_bulkhead::{Poison, PoisonCell};

/// Two accounts. What leaves one has to arrive in the other.
#[derive(Clone, Copy, Default)]
struct Accounts {
    left: i32,
    right: i32,
}

impl Accounts {
    const TOTAL: i32 = 1000;

    fn new() -> Accounts {
        Accounts {
            left: Self::TOTAL,
            right: 0,
        }
    }

    /// Meets the armed cause at `point`, of which there are three.
    fn transfer(&mut self, amount: i32, point: u32) -> Result<i32, JsValue> {
        let _sentinel = begin();
        if amount < 0 {
            return Err("a transfer goes one way".into());
        }
        reach(0, point);
        self.left -= amount;
        reach(1, point);
        self.right += amount;
        reach(2, point);
        Ok(self.left)
    }

    fn total(&self) -> i32 {
        self.left + self.right
    }

    /// What is missing is on the right.
    fn repair(&mut self) {
        self.right = Self::TOTAL - self.left;
    }
}

fn begin() -> Sentinel {
    count(&CONFORMANCE_PROBE.ran);
    Sentinel
}

fn reach(here: u32, point: u32) {
    if here == point {
        strike();
    }
}

/// A class with a flag.
#[cfg_attr(
    feature = "bulkhead",
    wasm_bulkhead::bulkhead(on_panic = poison)
)]
#[wasm_bindgen]
#[derive(Clone)]
pub struct Ledger {
    /// A public field.
    pub limit: i32,
    accounts: Accounts,
    #[cfg(feature = "bulkhead")]
    poison: Poison,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Ledger {
    /// All is on the left.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Ledger {
        Ledger {
            limit: 0,
            accounts: Accounts::new(),
            #[cfg(feature = "bulkhead")]
            poison: Poison::new(),
        }
    }

    /// A method that writes.
    #[rustfmt::skip] // The whole head stays on the line that JavaScript looks for.
    pub fn transfer(&mut self, amount: i32, point: u32) -> Result<i32, JsValue> { // site: transfer
        self.accounts.transfer(amount, point)
    }

    /// The same, put back after a panic.
    #[cfg_attr(feature = "bulkhead", bulkhead(on_panic = rollback))]
    pub fn attempt(&mut self, amount: i32, point: u32) -> Result<i32, JsValue> {
        self.accounts.transfer(amount, point)
    }

    /// A method that only reads.
    pub fn total(&self) -> i32 {
        let _sentinel = begin();
        strike();
        self.accounts.total()
    }

    /// A getter.
    #[wasm_bindgen(getter)]
    pub fn left(&self) -> i32 {
        let _sentinel = begin();
        self.accounts.left
    }

    /// A setter.
    #[wasm_bindgen(setter)]
    pub fn set_left(&mut self, left: i32) {
        let _sentinel = begin();
        self.accounts.left = left;
    }

    /// A method that consumes.
    pub fn close(self) -> i32 {
        let _sentinel = begin();
        self.accounts.total()
    }

    /// An object from an object.
    pub fn copy(&self) -> Ledger {
        self.clone()
    }

    /// A method that is given an object to keep, whose destructor is a body.
    pub fn absorb(&mut self, shed: Shed) {
        drop(shed);
    }

    /// Whether it is torn, which alone can be asked of a torn one.
    #[cfg_attr(feature = "bulkhead", bulkhead(poisoned = admit))]
    #[wasm_bindgen(getter)]
    pub fn torn(&self) -> bool {
        #[cfg(feature = "bulkhead")]
        return self.poison.is_poisoned();
        #[cfg(not(feature = "bulkhead"))]
        false
    }

    /// Repairs it.
    #[cfg_attr(feature = "bulkhead", bulkhead(poisoned = admit))]
    pub fn repair(&mut self) {
        let _sentinel = begin();
        self.accounts.repair();
        #[cfg(feature = "bulkhead")]
        self.poison.clear_poison();
    }
}

// wasm-bindgen alone compiles no async method by `&mut self` in unwind builds.
#[cfg(any(feature = "bulkhead", not(panic = "unwind")))]
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Ledger {
    /// A transfer that waits for `gate` before it begins.
    pub async fn settle(
        &mut self,
        gate: js_sys::Promise,
        amount: i32,
        point: u32,
    ) -> Result<i32, JsValue> {
        self.accounts.left -= 1;
        wasm_bindgen_futures::JsFuture::from(gate).await?;
        self.accounts.left += 1;
        self.accounts.transfer(amount, point)
    }

    /// A future that is dropped, because nobody can ever wake it.
    #[rustfmt::skip] // The whole head stays on the line that JavaScript looks for.
    pub async fn abandon(&mut self) { // site: abandon
        let _sentinel = begin();
        self.accounts.left -= 1;
        std::future::pending::<()>().await;
    }

    /// The same with the object put back.
    #[cfg_attr(feature = "bulkhead", bulkhead(on_panic = rollback))]
    pub async fn abandon_attempt(&mut self) {
        let _sentinel = begin();
        self.accounts.left -= 1;
        std::future::pending::<()>().await;
    }
}

/// A future that is dropped, of no object.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub async fn abandon() {
    let _sentinel = begin();
    std::future::pending::<()>().await;
}

/// Objects by every kind of argument.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn merge(into: &mut Ledger, from: &Ledger, one: Option<Ledger>, many: Vec<Ledger>) -> i32 {
    let _sentinel = begin();
    into.accounts.left -= 1;
    strike();
    into.accounts.left += 1;
    from.accounts.total()
        + one
            .iter()
            .chain(&many)
            .map(|ledger| ledger.accounts.total())
            .sum::<i32>()
}

/// A class that `&self` is enough to tear.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub struct Register {
    #[cfg(feature = "bulkhead")]
    accounts: RefCell<Accounts>,
    /// The compiler would refuse it without an assertion.
    #[cfg(not(feature = "bulkhead"))]
    accounts: std::panic::AssertUnwindSafe<RefCell<Accounts>>,
    #[cfg(feature = "bulkhead")]
    _poison: Poison,
}

#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Register {
    /// All is on the left.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
    pub fn new() -> Register {
        let accounts = RefCell::new(Accounts::new());
        Register {
            #[cfg(feature = "bulkhead")]
            accounts,
            #[cfg(not(feature = "bulkhead"))]
            accounts: std::panic::AssertUnwindSafe(accounts),
            #[cfg(feature = "bulkhead")]
            _poison: Poison::new(),
        }
    }

    /// A method that writes all the same.
    pub fn transfer(&self, amount: i32, point: u32) -> Result<i32, JsValue> {
        self.accounts.borrow_mut().transfer(amount, point)
    }

    /// A method that only reads.
    pub fn total(&self) -> i32 {
        let _sentinel = begin();
        self.accounts.borrow().total()
    }
}

/// A class that is put back to a clone.
#[cfg_attr(
    feature = "bulkhead",
    wasm_bulkhead::bulkhead(on_panic = rollback)
)]
#[wasm_bindgen]
#[derive(Clone)]
pub struct Copied {
    accounts: Accounts,
}

/// A class that remembers by itself what it needs to be put back.
#[cfg_attr(
    feature = "bulkhead",
    wasm_bulkhead::bulkhead(on_panic = rollback(remember))
)]
#[wasm_bindgen]
pub struct Remembered {
    accounts: Accounts,
}

#[cfg(feature = "bulkhead")]
fn remember(object: &Remembered) -> impl FnOnce(&mut Remembered) {
    let accounts = object.accounts;
    move |object| object.accounts = accounts
}

/// A class that cannot be put back, but poisoned.
#[cfg_attr(
    feature = "bulkhead",
    wasm_bulkhead::bulkhead(on_panic = rollback(fail_to_remember))
)]
#[wasm_bindgen]
pub struct Stubborn {
    accounts: Accounts,
    #[cfg(feature = "bulkhead")]
    _poison: Poison,
}

#[cfg(feature = "bulkhead")]
fn fail_to_remember(_: &Stubborn) -> impl FnOnce(&mut Stubborn) {
    |_| panic!("it cannot be put back")
}

/// A class that must never be seen torn.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead(on_panic = abort))]
#[wasm_bindgen]
pub struct Reactor {
    accounts: Accounts,
}

macro_rules! transfers {
    ($($class:ident { $($cfg:meta: $poison:ident)? })*) => {$(
        #[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
        #[wasm_bindgen]
        impl $class {
            /// All is on the left.
            #[wasm_bindgen(constructor)]
            #[allow(clippy::new_without_default)] // JavaScript knows no `Default`.
            pub fn new() -> $class {
                $class {
                    accounts: Accounts::new(),
                    $(#[cfg($cfg)] $poison: Poison::new(),)?
                }
            }

            /// A method that writes.
            pub fn transfer(&mut self, amount: i32, point: u32) -> Result<i32, JsValue> {
                self.accounts.transfer(amount, point)
            }

            /// A method that only reads.
            pub fn total(&self) -> i32 {
                let _sentinel = begin();
                self.accounts.total()
            }
        }
    )*};
}

transfers! {
    Copied {}
    Remembered {}
    Stubborn { feature = "bulkhead": _poison }
    Reactor {}
}

#[cfg(any(feature = "bulkhead", not(panic = "unwind")))]
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
impl Reactor {
    /// A future that is dropped.
    pub async fn abandon(&mut self) {
        let _sentinel = begin();
        self.accounts.left -= 1;
        std::future::pending::<()>().await;
    }
}

/// A cell in the closures' hands.
#[cfg(feature = "bulkhead")]
type Cell = PoisonCell<Accounts>;
/// wasm-bindgen takes it only with an assertion.
#[cfg(not(feature = "bulkhead"))]
type Cell = std::panic::AssertUnwindSafe<RefCell<Accounts>>;

/// Three closures over one cell: to transfer, to tell the total, and to repair.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn make_cell_closures() -> Vec<JsValue> {
    #[cfg(feature = "bulkhead")]
    let cell: Rc<Cell> = Rc::new(PoisonCell::new(Accounts::new()));
    #[cfg(not(feature = "bulkhead"))]
    let cell: Rc<Cell> = Rc::new(std::panic::AssertUnwindSafe(RefCell::new(Accounts::new())));
    let (read, mended) = (Rc::clone(&cell), Rc::clone(&cell));
    vec![
        Closure::<dyn Fn(i32, u32) -> Result<i32, JsValue>>::new(move |amount: i32, point: u32| {
            let mut accounts = cell.borrow_mut(); // site: torn cell
            accounts.transfer(amount, point)
        })
        .into_js_value(),
        Closure::<dyn Fn() -> i32>::new(move || read.borrow().total()).into_js_value(),
        Closure::<dyn Fn()>::new(move || mend(&mended)).into_js_value(),
    ]
}

#[cfg(feature = "bulkhead")]
fn mend(cell: &Cell) {
    cell.clear_poison();
    cell.borrow_mut().repair();
}

#[cfg(not(feature = "bulkhead"))]
fn mend(cell: &Cell) {
    cell.borrow_mut().repair();
}

/// One closure that owns its cell.
#[cfg_attr(feature = "bulkhead", wasm_bulkhead::bulkhead)]
#[wasm_bindgen]
pub fn make_cell_closure() -> JsValue {
    #[cfg(feature = "bulkhead")]
    let cell: Cell = PoisonCell::new(Accounts::new());
    #[cfg(not(feature = "bulkhead"))]
    let cell: Cell = std::panic::AssertUnwindSafe(RefCell::new(Accounts::new()));
    Closure::<dyn Fn(i32, u32) -> Result<i32, JsValue>>::new(move |amount: i32, point: u32| {
        cell.borrow_mut().transfer(amount, point)
    })
    .into_js_value()
}
