//! Runs the futures behind annotated async exports.
//!
//! wasm-bindgen's queue polls inside a microtask of its own, where a trap is an uncaught exception
//! that ends a Node process. Here JavaScript makes the microtask, and polls inside `try`. Tasks
//! spawned on wasm-bindgen's queue keep its behaviour; so do all tasks with shared memory, where
//! another thread may wake one.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

use wasm_bindgen::prelude::*;

use crate::host::promises as host;
use crate::state::{self, Task as Run};

type LocalFuture = Pin<Box<dyn Future<Output = ()>>>;

/// Runs a future to its end, beginning in a microtask.
pub(crate) fn spawn(future: LocalFuture) {
    silence_js_futures();
    #[cfg(target_feature = "atomics")]
    wasm_bindgen_futures::spawn_local(future);
    #[cfg(not(target_feature = "atomics"))]
    Task::queue(&Arc::new(Task {
        future: Cell::new(Some(future)),
        queued: Cell::new(false),
    }));
}

/// Lets JavaScript find out, once, how the callbacks of a `JsFuture` enter, by a closure of their
/// type: in a closed instance they return instead of throwing an error that no code could catch.
fn silence_js_futures() {
    if state::is_guarded() && !PROBED.replace(true) {
        let callback: Callback = Closure::own_assert_unwind_safe(|_| Ok(()));
        host::future_probe(callback.as_ref());
    }
}

type Callback = Closure<dyn FnMut(JsValue) -> Result<(), JsError>>;

thread_local! {
    static PROBED: Cell<bool> = const { Cell::new(false) };
    static QUEUE: RefCell<VecDeque<Arc<Task>>> = const { RefCell::new(VecDeque::new()) };
    static SCHEDULED: Cell<bool> = const { Cell::new(false) };
    /// What polls where JavaScript does not know the instance.
    static POLL: Closure<dyn FnMut()> = Closure::own_assert_unwind_safe(|| {
        poll(0);
    });
}

#[cfg_attr(
    target_feature = "atomics",
    allow(dead_code, reason = "another executor runs there")
)]
struct Task {
    /// Taken out for each poll, so that a task that unwound is gone for good.
    future: Cell<Option<LocalFuture>>,
    queued: Cell<bool>,
}

// SAFETY: `spawn` makes tasks only where there are no other threads.
unsafe impl Send for Task {}
// SAFETY: as above.
unsafe impl Sync for Task {}

#[cfg_attr(
    target_feature = "atomics",
    allow(dead_code, reason = "another executor runs there")
)]
impl Task {
    fn queue(self: &Arc<Self>) {
        if self.queued.replace(true) {
            return;
        }
        QUEUE.with_borrow_mut(|queue| queue.push_back(Arc::clone(self)));
        if !SCHEDULED.replace(true) {
            state::set_task(Run::Poll, poll);
            match state::instance() {
                0 => POLL.with(|poll| host::schedule(poll.as_ref())),
                _ => host::schedule(&JsValue::UNDEFINED),
            }
        }
    }

    fn poll(self: &Arc<Self>) {
        self.queued.set(false);
        let Some(mut future) = self.future.take() else {
            return;
        };
        let waker = Waker::from(Arc::clone(self));
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        if polled.is_pending() {
            self.future.set(Some(future));
        }
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.queue();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.queue();
    }
}

/// Polls the tasks that are queued now; those woken meanwhile wait for the next
/// microtask. A JavaScript exception can cut the loop short; JavaScript
/// polls again then.
fn poll(_: u32) -> u32 {
    SCHEDULED.set(false);
    let due = QUEUE.with_borrow(VecDeque::len);
    for _ in 0..due {
        let Some(task) = QUEUE.with_borrow_mut(VecDeque::pop_front) else {
            return 0;
        };
        task.poll();
    }
    0
}
