//! What wasm-bulkhead does beyond guarding the exports, and in the Worker without it, nothing.

#[cfg(feature = "bulkhead")]
mod vault {
    use std::time::Duration;
    use wasm_bulkhead::alloc::ReportOom;
    use wasm_bulkhead::{vault, Bulkhead, Fault, Restart};
    use worker::console_error;

    pub use wasm_bulkhead::generation;

    /// So that out of memory has its name.
    #[global_allocator]
    static ALLOCATOR: ReportOom = ReportOom::system();

    /// An instance that ended is replaced by a new one. What a fault was stands in the log; clients
    /// get its id.
    pub fn install() {
        let bulkhead = Bulkhead::new().redact(true).on_fault(log);
        let policy = Restart::reinit()
            .at_most(1000)
            .within(Duration::from_secs(1));
        match cfg!(feature = "restart") {
            true => bulkhead.restart(policy).install(),
            false => bulkhead.install(),
        }
    }

    fn log(fault: &Fault) {
        let at = fault.location.as_ref().map(|at| format!(" at {at}"));
        console_error!(
            "fault {} ({}) in `{}`{}: {}",
            fault.id,
            fault.kind,
            fault.boundary,
            at.unwrap_or_default(),
            fault.message
        );
    }

    /// As an earlier instance has put it there.
    pub fn hits() -> u64 {
        let hits = vault::load("hits").expect("it was saved as a number");
        hits.unwrap_or(0)
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
