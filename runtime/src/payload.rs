//! What a panic carried: mostly a text.

use std::any::{Any, TypeId};

/// The text of a payload that is one. What `panic!` makes keeps its address from the hook to the
/// catch, so the text also identifies the panic.
pub(crate) fn text(payload: &dyn Any) -> Option<&str> {
    let payload = Payload::of(payload);
    if let Some(text) = payload.is::<&'static str>() {
        return Some(text);
    }
    payload.is::<String>().map(String::as_str)
}

/// A payload that has been asked for its type once, because each `downcast_ref` asks again.
#[derive(Clone, Copy)]
pub(crate) struct Payload<'a> {
    value: &'a dyn Any,
    pub(crate) id: TypeId,
}

impl<'a> Payload<'a> {
    #[inline(always)]
    pub(crate) fn of(value: &'a dyn Any) -> Self {
        let id = value.type_id();
        Payload { value, id }
    }

    #[inline(always)]
    pub(crate) fn is<T: Any>(self) -> Option<&'a T> {
        // SAFETY: the value behind the reference is a `T`, for it has the id of that.
        (self.id == TypeId::of::<T>()).then(|| unsafe { &*(&raw const *self.value).cast::<T>() })
    }
}

/// What a panic is told from others by: where its text lies.
pub(crate) fn key(text: Option<&str>) -> u32 {
    text.map_or(0, |text| text.as_ptr() as u32)
}

#[cfg(panic = "unwind")]
pub(crate) use crate::carried::describe;

/// Tells JavaScript, at the panic site, of a payload that is no text. Where panics abort, more of it
/// would cost every module half a kilobyte for what hardly any carries.
#[cfg(not(panic = "unwind"))]
#[cold]
pub(crate) fn describe(_payload: &dyn Any) {
    crate::host::append("the panic carried a value that is no text");
}
