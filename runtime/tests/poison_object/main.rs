//! Objects behind guarded entries. What `#[bulkhead]` emits is written out here
//! by hand, for natively wasm-bindgen exports nothing, and the boundary that
//! catches is `catch_unwind`.

#[macro_use]
mod attribute;
mod ended;
mod ledger;

mod aborting;
mod interior;
mod model;
mod poisoned;
mod rolled_back;
mod unannotated;
mod unwind_safety;

use std::cell::RefCell;
use std::future::Future;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe, RefUnwindSafe, UnwindSafe};
use std::path::Path;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use wasm_bulkhead::__private as rt;
use wasm_bulkhead::{Poison, PoisonCell};

use ended::*;
use ledger::*;
