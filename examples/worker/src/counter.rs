use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Deserialize;
use worker::*;

use crate::{duration, faults, kept};

/// A count in memory, and in storage for the next object: a new instance has new objects.
#[durable_object(fetch)]
pub struct Counter {
    state: State,
    count: AtomicU64,
}

#[derive(Deserialize)]
struct Row {
    count: u64,
}

impl DurableObject for Counter {
    fn new(state: State, _env: Env) -> Self {
        let count = AtomicU64::new(stored(&state).expect("the storage can be read"));
        Counter { state, count }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let path = request.path();
        match path.split('/').skip(2).collect::<Vec<_>>()[..] {
            ["add"] => self.add(),
            ["slow", milliseconds] => {
                Delay::from(duration(milliseconds)).await;
                self.add()
            }
            ["transaction", fault] => {
                let fault = fault.to_owned();
                let storage = self.state.storage();
                storage.transaction(|_| strike_in_a_while(fault)).await?;
                Response::ok("through")
            }
            ["block", fault] => {
                let fault = fault.to_owned();
                let future = strike_in_a_while(fault);
                self.state.block_concurrency_while(future).await?;
                Response::ok("through")
            }
            [fault] => {
                // Half done when it strikes: in memory, not in storage.
                let half = match fault {
                    "panic" => 1_000_000,
                    _ => 1_000_000_000,
                };
                self.count.fetch_add(half, Ordering::Relaxed);
                faults::strike(fault).await;
                Response::error("there is no such path", 404)
            }
            _ => Response::error("there is no such path", 404),
        }
    }
}

async fn strike_in_a_while(fault: String) -> Result<()> {
    Delay::from(Duration::from_millis(5)).await;
    faults::strike(&fault).await;
    Ok(())
}

impl Counter {
    fn add(&self) -> Result<Response> {
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let sql = self.state.storage().sql();
        let count = i64::try_from(count).expect("it is not that many");
        sql.exec("UPDATE counter SET count = ?", vec![count.into()])?;
        Response::ok(format!("{count} {}", kept::generation()))
    }
}

fn stored(state: &State) -> Result<u64> {
    let sql = state.storage().sql();
    sql.exec("CREATE TABLE IF NOT EXISTS counter (count INTEGER)", None)?;
    let rows: Vec<Row> = sql.exec("SELECT count FROM counter", None)?.to_array()?;
    if let [row] = &rows[..] {
        return Ok(row.count);
    }
    sql.exec("INSERT INTO counter VALUES (0)", None)?;
    Ok(0)
}
