//! Exceptions in a module: how they are written, and which imports they come from unseen.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;

use super::code::{Code, Op};
use super::module::Module;

/// How exceptions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Encoding {
    /// There are none.
    None,
    Legacy,
    Exnref,
    /// Both, which most engines refuse.
    Mixed,
}

/// What is found of exceptions.
pub(super) struct Exceptions {
    pub(super) encoding: Encoding,
    /// The imports whose exceptions go on through Rust, by the names that their users gave them.
    ///
    /// wasm-bindgen declares imports without `catch` as functions that do not unwind, so rustc
    /// drops the landing pads around their calls, and the destructors in these. `None` where they
    /// cannot be told from others.
    pub(super) unhandled: Option<Vec<String>>,
    /// How many bytes the handlers have; `None` where they cannot be told from other code.
    pub(super) handler_bytes: Option<usize>,
}

/// What wrappers of imports with `catch` hand the exception to.
const STORE: &str = "__wbindgen_exn_store";

impl Exceptions {
    pub(super) fn of(module: &Module<'_>) -> Result<Exceptions> {
        let mut finder = Finder {
            imports: u32::try_from(module.imports.len())?,
            store: module.exports.get(STORE).copied(),
            ..Finder::default()
        };
        for index in 0..module.function_count() {
            if let Some(code) = module.code(u32::try_from(index)?)? {
                finder.look_at(&code);
            }
        }
        let encoding = match (finder.has_legacy, finder.has_exnref) {
            (false, false) => Encoding::None,
            (true, false) => Encoding::Legacy,
            (false, true) => Encoding::Exnref,
            (true, true) => Encoding::Mixed,
        };
        // An optimiser may have put the store's body in the places of its calls.
        let is_known = !finder.has_exnref || finder.store.is_none() || finder.calls_store;
        Ok(Exceptions {
            unhandled: is_known.then(|| finder.unhandled(module)),
            encoding,
            handler_bytes: (!finder.has_exnref).then_some(finder.handler_bytes),
        })
    }
}

#[derive(Default)]
struct Finder {
    /// How many functions are imported; these have the lowest indices.
    imports: u32,
    store: Option<u32>,
    calls_store: bool,
    has_legacy: bool,
    has_exnref: bool,
    handler_bytes: usize,
    /// The imports that are called, and whether their exceptions end at each call.
    handled: BTreeMap<u32, bool>,
}

/// A block that is open.
enum Block {
    Plain,
    /// A `try` before its handlers, with the imports that it calls.
    Try(Vec<u32>),
    Handler(Handler),
}

struct Handler {
    /// The imports that are called in what it handles.
    imports: Vec<u32>,
    start: usize,
    takes_all: bool,
    throws: bool,
    /// Whether one of the handlers before it ends exceptions of JavaScript's.
    ends_here: bool,
}

impl Handler {
    /// Whether exceptions of JavaScript's, which have a tag of their own, end here.
    fn ends(&self) -> bool {
        self.ends_here || (!self.takes_all && !self.throws)
    }
}

impl Finder {
    fn look_at(&mut self, code: &Code) {
        let stores = code.callees().any(|callee| Some(callee) == self.store);
        self.calls_store |= stores;
        let mut blocks = vec![Block::Plain];
        for instruction in &code.instructions {
            match &instruction.op {
                Op::Block | Op::Loop | Op::If => blocks.push(Block::Plain),
                Op::Try(_, Some(_)) => {
                    self.has_legacy = true;
                    blocks.push(Block::Plain);
                }
                Op::Try(_, None) => {
                    self.has_legacy = true;
                    blocks.push(Block::Try(Vec::new()));
                }
                Op::TryTable(_) => {
                    self.has_exnref = true;
                    blocks.push(Block::Plain);
                }
                Op::Catch(takes_all) => {
                    self.open_handler(&mut blocks, *takes_all, instruction.offset)
                }
                Op::End | Op::Delegate => self.close(&mut blocks, instruction.offset),
                Op::Throw => blocks.iter_mut().for_each(|block| {
                    if let Block::Handler(handler) = block {
                        handler.throws = true;
                    }
                }),
                Op::Call(function) | Op::ReturnCall(function) if *function < self.imports => {
                    self.call(&mut blocks, *function, stores);
                }
                _ => {}
            }
        }
    }

    /// A call of an import, in a function that stores exceptions or not.
    fn call(&mut self, blocks: &mut [Block], import: u32, stores: bool) {
        let around = blocks.iter_mut().rev().find_map(|block| match block {
            Block::Try(imports) => Some(imports),
            _ => None,
        });
        match around {
            Some(imports) if !stores => imports.push(import),
            _ => self.note(import, stores),
        }
    }

    fn note(&mut self, import: u32, is_handled: bool) {
        *self.handled.entry(import).or_insert(true) &= is_handled;
    }

    fn open_handler(&mut self, blocks: &mut Vec<Block>, takes_all: bool, start: usize) {
        let (imports, ends_here) = match blocks.pop() {
            Some(Block::Try(imports)) => (imports, false),
            Some(Block::Handler(handler)) => {
                self.handler_bytes += start - handler.start;
                let ends_here = handler.ends();
                (handler.imports, ends_here)
            }
            _ => (Vec::new(), false),
        };
        blocks.push(Block::Handler(Handler {
            imports,
            start,
            takes_all,
            throws: false,
            ends_here,
        }));
    }

    fn close(&mut self, blocks: &mut Vec<Block>, offset: usize) {
        match blocks.pop() {
            Some(Block::Handler(handler)) => {
                self.handler_bytes += offset - handler.start;
                let ends = handler.ends();
                handler
                    .imports
                    .iter()
                    .for_each(|import| self.note(*import, ends));
            }
            // A `try` without handlers.
            Some(Block::Try(imports)) => {
                imports.iter().for_each(|import| self.note(*import, false))
            }
            _ => {}
        }
    }

    fn unhandled(&self, module: &Module<'_>) -> Vec<String> {
        let unhandled = self.handled.iter().filter(|(_, is_handled)| !**is_handled);
        let names = unhandled.filter_map(|(import, _)| {
            let (_, name) = module.imports.get(usize::try_from(*import).ok()?)?;
            user_name(name)
        });
        let mut names: Vec<_> = names.collect();
        names.sort();
        names.dedup();
        names
    }
}

/// What wasm-bindgen and wasm-bulkhead import for themselves.
const OWN: &[&str] = &["__wbindgen_", "__wbh_", "_wbg_", "static_accessor_"];

/// What the user calls an import: `__wbg_log_0123456789abcdef` is `log`. `None` for what no
/// user declared.
fn user_name(import: &str) -> Option<String> {
    let name = import.strip_prefix("__wbg_")?;
    let (name, hash) = name.rsplit_once('_')?;
    let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_users = !OWN.iter().any(|own| name.starts_with(own));
    (is_hash && is_users).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_have_the_names_that_users_gave_them() {
        assert_eq!(
            user_name("__wbg_log_0123456789abcdef").as_deref(),
            Some("log")
        );
        assert_eq!(
            user_name("__wbg_set_name_0123456789abcdef").as_deref(),
            Some("set_name")
        );
        assert_eq!(user_name("__wbindgen_throw"), None);
        assert_eq!(user_name("__wbg___wbindgen_throw_0123456789abcdef"), None);
    }
}
