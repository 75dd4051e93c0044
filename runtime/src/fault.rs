//! Faults and who is told of them.

mod json;
#[cfg(test)]
mod kinds;

use std::fmt;

/// What stopped an entry from returning.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Whether the instance lives on, and what it was.
    pub kind: FaultKind,
    /// The panic message, the reason given to [`abort`](crate::abort), or what
    /// the engine said. Of a fault that ended the instance it begins with words that say so, and
    /// has the location of the panic, as the message of the JavaScript error.
    pub message: String,
    /// The JavaScript name of the entry; a closure's is its source position.
    pub boundary: String,
    /// Where a panic was raised, if our panic hook saw it.
    pub location: Option<SourceLocation>,
    /// Tells this fault from all others. The JavaScript error has it as `faultId`,
    /// with [redaction](crate::Bulkhead::redact) as all that can be looked up.
    pub id: String,
    /// The JavaScript stack of the fault: of a panic at its site, of an abort where it struck.
    pub stack: Option<String>,
    /// The number of the instance that it struck; see [`generation`](crate::generation).
    pub generation: u32,
}

/// A place in the source. Lines and columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names say it")]
pub struct SourceLocation {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for SourceLocation {
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
            #[cfg(test)]
            const ALL: &[FaultKind] = &[$(FaultKind::$kind),*];

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
    /// An allocation failed. In a body this takes [`ReportOom`](crate::alloc::ReportOom)
    /// as the global allocator; it is `Unreachable` otherwise.
    OutOfMemory = "out_of_memory",
    /// An access out of bounds, or a bad indirect call.
    Memory = "memory",
    /// [`abort`](crate::abort) was called.
    Explicit = "explicit",
    /// JavaScript asked for a fresh instance.
    Reset = "reset",
    /// The words of the engine are not known.
    Unknown = "unknown",
}

impl FaultKind {
    /// Whether the instance is at its end: every kind but a panic that was caught.
    pub fn ends_instance(self) -> bool {
        self != FaultKind::Panic
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(target_family = "wasm")]
pub(crate) use reporting::set_hook;

/// What [`Bulkhead::on_fault`](crate::Bulkhead::on_fault) was given.
pub(crate) type Hook = std::rc::Rc<dyn Fn(&Fault)>;

#[cfg(target_family = "wasm")]
mod reporting {
    use std::cell::RefCell;

    use super::{Fault, FaultKind, Hook, SourceLocation};
    use crate::host::{self, Part};
    use crate::name::Name;
    use crate::state::{self, Task};

    thread_local! {
        static HOOK: RefCell<Option<Hook>> = const { RefCell::new(None) };
        /// What the hook can live on where nothing else is left.
        static RESERVE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }

    const RESERVED: usize = 16 * 1024;

    pub(crate) fn set_hook(hook: Hook) {
        HOOK.with_borrow_mut(|slot| *slot = Some(hook));
        refill();
        state::set_task(Task::Hook, run_hook);
        host::say_hook();
    }

    fn refill() {
        // Where there is no room for it, it is not needed any more.
        let _ = RESERVE.with_borrow_mut(|reserve| reserve.try_reserve_exact(RESERVED));
    }

    /// Tells the hook of the fault that JavaScript has ready. A panic in the hook changes nothing
    /// for the caller of the export.
    fn run_hook(_: u32) -> u32 {
        let Some(hook) = HOOK.with_borrow(Clone::clone) else {
            return 0;
        };
        drop(RESERVE.take());
        let fault = read();
        // Within a boundary what an annotated import throws unwinds as well.
        let around = state::enter_named(Name::new("fault hook\0"));
        crate::panic::contain(&mut || hook(&fault));
        state::leave(around);
        refill();
        0
    }

    fn read() -> Fault {
        let number = |part| host::part(part).parse().unwrap_or(0);
        let file = host::part(Part::File);
        let stack = host::part(Part::Stack);
        Fault {
            kind: FaultKind::parse(&host::part(Part::Kind)),
            message: host::part(Part::Message),
            boundary: host::part(Part::Boundary),
            location: (!file.is_empty()).then(|| SourceLocation {
                line: number(Part::Line),
                column: number(Part::Column),
                file,
            }),
            id: host::part(Part::Id),
            stack: (!stack.is_empty()).then_some(stack),
            generation: state::generation(),
        }
    }
}
