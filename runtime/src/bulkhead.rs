//! What an application sets up once, in its start function.

use std::rc::Rc;

use crate::fault::{Fault, Hook};
use crate::{Coredump, Restart};

/// Settings for the whole instance. They apply once [`install`](Self::install) is called.
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
    redact: Option<Box<dyn FnOnce()>>,
    restart: Option<Box<dyn FnOnce()>>,
    coredump: Option<Box<dyn FnOnce()>>,
    silence: Option<Box<dyn FnOnce()>>,
    panics_end_calls: Option<Box<dyn FnOnce()>>,
    require_guard: bool,
}

impl Bulkhead {
    /// Settings that change nothing.
    pub fn new() -> Self {
        Bulkhead::default()
    }

    /// Calls `hook` for every fault, once each, with everything that is known of it.
    ///
    /// For a panic that was caught it runs before the caller gets its error, in
    /// the live instance. For an abort it is the last Rust to run in the
    /// instance, and only where the exports guard stands, because only the
    /// guard sees a trap. It may call JavaScript as often as it likes; calls from there
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

    /// Turns redaction on or off. With it JavaScript errors have their name, their
    /// kind and a fault id alone, while the hook and `bulkhead.onFault` see all
    /// under the same id. Off by default.
    pub fn redact(mut self, redact: bool) -> Self {
        self.redact = Some(Box::new(move || set_redaction(redact)));
        self
    }

    /// Replaces an instance that ended by a fresh one. Off by default. A page may be
    /// [loaded again](Restart::reload) instead.
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
    /// - In glue that is not finished an object of the old instance that is freed
    ///   by hand is not checked, nor are the callbacks of a `JsFuture` whose promise
    ///   settles later: the first frees what it should not, the second is an
    ///   unhandled rejection. The finisher mends both.
    /// - Browsers may refuse to make an instance of a large module on the main
    ///   thread in one go.
    /// - With it, wasm-bindgen writes a check before each call of an export and a
    ///   mark on each object.
    pub fn restart(mut self, restart: Restart) -> Self {
        self.restart = Some(Box::new(move || restart.install()));
        self
    }

    /// The name by which snapshots of before the first release had it.
    #[deprecated = "it is called `restart`"]
    #[doc(hidden)]
    pub fn recover(self, restart: Restart) -> Self {
        self.restart(restart)
    }

    /// Lets JavaScript take a core dump of an instance that ended: its memory, its globals and its
    /// stack, by `bulkhead.coredump()` of the feature `js-api`. Off by default, and for the final
    /// application to choose, because all that was in memory is in it.
    ///
    /// None is taken by itself, and nothing is sent anywhere. The instance is there from its end until
    /// another replaces it, so with a [restart](Self::restart) a listener of `bulkhead.onFault` is the
    /// place for it. `cargo bulkhead explain` reads it, and so do other tools, for it is of the format
    /// of [WebAssembly's tool conventions][format].
    ///
    /// [format]: https://github.com/WebAssembly/tool-conventions/blob/main/Coredump.md
    ///
    /// # Caveats
    ///
    /// - It takes the exports guard, without which no end is seen.
    /// - A fault hook runs in the instance that ended before a listener hears of it, and leaves its
    ///   traces in memory.
    /// - Call it in a start function, which allows it anew in each generation.
    pub fn coredump(mut self, coredump: Coredump) -> Self {
        self.coredump = Some(Box::new(move || coredump.install()));
        self
    }

    /// Keeps timers and listeners silent once their instance has ended. Off by default, and for the
    /// final application to choose.
    ///
    /// They go on calling closures of an instance that is no more, and each such call throws. With
    /// this on, the first throws, and those after it return at once, without a result; how many did
    /// so, `bulkhead.state().silenced` counts. Calls of exports throw all the same, for their
    /// callers wait for a result.
    ///
    /// # Caveats
    ///
    /// - It takes the exports guard.
    /// - Glue that is not finished itself refuses a closure of an instance that was
    ///   [replaced](Self::restart), before we see the call, and throws each time.
    pub fn silence_after_end(mut self, on: bool) -> Self {
        self.silence = Some(Box::new(move || silence(on)));
        self
    }

    /// In a build where panics abort, makes a panic end the call and not the instance. Off by
    /// default, and for the final application to choose: it is for libraries whose users must not
    /// lose every object to one bad argument.
    ///
    /// The caller gets a `PanicError` with `unwound: false`, and the shadow stack is put back. No
    /// destructor has run: what the call had allocated is lost, and what it held is held for ever.
    /// An object that it borrowed by `&mut self` stays locked, and the next call of it throws the
    /// error of a conflict, which says who left it so. `bulkhead.state().leftBehind` counts such
    /// calls. A trap, a stack overflow and out of memory end the instance as they do without it, and
    /// so does a panic where `on_panic = abort` stands, in a closure that captures what must not be
    /// seen again, in a task on wasm-bindgen's own queue, whose promise nothing would settle, or in a
    /// start function.
    ///
    /// In an unwind build it changes nothing, since a panic there is caught.
    ///
    /// # Caveats
    ///
    /// - It takes the exports guard.
    /// - To `std` the thread panics from the first such panic on:
    ///   [`thread::panicking`](std::thread::panicking) stays true, a `Mutex` is poisoned no more,
    ///   and the panic hook cannot be changed any more.
    /// - What a `&self` method changed inside a `Cell` is seen half-done; a `RefCell` or a
    ///   [`PoisonCell`](crate::PoisonCell) that was borrowed stays so.
    /// - The caller of a raw export gets the `PanicError`, whatever its `on_panic` returns.
    pub fn panics_end_calls(mut self, on: bool) -> Self {
        self.panics_end_calls = Some(Box::new(move || panics_end_calls(on)));
        self
    }

    /// Makes [`install`](Self::install) throw a JavaScript error where the exports guard does not
    /// stand in front of this instance, because intrinsics are frozen, the wasm was imported without
    /// its glue, or a page has switched the guard off. Called in a start function, it is what
    /// `init()` rejects with. Without it a warning on the console tells, and the package works as
    /// far as the gates in Rust go.
    pub fn require_guard(mut self) -> Self {
        self.require_guard = true;
        self
    }

    /// Applies the settings, from the next fault on. What they do not mention stays as it was.
    ///
    /// On a native target there are no boundaries, and this does nothing.
    pub fn install(self) {
        #[cfg(target_family = "wasm")]
        {
            crate::gate::pass();
            if self.require_guard {
                crate::host::check_guard();
            }
        }
        let settings = [
            self.redact,
            self.on_fault,
            self.restart,
            self.coredump,
            self.silence,
            self.panics_end_calls,
        ];
        for set in settings.into_iter().flatten() {
            set();
        }
    }
}

#[cfg(target_family = "wasm")]
use crate::fault::set_hook;

/// There is nothing to hear of.
#[cfg(not(target_family = "wasm"))]
fn set_hook(_hook: Hook) {}

#[cfg(target_family = "wasm")]
use crate::host::promises::redact as set_redaction;

/// There are no errors of JavaScript's.
#[cfg(not(target_family = "wasm"))]
fn set_redaction(_on: bool) {}

#[cfg(all(target_family = "wasm", feature = "js"))]
use crate::host::settings::{panics_end_calls, silence};

/// Without the guard there is nothing to keep silent.
#[cfg(not(all(target_family = "wasm", feature = "js")))]
fn silence(_on: bool) {}

/// Without the guard a panic cannot be told from a trap.
#[cfg(not(all(target_family = "wasm", feature = "js")))]
fn panics_end_calls(_on: bool) {}
