//! What an application sets up once, in its start function.

use std::rc::Rc;

use crate::fault::{Fault, Hook};

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
    on_fault: Option<Hook>,
    redact: bool,
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
        self.on_fault = Some(Rc::new(hook));
        self
    }

    /// Whether JavaScript errors keep their secrets: with redaction they have
    /// their name, their kind and a fault id, while the hook and
    /// `bulkhead.onFault` see all of it under the same id. Off by default.
    pub fn redact(mut self, redact: bool) -> Self {
        self.redact = redact;
        self
    }

    /// Makes the settings hold, from the next fault on.
    ///
    /// On a native target there are no boundaries, and this does nothing.
    pub fn install(self) {
        #[cfg(target_family = "wasm")]
        {
            crate::panic::ensure_hook();
            if let Some(hook) = self.on_fault {
                crate::fault::set_hook(hook);
            }
            crate::host::redact(self.redact);
        }
    }
}
