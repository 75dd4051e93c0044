//! What wasm-bulkhead does beyond guarding the exports, and in the Worker without it, nothing.

#[cfg(feature = "bulkhead")]
mod vault {
    use std::time::Duration;
    use wasm_bulkhead::{vault, Bulkhead, Recover};

    pub use wasm_bulkhead::generation;

    /// An instance that ended is replaced by a new one.
    pub fn install() {
        let bulkhead = Bulkhead::new();
        let policy = Recover::reinit()
            .at_most(1000)
            .within(Duration::from_secs(1));
        match cfg!(feature = "recover") {
            true => bulkhead.recover(policy).install(),
            false => bulkhead.install(),
        }
    }

    /// As an earlier instance has put it there.
    pub fn hits() -> u64 {
        vault::load("hits").unwrap_or(0)
    }

    pub fn keep(hits: u64) {
        vault::save("hits", &hits).expect("a number fits into the vault");
    }
}

#[cfg(not(feature = "bulkhead"))]
mod nothing {
    pub fn install() {}

    pub fn hits() -> u64 {
        0
    }

    pub fn keep(_hits: u64) {}

    pub fn generation() -> u32 {
        1
    }
}

#[cfg(not(feature = "bulkhead"))]
pub use nothing::*;
#[cfg(feature = "bulkhead")]
pub use vault::*;
