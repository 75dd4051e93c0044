//! An editor session that survives the end of its instance.
//!
//! The text, the cursor and what can be undone are in linear memory, and a checkpoint of them
//! is in the vault. One command, [`nesting`], overflows the stack on a text that is nested too
//! deeply. That ends the instance; the next one takes the session up where the last command
//! that succeeded has left it, so no more is lost than the call that failed.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Only JavaScript calls it.

use std::cell::RefCell;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bulkhead::{bulkhead, vault, Bulkhead, Restart};

/// What has to outlast an instance.
#[derive(Default, Serialize, Deserialize)]
struct Session {
    text: String,
    cursor: usize,
    /// The texts before the latest commands.
    past: Vec<String>,
}

const CHECKPOINT: &str = "session";
const UNDOABLE: usize = 20;

thread_local! {
    static SESSION: RefCell<Session> = RefCell::default();
}

/// Runs in the first instance and in each one that takes its place.
#[bulkhead]
#[wasm_bindgen(start)]
pub fn start() {
    let policy = Restart::reinit()
        .at_most(100)
        .within(Duration::from_secs(1));
    Bulkhead::new().restart(policy).install();
    let saved = vault::load(CHECKPOINT).expect("it was saved as a session");
    SESSION.set(saved.unwrap_or_default());
}

/// Carries out a command and, when it has succeeded, saves what it made of the session.
fn command(change: impl FnOnce(&mut Session)) -> Result<(), JsError> {
    SESSION.with_borrow_mut(|session| {
        session.past.push(session.text.clone());
        if session.past.len() > UNDOABLE {
            session.past.remove(0);
        }
        change(session);
        Ok(vault::save(CHECKPOINT, session)?)
    })
}

/// Types `what` at the cursor.
///
/// # Errors
///
/// When the session outgrows the vault.
#[bulkhead]
#[wasm_bindgen]
pub fn insert(what: &str) -> Result<(), JsError> {
    command(|session| {
        session.text.insert_str(session.cursor, what);
        session.cursor += what.len();
    })
}

/// Deletes the character before the cursor.
///
/// # Errors
///
/// When the session outgrows the vault.
#[bulkhead]
#[wasm_bindgen]
pub fn backspace() -> Result<(), JsError> {
    command(|session| {
        if let Some(last) = session.text[..session.cursor].chars().next_back() {
            session.cursor -= last.len_utf8();
            session.text.remove(session.cursor);
        }
    })
}

/// Takes back the latest command.
#[bulkhead]
#[wasm_bindgen]
pub fn undo() -> Result<(), JsError> {
    SESSION.with_borrow_mut(|session| {
        if let Some(text) = session.past.pop() {
            session.cursor = text.len();
            session.text = text;
        }
        Ok(vault::save(CHECKPOINT, session)?)
    })
}

/// The text as it is.
#[bulkhead]
#[wasm_bindgen]
pub fn text() -> String {
    SESSION.with_borrow(|session| session.text.clone())
}

/// Types as many brackets, then tells how deeply brackets are nested: by recursion, which has
/// an end only where the stack has not.
///
/// # Errors
///
/// When the session outgrows the vault.
#[bulkhead]
#[wasm_bindgen]
pub fn nesting(brackets: usize) -> Result<usize, JsError> {
    let mut depth = 0;
    command(|session| {
        session
            .text
            .insert_str(session.cursor, &"(".repeat(brackets));
        depth = depth_of(session.text.as_bytes());
    })?;
    Ok(depth)
}

/// Each frame keeps a line of text, as careless parsers do.
#[inline(never)]
fn depth_of(text: &[u8]) -> usize {
    let line = std::hint::black_box([0_u8; 80]);
    match text {
        [] => 0,
        [b'(', rest @ ..] => 1 + depth_of(rest),
        [_, rest @ ..] => depth_of(rest) + usize::from(line[0]),
    }
}

/// Which instance answers.
#[wasm_bindgen]
pub fn generation() -> u32 {
    wasm_bulkhead::generation()
}
