//! A struct without the attribute, in an annotated `impl` and as an argument.

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
