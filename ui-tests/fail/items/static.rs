use wasm_bulkhead::bulkhead;

#[bulkhead]
pub static TOTAL: i32 = 1;

fn main() {}
