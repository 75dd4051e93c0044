//! What an application sets up once, in its start function.

use std::rc::Rc;

use crate::fault::{Fault, Hook};
use crate::Recover;

/// Settings for the whole instance; nothing holds until [`install`](Self::install).
///
/// # Example
///
/// ```
/// use wasm_bulkhead::Bulkhead;
///
/// Bulkhead::new()
///     .on_fault(|fault| eprintln!("{} in {}: {}", fault.kind, fault.boundary, fault.message))
///     .redact(cfg!(not(debug_assertions)))
///     .install();
/// ```
#[derive(Default)]
#[must_use = "nothing holds until `install` is called"]
pub struct Bulkhead {
    /// Functions and no values, so that a module links what it calls for and no more.
    on_fault: Option<Box<dyn FnOnce()>>,
    redact: Option<bool>,
    recover: Option<Box<dyn FnOnce()>>,
}

impl Bulkhead {
    /// Settings that change nothing.
    pub fn new() -> Self {
        Bulkhead::default()
    }

    /// Has `hook` called for every fault, once each, with everything known.
    ///
    /// For a panic that was caught it runs before the caller gets its error, in
    /// the live instance. For an abort it is the last Rust to run in the
    /// instance, and only where the exports guard stands, for nobody else sees
    /// a trap. It may call JavaScript as often as it likes; calls from there
    /// into the instance that ended are refused. A hook set later replaces it.
    ///
    /// # Panics
    ///
    /// A panic in the hook changes nothing for the caller of the export.
    pub fn on_fault(mut self, hook: impl Fn(&Fault) + 'static) -> Self {
        let hook: Hook = Rc::new(hook);
        self.on_fault = Some(Box::new(move || set_hook(hook)));
        self
    }

    /// Whether JavaScript errors keep their secrets: with redaction they have
    /// their name, their kind and a fault id, while the hook and
    /// `bulkhead.onFault` see all of it under the same id. Off by default; settings installed
    /// later that do not mention it leave it as it is.
    pub fn redact(mut self, redact: bool) -> Self {
        self.redact = Some(redact);
        self
    }

    /// Has a fresh instance take the place of one that ended. Off by default.
    ///
    /// The call that ended the instance gets its `InstanceAbortError`, and so do all
    /// that follow in the same synchronous run of JavaScript. Then, when no frame of
    /// the old instance is on the stack, the glue makes a new one: start functions
    /// run again, and calls are served as in a fresh page, with the
    /// [`generation`](crate::generation) counted up. What was in linear memory is
    /// gone; the [`vault`](crate::vault) keeps what has to outlast it.
    ///
    /// Objects and closures of the old instance throw a `StaleError`, or where the
    /// glue is not finished wasm-bindgen's own error of a stale object.
    ///
    /// Call it in a start function, which sets it up anew in each generation.
    ///
    /// # Panics
    ///
    /// [`install`](Self::install) panics in a build with shared memory, whose other
    /// threads would go on in the instance that ended.
    ///
    /// # Caveats
    ///
    /// - It takes the exports guard, and glue that can make a second instance: that
    ///   of the targets web, nodejs and module, and finished glue for deno and bundler,
    ///   where the module is fetched once more for it. Elsewhere the instance stays
    ///   closed.
    /// - An instance that ends in its start functions stays closed, because the next
    ///   one would do so too.
    /// - In glue that is not finished nobody checks an object of the old instance
    ///   that is freed by hand, nor the callbacks of a `JsFuture` whose promise
    ///   settles later: the first frees what it should not, the second is an
    ///   unhandled rejection. The finisher mends both.
    /// - Browsers may refuse to make an instance of a large module on the main
    ///   thread in one go.
    /// - With it, wasm-bindgen writes a check before each call of an export and a
    ///   mark on each object.
    pub fn recover(mut self, recover: Recover) -> Self {
        self.recover = Some(Box::new(move || recover.install()));
        self
    }

    /// Makes the settings hold, from the next fault on.
    ///
    /// On a native target there are no boundaries, and this does nothing.
    pub fn install(self) {
        #[cfg(target_family = "wasm")]
        {
            crate::gate::pass();
            if let Some(redact) = self.redact {
                crate::host::redact(redact);
            }
        }
        for set in [self.on_fault, self.recover].into_iter().flatten() {
            set();
        }
    }
}

#[cfg(target_family = "wasm")]
use crate::fault::set_hook;

/// There is nothing to hear of.
#[cfg(not(target_family = "wasm"))]
fn set_hook(_hook: Hook) {}
