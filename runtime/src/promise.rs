//! Promises of async exports.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::{JsCast, JsValue};

use crate::host::promises::{self as host, Deferred};
use crate::name::Name;
use crate::{boundary, executor, gate, state};

/// Turns a future into a promise, as `js_sys::Promise` or as any other type that stands for one;
/// it is not checked which.
///
/// A panic rejects the promise with a `PanicError`, in unwind builds after the
/// future's destructors have run. Should the instance end first, the promise
/// rejects with an `InstanceAbortError`; without the feature `js` it stays
/// pending then. A future that is dropped before it finished, because no waker of it
/// is left, rejects the promise too, in both builds: with a `PanicError`
/// that says so and has no location, and of which the fault hook is told. Without
/// the feature `js` wasm-bindgen's queue keeps such a future, and it stays pending.
///
/// A module that uses this function, or has async exports, also rejects promises that
/// other crates make by wasm-bindgen's own `future_to_promise` or by `Promise::new`
/// when the instance ends, whoever would have settled them.
pub fn future_to_promise<F, P>(future: F) -> P
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
    P: JsCast,
{
    gate::pass();
    let deferred = Deferred::new();
    let promise = deferred.promise();
    executor::spawn(Box::pin(Entry {
        future: Some(Box::pin(future)),
        boundary: None,
        deferred: Some(deferred),
    }));
    promise.unchecked_into()
}

/// Runs a future whose result no caller awaits, beginning in a microtask.
///
/// A panic in it ends this task alone: it is reported once, to the
/// [fault hook](crate::Bulkhead::on_fault) or else to the console, and the other
/// tasks go on. On a native target there is no executor, and nothing runs.
pub fn spawn_local<F>(future: F)
where
    F: Future<Output = ()> + 'static,
{
    spawn_as(SPAWNED, future);
}

/// Runs an async start function, whose boundary is its own.
pub fn spawn_start<F>(future: F)
where
    F: Future<Output = ()> + 'static,
{
    spawn_as(START, future);
}

fn spawn_as(boundary: Name, future: impl Future<Output = ()> + 'static) {
    executor::spawn(Box::pin(Entry {
        future: Some(Box::pin(async {
            future.await;
            Ok(JsValue::UNDEFINED)
        })),
        boundary: Some(boundary),
        deferred: None,
    }));
}

type LocalFuture = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// A task: every poll of it is an entry like any other call.
struct Entry {
    /// Taken only to be dropped.
    future: Option<LocalFuture>,
    /// Known from the first poll on, when the body has told it.
    boundary: Option<Name>,
    deferred: Option<Deferred>,
}

const SPAWNED: Name = Name::new("spawned task\0");
const START: Name = Name::new("start\0");

impl Entry {
    fn enter(&self) -> state::Around {
        match self.boundary {
            Some(name) => state::enter_named(name),
            None => state::enter(),
        }
    }

    fn name(&self) -> &'static str {
        self.boundary.map_or("async export", Name::text)
    }

    /// Ends a task of a closed instance that has no guard to keep it from being polled. In unwind
    /// builds no import can be called any more.
    #[cold]
    fn refuse(&mut self) -> Poll<()> {
        if cfg!(not(panic = "unwind")) {
            if let Some(deferred) = self.deferred.take() {
                deferred.refuse();
            }
        }
        Poll::Pending
    }

    /// Ends the task with the error that is ready.
    fn fail(&mut self) {
        match self.deferred.take() {
            Some(deferred) => deferred.fail(),
            None => host::report(),
        }
    }
}

impl Future for Entry {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if !gate::is_open() {
            return self.refuse();
        }
        gate::pass();
        let around = self.enter();
        let polled = state::enter_promise(self.deferred.as_ref().map_or(0, Deferred::handle));
        let outcome = boundary::catch(|| match &mut self.future {
            Some(future) => future.as_mut().poll(cx),
            None => Poll::Pending,
        });
        self.boundary = state::boundary();
        state::enter_promise(polled);
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(panic) => {
                boundary::settle(around.is_outermost(), panic);
                state::leave(around);
                self.fail();
                return Poll::Ready(());
            }
        };
        state::leave(around);
        let Poll::Ready(outcome) = outcome else {
            return Poll::Pending;
        };
        if let Some(deferred) = self.deferred.take() {
            deferred.settle(outcome);
        }
        Poll::Ready(())
    }
}

/// A future that will not finish. In this library tasks are owned by their wakers, so one that
/// nothing can wake any more is dropped.
impl Drop for Entry {
    fn drop(&mut self) {
        let Some(deferred) = &self.deferred else {
            return;
        };
        // With a JavaScript exception that leaves its poll, JavaScript rejects it.
        let is_left = deferred.handle() != 0 && deferred.handle() == state::polled_promise();
        if is_left || !gate::is_open() || !deferred.is_pending() {
            return;
        }
        let around = self.enter();
        let dropped = boundary::catch(|| drop(self.future.take()));
        match dropped {
            Ok(()) => {
                host::future_dropped(self.name());
            }
            Err(panic) => boundary::settle(around.is_outermost(), panic),
        }
        state::leave(around);
        self.fail();
    }
}
