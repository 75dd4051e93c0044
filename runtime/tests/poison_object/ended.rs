//! How calls end, and what polls one.

use super::*;

/// How a call ended for JavaScript.
#[derive(Debug, PartialEq)]
pub(super) enum Ended<R> {
    Returned(R),
    Panicked,
    Refused(String),
}

/// Stops a body without a word on standard error.
pub(super) fn strike() -> ! {
    resume_unwind(Box::new(()))
}

pub(super) fn call<R>(entry: impl FnOnce() -> rt::Answer<R>) -> Ended<R> {
    match catch_unwind(AssertUnwindSafe(entry)) {
        Ok(rt::Answer(Ok(value))) => Ended::Returned(value),
        Ok(rt::Answer(Err(refusal))) => Ended::Refused(refusal.to_string()),
        Err(_) => Ended::Panicked,
    }
}

/// Polls an entry once more; `None` when it is pending.
pub(super) fn poll_entry<F, R>(future: Pin<&mut F>) -> Option<Ended<R>>
where
    F: Future<Output = rt::Answer<R>>,
{
    let ended = call(|| match poll(future) {
        Poll::Ready(rt::Answer(Ok(value))) => rt::Answer(Ok(Some(value))),
        Poll::Ready(rt::Answer(Err(refusal))) => rt::Answer(Err(refusal)),
        Poll::Pending => rt::Answer(Ok(None)),
    });
    match ended {
        Ended::Returned(value) => value.map(Ended::Returned),
        Ended::Refused(said) => Some(Ended::Refused(said)),
        Ended::Panicked => Some(Ended::Panicked),
    }
}

pub(super) fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    struct Nobody;
    impl Wake for Nobody {
        fn wake(self: Arc<Self>) {}
    }
    future.poll(&mut Context::from_waker(&Waker::from(Arc::new(Nobody))))
}

/// Pending once.
pub(super) async fn pause() {
    let mut is_over = false;
    std::future::poll_fn(|_| match std::mem::replace(&mut is_over, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}

/// What an entry that lets its caller in returns.
pub(super) fn answer<R>(body: impl FnOnce() -> R) -> rt::Answer<R> {
    rt::Answer(Ok(body()))
}

/// Whether a call was refused for what `by` has done, which is an entry of these files.
pub(super) fn is_refused<R>(ended: &Ended<R>, boundary: &str, by: &str) -> bool {
    let here = Path::new(file!())
        .parent()
        .expect("a file lies in a folder");
    let refusal = format!(
        "`{boundary}` was refused: the object was left torn by `{by}` at {}",
        here.display()
    );
    matches!(ended, Ended::Refused(said) if said.starts_with(&refusal))
}
