use wasm_bulkhead::bulkhead;

#[bulkhead]
pub trait Count {
    fn count(&self) -> i32;
}

fn main() {}
