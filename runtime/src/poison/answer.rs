//! What an entry answers that was given objects. Hidden, as `subject`.

use std::fmt;

use wasm_bindgen::__rt::IntoJsResult;
use wasm_bindgen::convert::ReturnWasmAbi;
use wasm_bindgen::describe::WasmDescribe;
use wasm_bindgen::JsValue;

use super::flag::Poison;
use crate::name::Name;

/// What an entry returns to wasm-bindgen's shim: what its body returned, or why
/// no body ran.
///
/// JavaScript sees the type `R`. A refusal becomes an exception only when the
/// shim turns the answer into what JavaScript gets, because by then it has given
/// back the objects it borrowed. An exception from further in would leave them
/// borrowed for ever in abort builds, where no destructor runs on its way.
pub struct Answer<R>(pub Result<R, Refusal>);

impl<R: WasmDescribe> WasmDescribe for Answer<R> {
    fn describe() {
        R::describe();
    }
}

impl<R: ReturnWasmAbi> ReturnWasmAbi for Answer<R> {
    type Abi = R::Abi;

    #[inline(always)]
    fn return_abi(self) -> R::Abi {
        match self.0 {
            Ok(value) => value.return_abi(),
            Err(refusal) => wasm_bindgen::throw_val(refusal.into_error()),
        }
    }
}

impl<R: IntoJsResult> IntoJsResult for Answer<R> {
    fn into_js_result(self) -> Result<JsValue, JsValue> {
        match self.0 {
            Ok(value) => value.into_js_result(),
            Err(refusal) => Err(refusal.into_error()),
        }
    }
}

/// What makes an entry's answer, by whether it can be a refusal.
pub struct Answers<const MAY_REFUSE: bool>;

/// What an entry answers whose body returns `R`.
pub trait Answering<R> {
    type Answer;

    fn answer(outcome: Result<R, Refusal>) -> Self::Answer;
}

impl<R> Answering<R> for Answers<true> {
    type Answer = Answer<R>;

    #[inline(always)]
    fn answer(outcome: Result<R, Refusal>) -> Answer<R> {
        Answer(outcome)
    }
}

/// No object of the entry has a flag, so nothing is ever refused.
impl<R> Answering<R> for Answers<false> {
    type Answer = R;

    #[inline(always)]
    fn answer(outcome: Result<R, Refusal>) -> R {
        match outcome {
            Ok(value) => value,
            Err(_) => unreachable!(),
        }
    }
}

/// A call that was not let in, because of a torn object.
pub struct Refusal {
    boundary: Name,
    /// As it was then.
    poison: Poison,
}

impl Refusal {
    #[cold]
    #[inline(never)]
    pub(super) fn new(boundary: Name, poison: &Poison) -> Self {
        let poison = poison.clone();
        Refusal { boundary, poison }
    }

    #[cold]
    #[inline(never)]
    fn into_error(self) -> JsValue {
        let message = self.to_string();
        #[cfg(target_family = "wasm")]
        if let Some(by) = self.poison.torn_by() {
            return crate::host::torn::poisoned(&message, self.boundary.text(), &by);
        }
        JsValue::from_str(&message)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` was refused: the object was left torn",
            self.boundary.text()
        )?;
        match self.poison.torn_by() {
            Some(by) => write!(f, " by {by}"),
            None => Ok(()),
        }
    }
}
