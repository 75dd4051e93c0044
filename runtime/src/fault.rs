//! Faults and who is told of them.

use std::fmt;

/// What stopped an entry from returning.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Whether the instance lives on, and what it was.
    pub kind: FaultKind,
    /// The panic message, the reason given to [`abort`](crate::abort), or what
    /// the engine said.
    pub message: String,
    /// The JavaScript name of the entry; a closure's is its source position.
    pub boundary: String,
    /// Where a panic was raised, if our panic hook saw it.
    pub location: Option<Location>,
    /// Tells this fault from all others. The JavaScript error has it as `fault`,
    /// with [redaction](crate::Bulkhead::redact) as all that can be looked up.
    pub id: String,
}

/// A place in the source. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub struct Location {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What a fault was; in JavaScript `kind` on the error, in snake case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FaultKind {
            $($(#[$doc])* $kind,)*
        }

        impl FaultKind {
            /// The kind as JavaScript spells it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(FaultKind::$kind => $name,)*
                }
            }

            #[cfg(target_family = "wasm")]
            fn parse(name: &str) -> Self {
                match name {
                    $($name => FaultKind::$kind,)*
                    _ => FaultKind::Unknown,
                }
            }
        }
    };
}

kinds! {
    /// A panic that was caught, or a future that was dropped before it finished:
    /// the instance lives on. All others end it.
    Panic = "panic",
    /// A panic in an abort build, or in a place that must not unwind.
    PanicAbort = "panic_abort",
    /// An `unreachable` instruction, which is also what
    /// [`process::abort`](std::process::abort) comes down to.
    Unreachable = "unreachable",
    /// Rust's shadow stack or the engine's own was used up.
    StackOverflow = "stack_overflow",
    /// An allocation failed. In a body this takes [`Named`](crate::alloc::Named)
    /// as the global allocator; it is `Unreachable` otherwise.
    OutOfMemory = "out_of_memory",
    /// An access out of bounds, or a bad indirect call.
    Memory = "memory",
    /// [`abort`](crate::abort) was called.
    Explicit = "explicit",
    /// The host asked for a fresh instance.
    Reset = "reset",
    /// The engine's words are not known to us.
    Unknown = "unknown",
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What [`Bulkhead::on_fault`](crate::Bulkhead::on_fault) was given.
pub(crate) type Hook = std::rc::Rc<dyn Fn(&Fault)>;

#[cfg(target_family = "wasm")]
pub(crate) use reporting::*;

#[cfg(target_family = "wasm")]
mod reporting {
    use std::cell::RefCell;
    use wasm_bindgen::JsValue;

    use super::{Fault, FaultKind, Hook, Location};
    use crate::boundary::JsException;
    use crate::host::{self, Detail};
    use crate::state;

    thread_local! {
        static HOOK: RefCell<Option<Hook>> = const { RefCell::new(None) };
        /// What the hook can live on where nothing else is left.
        static RESERVE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }

    const RESERVED: usize = 16 * 1024;

    pub(crate) fn set_hook(hook: Hook) {
        HOOK.with_borrow_mut(|slot| *slot = Some(hook));
        refill();
    }

    fn refill() {
        // Where there is no room for it, it is not needed any more.
        let _ = RESERVE.with_borrow_mut(|reserve| reserve.try_reserve_exact(RESERVED));
    }

    /// Tells the hook of the fault that `error` describes in full. A panic in
    /// the hook changes nothing for the caller of the export.
    pub(crate) fn notify(error: &JsValue) {
        let Some(hook) = HOOK.with_borrow(Clone::clone) else {
            return;
        };
        let fault = read(error);
        let hook = std::panic::AssertUnwindSafe(|| hook(&fault));
        // Within a boundary what an annotated import throws unwinds as well.
        let around = state::enter_boundary("fault hook");
        let outcome = std::panic::catch_unwind(hook);
        state::leave_boundary(around);
        match outcome {
            Err(panic) if !panic.is::<JsException>() => crate::panic::forget(&*panic),
            _ => {}
        }
    }

    fn read(error: &JsValue) -> Fault {
        let text = |detail| host::detail(error, detail);
        let number = |detail| text(detail).parse().unwrap_or(0);
        let file = text(Detail::File);
        Fault {
            kind: FaultKind::parse(&text(Detail::Kind)),
            message: text(Detail::Message),
            boundary: text(Detail::Boundary),
            location: (!file.is_empty()).then(|| Location {
                line: number(Detail::Line),
                column: number(Detail::Column),
                file,
            }),
            id: text(Detail::Id),
        }
    }

    /// Whether anybody in Rust would be told.
    pub(crate) fn has_hook() -> bool {
        HOOK.with_borrow(Option::is_some)
    }

    /// Called by the host with a fault that Rust has not seen: an abort, before
    /// the gate closes, or a panic in a destructor.
    #[no_mangle]
    extern "C-unwind" fn __wasm_bulkhead_fault() {
        drop(RESERVE.take());
        notify(&host::current_fault());
        refill();
    }
}
