//! Bytes that outlast the instance.
//!
//! The vault is kept by JavaScript, outside linear memory: what one instance puts into it is
//! there for the one that replaces it, after an abort as well as after `bulkhead.reset()`.
//! It lasts as long as the page or process.
//!
//! # Checkpoints
//!
//! Save after what succeeded, and restore in the start function. Nothing torn can be saved
//! then: an abort never comes to the line that saves, and an instance that has ended is
//! [refused](Error::Closed).
//!
//! ```
//! use std::cell::RefCell;
//! use wasm_bindgen::prelude::*;
//! use wasm_bulkhead::{bulkhead, vault, Bulkhead, Restart};
//!
//! thread_local! {
//!     static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
//! }
//!
//! #[bulkhead]
//! #[wasm_bindgen(start)]
//! fn start() {
//!     Bulkhead::new().restart(Restart::reinit().at_most(5)).install();
//!     if let Some(saved) = vault::get("text") {
//!         TEXT.set(String::from_utf8(saved).expect("it was saved as text"));
//!     }
//! }
//!
//! #[bulkhead]
//! #[wasm_bindgen]
//! pub fn insert(at: usize, what: &str) -> Result<(), JsError> {
//!     TEXT.with_borrow_mut(|text| {
//!         text.insert_str(at, what);
//!         Ok(vault::put("text", text.as_bytes())?)
//!     })
//! }
//! ```
//!
//! With the feature `serde`, `save` and `load` do it for what can be serialised.
//!
//! On a native target, and without the feature `js`, it is a table in memory, one for each
//! thread, so that unit tests of code that uses it run unchanged.

use std::fmt;

#[cfg(all(target_family = "wasm", feature = "js"))]
use crate::host::vault as store;

/// Why nothing was stored, or nothing could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// There would be more in the vault than its [limit](set_limit).
    Full,
    /// The instance has ended, and what it leaves behind may be torn.
    Closed,
    /// The value that was to be stored could not be serialised.
    #[cfg(feature = "serde")]
    Unencodable,
    /// What is stored is no value of the type that was asked for.
    #[cfg(feature = "serde")]
    Undecodable,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Error::Full => "the vault is full",
            Error::Closed => "the instance has ended, and its vault takes nothing more of it",
            #[cfg(feature = "serde")]
            Error::Unencodable => "the value cannot be serialised",
            #[cfg(feature = "serde")]
            Error::Undecodable => "what the vault keeps is no value of this type",
        })
    }
}

impl std::error::Error for Error {}

/// Keeps a copy of `bytes` under `key`, in the place of what was there.
///
/// # Errors
///
/// When that would be more than the [limit](set_limit), or the instance has ended, as in a
/// fault hook. What was there before stays.
///
/// # Example
///
/// ```
/// use wasm_bulkhead::vault;
///
/// vault::put("draft", b"Dear all,")?;
/// assert_eq!(vault::get("draft").as_deref(), Some(&b"Dear all,"[..]));
/// assert!(vault::remove("draft"));
/// assert_eq!(vault::get("draft"), None);
/// # Ok::<(), vault::Error>(())
/// ```
pub fn put(key: &str, bytes: &[u8]) -> Result<(), Error> {
    store::vault_put(key, bytes)
}

/// Returns what is stored under `key`.
pub fn get(key: &str) -> Option<Vec<u8>> {
    store::vault_get(key)
}

/// Removes what is stored under `key`, and returns whether there was anything.
pub fn remove(key: &str) -> bool {
    store::vault_remove(key)
}

/// Sets how much the vault holds, keys included; 16 MiB by default. What is in it stays.
pub fn set_limit(bytes: usize) {
    store::vault_limit(bytes);
}

/// Stores `value` under `key`, as JSON.
///
/// # Errors
///
/// As [`put`], and when `value` cannot be serialised.
///
/// # Example
///
/// ```
/// use wasm_bulkhead::vault;
///
/// vault::save("cursor", &(3, 14))?;
/// assert_eq!(vault::load("cursor")?, Some((3, 14)));
/// # Ok::<(), vault::Error>(())
/// ```
#[cfg(feature = "serde")]
pub fn save<T: serde::Serialize + ?Sized>(key: &str, value: &T) -> Result<(), Error> {
    let bytes = serde_json::to_vec(value).map_err(|_| Error::Unencodable)?;
    put(key, &bytes)
}

/// The value that [`save`] keeps under `key`; `None` where there is none.
///
/// # Errors
///
/// When what is kept there is no `T`, as after a change of the type: it stays there, and is
/// neither replaced nor taken for absent.
///
/// # Example
///
/// ```
/// use wasm_bulkhead::vault;
///
/// assert_eq!(vault::load::<u32>("height"), Ok(None));
/// vault::put("height", b"tall")?;
/// assert_eq!(vault::load::<u32>("height"), Err(vault::Error::Undecodable));
/// # Ok::<(), vault::Error>(())
/// ```
#[cfg(feature = "serde")]
pub fn load<T: serde::de::DeserializeOwned>(key: &str) -> Result<Option<T>, Error> {
    let kept = get(key).map(|bytes| serde_json::from_slice(&bytes));
    kept.transpose().map_err(|_| Error::Undecodable)
}

/// The vault where JavaScript keeps none.
#[cfg(not(all(target_family = "wasm", feature = "js")))]
mod store {
    use std::cell::{Cell, RefCell};
    use std::collections::HashMap;

    use super::Error;

    thread_local! {
        static VAULT: RefCell<HashMap<String, Vec<u8>>> = RefCell::default();
        static LIMIT: Cell<usize> = const { Cell::new(16 * 1024 * 1024) };
    }

    pub(super) fn vault_put(key: &str, bytes: &[u8]) -> Result<(), Error> {
        VAULT.with_borrow_mut(|vault| {
            let others = vault.iter().filter(|(other, _)| *other != key);
            let others: usize = others.map(|(key, bytes)| key.len() + bytes.len()).sum();
            if others + key.len() + bytes.len() > LIMIT.get() {
                return Err(Error::Full);
            }
            vault.insert(key.to_owned(), bytes.to_owned());
            Ok(())
        })
    }

    pub(super) fn vault_get(key: &str) -> Option<Vec<u8>> {
        VAULT.with_borrow(|vault| vault.get(key).cloned())
    }

    pub(super) fn vault_remove(key: &str) -> bool {
        VAULT.with_borrow_mut(|vault| vault.remove(key).is_some())
    }

    pub(super) fn vault_limit(bytes: usize) {
        LIMIT.set(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_count_and_replacing_frees() {
        set_limit(10);
        assert_eq!(put("key", b"1234567"), Ok(()));
        assert_eq!(put("key", b"7654321"), Ok(()));
        assert_eq!(put("k", b""), Err(Error::Full));
        assert_eq!(put("key", b"12345678"), Err(Error::Full));
        assert_eq!(get("key").as_deref(), Some(&b"7654321"[..]));
        assert!(remove("key") && !remove("key"));
    }
}
