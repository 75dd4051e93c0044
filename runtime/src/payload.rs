//! What a panic carried, in words.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error;
use wasm_bindgen::JsValue;

/// The message of a payload; one of a type unknown to us says so.
pub(crate) fn message(payload: &dyn Any) -> Cow<'_, str> {
    if let Some(text) = text(payload) {
        return Cow::Borrowed(text);
    }
    if let Some(error) = error(payload) {
        return Cow::Owned(error.to_string());
    }
    if let Some(value) = payload.downcast_ref::<JsValue>() {
        return Cow::Owned(crate::host::describe(value));
    }
    Cow::Owned(format!(
        "the panic carried {}",
        primitive(payload).unwrap_or("a value of an unknown type (`Box<dyn Any>`)")
    ))
}

/// The text of a payload that is one. What `panic!` makes keeps its address
/// from the hook to the catch, so the text also identifies the panic.
pub(crate) fn text(payload: &dyn Any) -> Option<&str> {
    macro_rules! first {
        ($($ty:ty),*) => { None$(.or_else(|| payload.downcast_ref::<$ty>().map(AsRef::as_ref)))* };
    }
    first!(&'static str, String, Box<str>, Cow<'static, str>)
}

fn error(payload: &dyn Any) -> Option<&dyn Error> {
    if let Some(error) = payload.downcast_ref::<Box<dyn Error + Send + Sync>>() {
        return Some(&**error);
    }
    if let Some(error) = payload.downcast_ref::<Box<dyn Error + Send>>() {
        return Some(&**error);
    }
    payload
        .downcast_ref::<std::io::Error>()
        .map(|error| error as &dyn Error)
}

/// The type of a payload that is a number or the like. Its value is left out:
/// the formatting of floats alone would weigh more than all of this crate.
fn primitive(payload: &dyn Any) -> Option<&'static str> {
    macro_rules! first {
        ($($ty:ty),*) => {
            None$(.or_else(|| payload.is::<$ty>().then_some(concat!("a value of type `", stringify!($ty), "`"))))*
        };
    }
    first!(
        i8,
        i16,
        i32,
        i64,
        i128,
        isize,
        u8,
        u16,
        u32,
        u64,
        u128,
        usize,
        f32,
        f64,
        bool,
        char,
        ()
    )
}
