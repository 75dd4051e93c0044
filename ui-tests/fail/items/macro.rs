use wasm_bulkhead::bulkhead;

#[bulkhead]
macro_rules! export {
    () => {};
}

fn main() {}
