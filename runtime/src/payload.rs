//! What a panic carried, in words.

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Write};

use wasm_bindgen::JsValue;

use crate::host;

/// The text of a payload that is one. What `panic!` makes keeps its address from the hook to the
/// catch, so the text also identifies the panic.
pub(crate) fn text(payload: &dyn Any) -> Option<&str> {
    macro_rules! first {
        ($($ty:ty),*) => { None$(.or_else(|| payload.downcast_ref::<$ty>().map(AsRef::as_ref)))* };
    }
    first!(&'static str, String, Box<str>, Cow<'static, str>)
}

/// What a panic is told from others by: where its text lies.
pub(crate) fn key(text: Option<&str>) -> u32 {
    text.map_or(0, |text| text.as_ptr() as u32)
}

/// Appends to the message of the newest panic, so that no text is built here.
struct Message;

impl Write for Message {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        host::append(text);
        Ok(())
    }
}

/// Tells JavaScript, at the panic site, of a payload that is no text. What an error says waits for
/// the catch where there is one: its `Display` is the user's and may panic, and a panic within the
/// panic hook is the end.
#[cold]
#[inline(never)]
pub(crate) fn describe(payload: &dyn Any) {
    if let Some(value) = payload.downcast_ref::<JsValue>() {
        host::cause(value);
    } else if let Some(error) = error(payload) {
        if cfg!(not(panic = "unwind")) {
            describe_error(error);
        }
    } else {
        host::append("the panic carried a value of ");
        match primitive(payload.type_id()) {
            Some(name) => ["type `", name, "`"].map(host::append),
            None => ["an unknown type (`", "Box<dyn Any>", "`)"].map(host::append),
        };
    }
}

fn describe_error(error: &dyn Error) {
    // A failure leaves the message shorter.
    let _ = write!(Message, "{error}");
}

/// Tells JavaScript of the error in a payload that was caught.
#[cfg(panic = "unwind")]
pub(crate) fn describe_caught(payload: &dyn Any, key: u32) {
    let Some(error) = error(payload) else { return };
    crate::panic::contain(|| describe_error(error));
    host::find(key);
}

fn error(payload: &dyn Any) -> Option<&dyn Error> {
    if let Some(error) = payload.downcast_ref::<Box<dyn Error + Send + Sync>>() {
        return Some(&**error);
    }
    let error = payload.downcast_ref::<Box<dyn Error + Send>>();
    error.map(|error| &**error as &dyn Error)
}

/// The name of a type that is a number or the like. Its value is left out: the formatting of
/// floats alone would weigh more than all of this crate, and that of `io::Error` twice as much.
fn primitive(id: TypeId) -> Option<&'static str> {
    macro_rules! first {
        ($($ty:ty),*) => {{
            $(if id == TypeId::of::<$ty>() { return Some(stringify!($ty)); })*
            None
        }};
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
        (),
        std::io::Error
    )
}
