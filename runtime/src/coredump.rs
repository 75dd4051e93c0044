//! Whether JavaScript may take a core dump of an instance that ended.

/// What [`Bulkhead::coredump`](crate::Bulkhead::coredump) allows.
///
/// # Example
///
/// ```
/// use wasm_bulkhead::{Bulkhead, Coredump};
///
/// Bulkhead::new()
///     .coredump(Coredump::at_most(64 * 1024 * 1024))
///     .install();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "it is for `Bulkhead::coredump`"]
pub struct Coredump {
    at_most: usize,
    even_redacted: bool,
}

impl Coredump {
    /// Of an instance whose memory has at most so many bytes. The dump is about a kilobyte larger.
    pub fn at_most(bytes: usize) -> Self {
        Coredump {
            at_most: bytes,
            even_redacted: false,
        }
    }

    /// With [redaction](crate::Bulkhead::redact) on as well. A dump has in it what redaction keeps
    /// from JavaScript, and all else that was in memory.
    pub fn even_redacted(mut self) -> Self {
        self.even_redacted = true;
        self
    }

    pub(crate) fn install(self) {
        #[cfg(all(target_family = "wasm", feature = "js"))]
        crate::host::coredump::allow(self.at_most, self.even_redacted);
        // Without the guard there is no way to see that the instance ended.
        #[cfg(not(all(target_family = "wasm", feature = "js")))]
        let _ = (self.at_most, self.even_redacted);
    }
}
