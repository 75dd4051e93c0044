//! A Worker with a Durable Object, some of whose requests panic, trap or never end.
//!
//! All requests share one instance: those of the Worker and those of its objects. So it is one
//! instance that has to go on after a panic, and to be replaced after a trap.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))] // Only JavaScript calls it.

mod counter;
mod faults;
mod kept;

use std::cell::Cell;
use std::time::Duration;

use futures_util::stream::{self, Stream};
use worker::*;

thread_local! {
    /// In memory, and shared by all requests.
    static HITS: Cell<u64> = const { Cell::new(0) };
}

/// Runs in the first instance and in each one that takes its place.
#[event(start)]
pub fn start() {
    kept::install();
    HITS.set(kept::hits());
}

#[event(fetch, respond_with_errors)]
async fn fetch(request: Request, env: Env, context: Context) -> Result<Response> {
    let path = request.path();
    match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        ["count"] => count(),
        ["slow", milliseconds] => {
            Delay::from(duration(milliseconds)).await;
            count()
        }
        ["object", ..] => {
            let objects = env.durable_object("COUNTERS")?;
            let counter = objects.get_by_name("the only one")?;
            counter.fetch_with_request(request).await
        }
        ["wait_until", fault] => {
            let fault = fault.to_owned();
            context.wait_until(async move {
                Delay::from(Duration::from_millis(5)).await;
                faults::strike(&fault).await;
            });
            Response::ok("it goes on")
        }
        ["stream", fault] => Response::from_stream(stream(fault.to_owned())),
        [fault] => {
            faults::strike(fault).await;
            Response::error("there is no such path", 404)
        }
        ["late", fault] => {
            Delay::from(Duration::from_millis(5)).await;
            faults::strike(fault).await;
            Response::error("there is no such path", 404)
        }
        _ => Response::error("there is no such path", 404),
    }
}

/// Some chunks, the fault, and one more chunk.
fn stream(fault: String) -> impl Stream<Item = Result<Vec<u8>>> {
    stream::unfold((0, fault), |(at, fault)| async move {
        Delay::from(Duration::from_millis(20)).await;
        match at {
            3 => faults::strike(&fault).await,
            5 => return None,
            _ => {}
        }
        Some((Ok(format!("chunk {at}\n").into_bytes()), (at + 1, fault)))
    })
}

fn count() -> Result<Response> {
    HITS.set(HITS.get() + 1);
    kept::keep(HITS.get());
    Response::ok(format!("{} {}", HITS.get(), kept::generation()))
}

fn duration(milliseconds: &str) -> Duration {
    Duration::from_millis(milliseconds.parse().unwrap_or(0))
}
