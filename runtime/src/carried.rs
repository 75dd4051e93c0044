//! What a panic carried that is no text, in words.

use std::any::{Any, TypeId};
use std::error::Error;
use std::fmt::{self, Write};
use std::hash::{Hash, Hasher};

use wasm_bindgen::JsValue;

use crate::host;
use crate::payload::Payload;

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
/// the catch: its `Display` is the user's and may panic, and a panic within the panic hook is the
/// end.
#[cold]
#[inline(never)]
pub(crate) fn describe(payload: &dyn Any) {
    let payload = Payload::of(payload);
    if let Some(value) = payload.is::<JsValue>() {
        host::cause(value);
    } else if error(payload).is_none() {
        host::append_kind(known(payload.id));
    }
}

/// Tells JavaScript of the error in a payload that was caught.
pub(crate) fn describe_caught(payload: &dyn Any, key: u32) {
    let Some(error) = error(Payload::of(payload)) else {
        return;
    };
    crate::panic::contain(&mut || {
        // A failure leaves the message shorter.
        let _ = write!(Message, "{error}");
    });
    host::find(key);
}

fn error(payload: Payload<'_>) -> Option<&dyn Error> {
    if let Some(error) = payload.is::<Box<dyn Error + Send + Sync>>() {
        return Some(&**error);
    }
    let error = payload.is::<Box<dyn Error + Send>>();
    error.map(|error| &**error as &dyn Error)
}

/// Which of the types that `TYPES` in `js/src/panics.js` names a type is, counted from 1. Its value is
/// left out: the formatting of floats alone would weigh more than all of this crate, and that of
/// `io::Error` twice as much.
fn known(id: TypeId) -> u32 {
    let digest = digest(id);
    // No branches, which would take twice the code.
    macro_rules! sum {
        ($($at:literal: $ty:ty),*) => {
            0 $(+ $at * u32::from(digest == self::digest(TypeId::of::<$ty>())))*
        };
    }
    sum!(
        1: i8,
        2: i16,
        3: i32,
        4: i64,
        5: isize,
        6: u8,
        7: u16,
        8: u32,
        9: u64,
        10: usize,
        11: f32,
        12: f64,
        13: bool,
        14: char,
        15: (),
        16: std::io::Error
    )
}

/// A part of what a type is told from others by. Only a word in a message depends on it, and a
/// comparison takes a quarter of the code.
fn digest(id: TypeId) -> u32 {
    let mut digest = Digest(0);
    id.hash(&mut digest);
    digest.0 as u32
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
