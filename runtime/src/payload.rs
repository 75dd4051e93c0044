//! What a panic carried, in words.

use std::any::{Any, TypeId};
use std::error::Error;
use std::fmt::{self, Write};
use std::hash::{Hash, Hasher};

use wasm_bindgen::JsValue;

use crate::host;

/// The text of a payload that is one. What `panic!` makes keeps its address from the hook to the
/// catch, so the text also identifies the panic.
pub(crate) fn text(payload: &dyn Any) -> Option<&str> {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        return Some(text);
    }
    payload.downcast_ref::<String>().map(String::as_str)
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

    fn write_char(&mut self, char: char) -> fmt::Result {
        host::append_char(char);
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
        host::append_kind(known(payload.type_id()));
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

/// Which of the types that `TYPES` in `js/src/panics.js` names a type is, counted from 1. Its value is left out: the formatting
/// of floats alone would weigh more than all of this crate, and that of `io::Error` twice as much.
fn known(id: TypeId) -> u32 {
    let digest = digest(id);
    let mut at = 0;
    macro_rules! look {
        ($($ty:ty),*) => {$(
            at += 1;
            if digest == self::digest(TypeId::of::<$ty>()) {
                return at;
            }
        )*};
    }
    look!(
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
    );
    0
}

/// Half of what a type is told from others by. Only a word in a message depends on it, and a
/// comparison takes half of the code.
fn digest(id: TypeId) -> u64 {
    let mut digest = Digest(0);
    id.hash(&mut digest);
    digest.0
}

struct Digest(u64);

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 | u64::from(byte);
        }
    }

    fn write_u64(&mut self, half: u64) {
        self.0 = half;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
