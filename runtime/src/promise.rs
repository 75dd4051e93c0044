//! Promises of async exports.

use js_sys::Promise;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use wasm_bindgen::JsValue;

use crate::host::{self, Deferred};
use crate::{boundary, executor, fault, gate, panic, state};

/// Turns a future into a promise.
///
/// A panic rejects the promise with a `PanicError`, in unwind builds after the
/// future's destructors have run. Should the instance end first, the promise
/// rejects with an `InstanceAbortError`; without the feature `js` it stays
/// pending then. A future that is dropped before it finished, because nobody is
/// left to wake it, rejects the promise too, in both builds: with a `PanicError`
/// that says so and has no location, and of which the fault hook is told. Without
/// the feature `js` wasm-bindgen's queue keeps such a future, and it stays pending.
pub fn future_to_promise<F>(future: F) -> Promise
where
    F: Future<Output = Result<JsValue, JsValue>> + 'static,
{
    gate::pass(UNNAMED);
    let deferred = Deferred::new();
    let promise = deferred.promise();
    executor::spawn(Box::pin(Entry {
        future: Some(Box::pin(future)),
        boundary: UNNAMED,
        deferred: Some(deferred),
    }));
    promise
}

/// Runs a future that nobody waits for, beginning in a microtask.
///
/// A panic in it ends this task alone: it is reported once, to the
/// [fault hook](crate::Bulkhead::on_fault) or else to the console, and the other
/// tasks go on. On a native target there is nobody to poll, and nothing runs.
pub fn spawn_local<F>(future: F)
where
    F: Future<Output = ()> + 'static,
{
    executor::spawn(Box::pin(Entry {
        future: Some(Box::pin(async {
            future.await;
            Ok(JsValue::UNDEFINED)
        })),
        boundary: SPAWNED,
        deferred: None,
    }));
}

type LocalFuture = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// A task: every poll of it is an entry like any other call.
struct Entry {
    /// Taken only to be dropped.
    future: Option<LocalFuture>,
    /// Known from the first poll on, when the body has told it.
    boundary: &'static str,
    deferred: Option<Deferred>,
}

/// The boundary of a future that has not told its name.
const UNNAMED: &str = "async export";
const SPAWNED: &str = "spawned task";

/// Tells the name of the async export whose body begins.
///
/// Only the outermost body of a promise names it: an export that Rust itself
/// calls is a plain function.
pub fn async_boundary(name: &'static str) {
    if state::boundary_name() == UNNAMED {
        state::enter_boundary(name);
    }
}

impl Entry {
    /// Ends a task of a closed instance that has no guard to keep it from being
    /// polled. In unwind builds there is nobody left to tell: imports trap.
    #[cold]
    fn refuse(&mut self) -> Poll<()> {
        if cfg!(not(panic = "unwind")) {
            if let Some(deferred) = self.deferred.take() {
                deferred.settle(Err(host::closed(self.boundary)));
            }
        }
        Poll::Pending
    }

    /// The error for who waits for a future that was dropped.
    #[cold]
    fn unfinished(&self) -> JsValue {
        let boundary = self.boundary;
        let message = format!("`{boundary}` will not finish: its future was dropped");
        let error = host::unseen(&message, boundary);
        let public = host::caught(&error, boundary);
        fault::notify(&error);
        public
    }
}

impl Future for Entry {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if !gate::is_open() {
            return self.refuse();
        }
        panic::ensure_hook();
        let around = state::enter_boundary(self.boundary);
        let polled = state::enter_promise(self.deferred.as_ref().map_or(0, Deferred::handle));
        let outcome = boundary::catch(|| match &mut self.future {
            Some(future) => future.as_mut().poll(cx),
            None => Poll::Pending,
        });
        self.boundary = state::boundary_name();
        state::enter_promise(polled);
        state::leave_boundary(around);
        let outcome = match outcome {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(outcome)) => outcome,
            Err(panic) => Err(boundary::error_of(self.boundary, panic)),
        };
        match (self.deferred.take(), outcome) {
            (Some(deferred), outcome) => deferred.settle(outcome),
            (None, Err(error)) if !fault::has_hook() => host::report(&error),
            (None, _) => {}
        }
        Poll::Ready(())
    }
}

/// A future that will not finish. In this library tasks are owned by their
/// wakers, so one that nobody can wake any more is dropped.
impl Drop for Entry {
    fn drop(&mut self) {
        let Some(deferred) = self.deferred.take() else {
            return;
        };
        // With a JavaScript exception that leaves its poll the host rejects it.
        let is_left = deferred.handle() != 0 && deferred.handle() == state::polled_promise();
        if is_left || !gate::is_open() || !deferred.is_pending() {
            return;
        }
        let around = state::enter_boundary(self.boundary);
        let dropped = boundary::catch(|| drop(self.future.take()));
        state::leave_boundary(around);
        let error = match dropped {
            Ok(()) => self.unfinished(),
            Err(panic) => boundary::error_of(self.boundary, panic),
        };
        deferred.settle(Err(error));
    }
}
