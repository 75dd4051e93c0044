use wasm_bulkhead::bulkhead;

#[bulkhead]
pub use std::fmt::Write;

fn main() {}
