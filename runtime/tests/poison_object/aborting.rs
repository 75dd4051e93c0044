//! The process ends with the first of them, so each runs in one of its own.

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
